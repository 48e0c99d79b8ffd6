using System.Threading.Channels;
using AgentTests.Bus;
using AgentTests.Support;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using Tmds.DBus.Protocol;
using Xunit;

namespace AgentTests.Collect.Autofs;

public class UnitWatchTests
{
    private const string Properties = "org.freedesktop.DBus.Properties";

    private readonly Channel<int> changes = Channel.CreateUnbounded<int>();
    private readonly Channel<int> subscriptions = Channel.CreateUnbounded<int>();

    private static CancellationToken Cancel => Patience.Minute;

    [Fact]
    public async Task AChangeOfAWatchedUnitIsReportedAndThatOfAnotherIsNot()
    {
        using var daemon = new PrivateBus();
        using var systemd = Systemd(daemon);
        using var bus = new SystemBus(daemon.Address);
        Watch(bus);
        await SettleAsync(bus);

        systemd.Emit("/org/freedesktop/systemd1/unit/other_2eservice", Properties, "PropertiesChanged", "org.freedesktop.systemd1.Unit");
        var path = new ObjectPath(FakeSystemd.UnitPath);
        systemd.Emit(UnitReader.ManagerPath, UnitReader.ManagerInterface, "UnitNew", "autofs.service", path);
        await PingAsync(bus);
        await Task.Delay(200, Cancel); // They run on the thread pool.
        Assert.False(changes.Reader.TryRead(out _));

        systemd.Emit(FakeSystemd.UnitPath, Properties, "PropertiesChanged", "org.freedesktop.systemd1.Unit");
        await changes.Reader.ReadAsync(Cancel);
    }

    [Fact]
    public async Task ItSubscribesAgainWhenSystemdComesBackAfterTheBus()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);
        Watch(bus);
        await changes.Reader.ReadAsync(Cancel); // The subscription failed: nobody is there.

        using var systemd = Systemd(daemon);
        await subscriptions.Reader.ReadAsync(Cancel);
        await SettleAsync(bus);

        systemd.Emit(FakeSystemd.UnitPath, Properties, "PropertiesChanged", "org.freedesktop.systemd1.Unit");
        await changes.Reader.ReadAsync(Cancel);
    }

    [Fact]
    public async Task ItWatchesAgainAfterARestartOfTheBus()
    {
        using var daemon = new PrivateBus();
        using var bus = new SystemBus(daemon.Address);
        using var systemd = Systemd(daemon);
        Watch(bus);
        await subscriptions.Reader.ReadAsync(Cancel);

        daemon.Stop();
        daemon.Start();
        await subscriptions.Reader.ReadAsync(Cancel);
        await SettleAsync(bus);

        systemd.Emit(FakeSystemd.UnitPath, Properties, "PropertiesChanged", "org.freedesktop.systemd1.Unit");
        await changes.Reader.ReadAsync(Cancel);
    }

    private FakeService Systemd(PrivateBus daemon) => FakeSystemd.Start(daemon, [], onSubscribe: () => subscriptions.Writer.TryWrite(0));

    private void Watch(SystemBus bus) => _ = new UnitWatch(bus, ["autofs.service"], () => changes.Writer.TryWrite(0));

    /// <summary>Waits until the matches are in place, and forgets what was reported until then.</summary>
    private async Task SettleAsync(SystemBus bus)
    {
        await changes.Reader.ReadAsync(Cancel);
        await PingAsync(bus);
        await Task.Delay(200, Cancel);
        while (changes.Reader.TryRead(out _))
        {
        }
    }

    private static Task<int> PingAsync(SystemBus bus) => bus.CallAsync(
        new BusCall("org.freedesktop.systemd1", "/", "x.y", "Ping"), static _ => 0, TimeSpan.FromSeconds(10), Cancel);
}
