using AgentTests.Bus;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Autofs;

public sealed class AutomountCollectorTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("root");

    private readonly FakeTimeProvider clock = new();

    public AutomountCollectorTests() => root.CreateSubdirectory("etc");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task FilesAndUnitAreObserved()
    {
        File.WriteAllText(Path.Combine(root.FullName, "etc/nsswitch.conf"), "automount: sss files\n");
        File.WriteAllText(Path.Combine(root.FullName, "etc/autofs.conf"), "[ autofs ]\ntimeout = 60\nmaster_map_name = auto.site\n");
        using var daemon = new PrivateBus();
        using var systemd = FakeSystemd.Start(daemon, new() { ["LoadState"] = "not-found", ["ActiveState"] = "inactive" });
        using var bus = new SystemBus(daemon.Address);

        var view = await CollectAsync(bus);

        Assert.Equal("not-found", view.Unit?.LoadState);
        Assert.Null(view.BusProblem);
        Assert.Equal(["sss", "files"], view.Sources);
        Assert.Equal(("auto.site", TimeSpan.FromMinutes(1)), (view.MasterMap, view.Timeout));
        Assert.Empty(view.Problems);
    }

    /// <summary>A reload begins a new state of the unit, while the process stays (systemd: StateChangeTimestamp).</summary>
    [Theory]
    [InlineData(10, false)]
    [InlineData(70, true)]
    public async Task AReloadIsToldFromAStart(int changed, bool reloaded)
    {
        using var daemon = new PrivateBus();
        using var systemd = FakeSystemd.Start(
            daemon,
            new() { ["LoadState"] = "loaded", ["ActiveState"] = "active", ["StateChangeTimestampMonotonic"] = (ulong)changed * 1_000_000 },
            new() { ["MainPID"] = 7u, ["ExecMainStartTimestampMonotonic"] = 10_000_000UL });
        using var bus = new SystemBus(daemon.Address);
        var sinceBoot = TimeSpan.FromSeconds((double)clock.GetTimestamp() / clock.TimestampFrequency);

        var view = await new AutomountCollector(new HostPaths(root.FullName), new UnitReader(bus, clock), clock)
            .CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);

        Assert.Equal(reloaded, view.WasReloaded);
        Assert.Equal(clock.GetUtcNow() - sinceBoot + TimeSpan.FromSeconds(changed), view.LoadedAt);
    }

    [Fact]
    public async Task WithoutABusAndWithoutFilesTheDefaultsAndTheProblemAreTold()
    {
        using var bus = new SystemBus("unix:path=/nonexistent/bus");

        var view = await CollectAsync(bus);

        Assert.Null(view.Unit);
        Assert.Contains("/nonexistent/bus", view.BusProblem);
        Assert.Equal(["files"], view.Sources);
        Assert.Equal("auto.master", view.MasterMap);
        Assert.Empty(view.Problems);
    }

    [Fact]
    public async Task AFileThatCannotBeReadIsAProblem()
    {
        root.CreateSubdirectory("etc/autofs.conf");
        using var bus = new SystemBus("unix:path=/nonexistent/bus");

        var view = await CollectAsync(bus);

        Assert.EndsWith("etc/autofs.conf", Assert.Single(view.Problems).File);
    }

    [Fact]
    public async Task AThreadOfTheDaemonThatWaitsKeepsTheTimeSinceWhenItDoes()
    {
        Thread(71, 'S');
        Thread(72, 'D');
        Thread(73, 'D');
        using var bus = new PrivateBus();
        using var systemd = FakeSystemd.Start(
            bus, new() { ["LoadState"] = "loaded", ["ActiveState"] = "active" }, new() { ["MainPID"] = 7u });
        using var client = new SystemBus(bus.Address);
        var observer = new AutomountCollector(new HostPaths(root.FullName), new UnitReader(client, clock), clock);
        var first = await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);
        var began = clock.GetUtcNow();
        Thread(73, 'S');
        Thread(74, 'D');
        clock.Advance(TimeSpan.FromSeconds(15));

        var second = await observer.CollectAsync(
            NodeState.Empty with { Automount = new(began, TimeSpan.Zero, first, null) }, TestContext.Current.CancellationToken);

        Assert.Equal([("72", began), ("74", clock.GetUtcNow())], second.Waiting.Select(w => (w.Key, w.Value)).Order());

        void Thread(int id, char state) =>
            File.WriteAllText(Path.Combine(root.CreateSubdirectory($"proc/7/task/{id}").FullName, "stat"), $"{id} (automount) {state} 1 1");
    }

    private Task<AutomountSnapshot> CollectAsync(SystemBus bus) =>
        new AutomountCollector(
            new HostPaths(root.FullName),
            new UnitReader(bus, TimeProvider.System),
            TimeProvider.System).CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);
}
