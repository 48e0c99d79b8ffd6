using System.Threading.Channels;
using AgentTests.Maps;
using AgentTests.Support;
using AutomountAgent.Bus;
using Xunit;

namespace AgentTests.Bus;

/// <summary>Alone, because memory is that of the whole process.</summary>
[Collection(nameof(Timed))]
public sealed class SignalFloodTests
{
    [Fact]
    public async Task AFloodOfSignalsKeepsNoCallWaitingAndTakesNoMemory()
    {
        const int Signals = 20_000;
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, "test.Flood", _ => "hello");
        using var bus = new SystemBus(daemon.Address);
        using var release = new ManualResetEventSlim();
        var began = Channel.CreateUnbounded<int>();
        var ready = new TaskCompletionSource();
        var runs = 0;
        bus.OnConnect(async (connection, cancel) =>
        {
            await connection.AddMatchAsync(
                new BusMatch("test.Flood", "/s", "test.Interface", "Changed"),
                () =>
                {
                    Interlocked.Increment(ref runs);
                    began.Writer.TryWrite(0);
                    release.Wait(TimeSpan.FromMinutes(1));
                },
                SystemBusTests.Long,
                cancel);
            ready.SetResult();
        });
        await ready.Task;
        service.Emit("/s", "test.Interface", "Changed", "first");
        await began.Reader.ReadAsync(Patience.Minute); // And it does not end: nothing that is kept for it may grow.
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Signals; i++)
        {
            service.Emit("/s", "test.Interface", "Changed", new string('x', 500));
            if (i % 1000 == 0)
            {
                Assert.Equal("hello", await SystemBusTests.AskAsync(bus, "test.Flood", "Say"));
            }
        }

        Assert.Equal("hello", await SystemBusTests.AskAsync(bus, "test.Flood", "Say")); // After all signals.
        var grown = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Assert.InRange(grown, long.MinValue, 3_000_000); // The signals are 10 MB.
        release.Set();
        await began.Reader.ReadAsync(Patience.Minute);
        await Task.Delay(200, Patience.Minute);
        Assert.Equal(2, runs);
    }
}
