using System.Runtime.InteropServices;
using System.Text;
using AutomountAgent.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Hosting;

[Collection(nameof(NotifySocket))]
public sealed partial class ServiceManagerTests : IDisposable
{
    private readonly NotifySocket systemd = new();
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        systemd.Dispose();
    }

    [Fact]
    public async Task EachMessageReachesTheServiceManager()
    {
        var manager = Manager(systemd.Address);

        manager.Status("up");
        manager.Notify(ServiceState.Ready);
        manager.Watchdog();
        manager.Notify(ServiceState.Stopping);

        Assert.Equal(["STATUS=up", "READY=1", "WATCHDOG=1", "STOPPING=1"], await systemd.UntilAsync("STOPPING"));
    }

    [Fact]
    public async Task AStatusCannotSmuggleAnotherAssignment()
    {
        Manager(systemd.Address).Status("one\nWATCHDOG=trigger\r\nREADY=1\0x");

        Assert.Equal("STATUS=one WATCHDOG=trigger READY=1 x", await systemd.NextAsync());
    }

    [Fact]
    public async Task ALongStatusStaysBelowTheLimitOfTheServiceManager()
    {
        Manager(systemd.Address).Status(new string('€', 100_000));

        Assert.InRange(Encoding.UTF8.GetByteCount(await systemd.NextAsync()), 1000, 4095);
    }

    [Fact]
    public void OutsideSystemdNothingHappens()
    {
        var manager = Manager(null);

        manager.Status("up");
        manager.Notify(ServiceState.Ready);

        Assert.False(manager.IsEnabled);
        systemd.AssertNothing();
    }

    [Fact]
    public void AServiceManagerThatIsGoneDoesNotEndTheAgent()
    {
        var manager = Manager(systemd.Address + ".gone");

        manager.Status("up");
        manager.Notify(ServiceState.Ready);

        Assert.True(manager.IsEnabled);
    }

    /// <summary>systemd waits for a RELOADING that was sent after its request, then for READY: both sides read CLOCK_MONOTONIC.</summary>
    [Fact]
    public async Task AReloadIsReportedWithItsTime()
    {
        var manager = Manager(systemd.Address);
        lifetime.NotifyStarted();
        var before = Monotonic();

        manager.Reloading();
        manager.Reloaded();

        var reloading = (await systemd.NextAsync()).Split("\nMONOTONIC_USEC=");
        Assert.Equal("RELOADING=1", reloading[0]);
        Assert.InRange(long.Parse(reloading[1]), before, Monotonic());
        Assert.Equal("READY=1", await systemd.NextAsync());
    }

    /// <summary>READY answers the start, whatever it was meant for.</summary>
    [Fact]
    public void AReloadDuringTheStartIsNotReported()
    {
        var manager = Manager(systemd.Address);

        manager.Reloading();
        manager.Reloaded();

        systemd.AssertNothing();
    }

    [Fact]
    public async Task AStartThatIsCutShortIsNotReady()
    {
        var manager = Manager(systemd.Address);
        lifetime.StopApplication();

        manager.Notify(ServiceState.Stopping);
        manager.Notify(ServiceState.Ready);

        Assert.Equal("STOPPING=1", await systemd.NextAsync());
        systemd.AssertNothing();
    }

    private ServiceManager Manager(string? socket)
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", socket);
        return new(new SystemdNotifier(), lifetime, TimeProvider.System);
    }

    private static long Monotonic()
    {
        Assert.Equal(0, clock_gettime(1, out var time));
        return (time.Seconds * 1_000_000) + (time.Nanoseconds / 1000);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Time time);

    private struct Time
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
