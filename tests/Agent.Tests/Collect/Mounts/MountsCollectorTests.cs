using AutomountAgent.Collect.Mounts;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AgentTests.Telemetry;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Mounts;

public sealed class MountsCollectorTests : IDisposable
{
    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("mounts-");
    private readonly Counters counters = new();
    private readonly List<Expiration> expired = [];

    public void Dispose() => tree.Delete(recursive: true);

    [Fact]
    public async Task AMountThatWentAwayIsCountedForItsRoot()
    {
        var observer = Observer(Samples.MountInfo, Samples.MountStats);
        var before = await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);
        Assert.Equal(12345, before.Nfs[0].Statistics!.Age);
        Assert.Empty(counters.Series("automount_expirations_total"));

        Write("mountinfo", string.Join('\n', Samples.MountInfo.Split('\n').Where(line => !line.Contains("alice"))));
        // Whatever was published, it counts from its own last look, once.
        var after = await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);
        await observer.CollectAsync(new NodeState { Mounts = new(default, default, before, null) }, TestContext.Current.CancellationToken);

        Assert.Equal(before.Nfs.Length - 1, after.Nfs.Length);
        Assert.Equal(1, Assert.Single(counters.Series("automount_expirations_total")).Value);
        Assert.Equal(1, counters.Of("automount_expirations_total", "/var/home"));
        Assert.Equal("/var/home/alice", Assert.Single(expired).MountPoint);
    }

    [Fact]
    public async Task ANewObserverGoesOnFromWhatWasPublished()
    {
        var before = await Observer(Samples.MountInfo, "").CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);
        Write("mountinfo", "");

        await Observer("", "").CollectAsync(
            new NodeState { Mounts = new(default, default, before, null) }, TestContext.Current.CancellationToken);

        Assert.Contains(expired, gone => gone.MountPoint == "/var/home/alice");
    }

    [Fact]
    public async Task TheDaemonIsAliveWhileItHasThePipe()
    {
        var folder = tree.CreateSubdirectory("proc/20245/fd").FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "5"), "pipe:[61693]");
        File.CreateSymbolicLink(Path.Combine(folder, "6"), "pipe:[x]");
        Assert.Equal([true, false], (await Alive()).Take(2));

        Directory.Delete(Path.Combine(tree.FullName, "proc/20245"), recursive: true);
        Assert.All(await Alive(), Assert.False);

        // It is there, but may not be looked at.
        tree.CreateSubdirectory("proc/20245");
        Assert.All(await Alive(), Assert.True);

        async Task<IEnumerable<bool>> Alive() =>
            (await Observer(Samples.MountInfo, "").CollectAsync(
                NodeState.Empty, TestContext.Current.CancellationToken)).Roots.Select(r => r.DaemonAlive);
    }

    [Fact]
    public async Task ADaemonInAPidNamespaceOfItsOwnIsForeign()
    {
        Namespace(Environment.ProcessId, "pid:[1]");
        Assert.All(await Foreign(), Assert.False); // The daemon may not be looked at.

        Namespace(20245, "pid:[2]");
        Assert.All(await Foreign(), Assert.True);

        Namespace(20245, "pid:[1]");
        Assert.All(await Foreign(), Assert.False);

        void Namespace(int pid, string name)
        {
            var link = Path.Combine(tree.CreateSubdirectory($"proc/{pid}/ns").FullName, "pid");
            File.Delete(link);
            File.CreateSymbolicLink(link, name);
        }

        async Task<IEnumerable<bool>> Foreign() =>
            (await Observer(Samples.MountInfo, "").CollectAsync(
                NodeState.Empty, TestContext.Current.CancellationToken)).Roots.Select(r => r.DaemonForeign);
    }

    [Fact]
    public async Task WithoutStatisticsTheMountsAreThereAllTheSame()
    {
        var view = await Observer(Samples.MountInfo, null).CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);

        Assert.Equal(6, view.Nfs.Length);
        Assert.All(view.Nfs, mount => Assert.Null(mount.Statistics));
    }

    [Fact]
    public async Task WithoutAMountTableItCannotLook()
    {
        var observer = new MountsCollector(new HostPaths(tree.FullName), counters, expired.Add, TimeProvider.System);

        await Assert.ThrowsAnyAsync<IOException>(() => observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TheMountTableOfThisVeryNodeCanBeRead()
    {
        var view = await new MountsCollector(
            HostPaths.Host,
            counters,
            expired.Add,
            TimeProvider.System).CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);

        Assert.False(view.Nfs.IsDefault);
        Assert.True(MountTable.Parse(File.ReadAllBytes(HostPaths.Host.MountInfo)).Count > 2);
    }

    [Fact]
    public void ExpirationsAreMountsOfAutomountThatAreGoneOrWereReplaced()
    {
        var before = Samples.View();
        var alice = before.Nfs[0];
        MountsSnapshot With(params NfsMount[] mounts) => before with { Nfs = [.. mounts, .. before.Nfs[1..]] };

        Assert.Empty(Expirations.Between(before, before));
        Assert.Equal(
            new Expiration("/var/home", "/var/home/alice"), Assert.Single(Expirations.Between(before, With())));
        Assert.Single(Expirations.Between(before, With(alice with { Device = "0:99" })));
        Assert.Single(Expirations.Between(before, With(alice with { Statistics = alice.Statistics! with { Age = 3 } })));
        Assert.Empty(Expirations.Between(before, With(alice with { Statistics = null })));
        Assert.Equal("/var/home/carol", Assert.Single(Expirations.Between(before, before with { Others = [] })).MountPoint);
        Assert.Empty(Expirations.Between(before, before with { Nfs = before.Nfs[..^1] }));
    }

    [Fact]
    public void AServerIsFoundByTheAddressOfAMount()
    {
        var server = new ServerState(new("nfs1", 4, 2049), "10.0.0.1", ServerOutcome.Up, "", null, 1, true);
        var index = new ServerIndex(new([server]));
        var mount = Samples.Nfs(new("10.0.0.1", 4, 2049)) with { Address = "10.0.0.1" };

        Assert.Same(server, index.Find(mount));
        Assert.Null(index.Find(mount with { Version = 3 }));
        Assert.Null(new ServerIndex(null).Find(mount));
    }

    private MountsCollector Observer(string mountInfo, string? mountStats)
    {
        Write("mountinfo", mountInfo);
        if (mountStats is not null)
        {
            Write("mountstats", mountStats);
        }

        return new(new HostPaths(tree.FullName), counters, expired.Add, TimeProvider.System);
    }

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(tree.CreateSubdirectory("proc/self").FullName, name), text);
}
