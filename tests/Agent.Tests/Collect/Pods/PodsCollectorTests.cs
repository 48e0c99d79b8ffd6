using System.Text;
using AgentTests.Support;
using AutomountAgent.Collect.Pods;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Pods;

public sealed class PodsCollectorTests : IDisposable
{
    private const string SlaveRoot =
        "101 100 0:40 / /home rw master:2 - autofs auto.home rw,fd=5,pgrp=999,timeout=300,indirect,pipe_ino=77";

    private readonly FakeNode node = new();
    private readonly PodsCollector collector;

    public PodsCollectorTests() => collector = Collector();

    public void Dispose() => node.Dispose();

    [Fact]
    public async Task ARootThatReceivesIsNamedWithItsPodAndItsRootOnTheNode()
    {
        node.Container(20, SlaveRoot, "102 101 0:52 / /home/u7 rw master:3 - nfs4 nfs1:/exports/home/u7 rw,vers=4.2,addr=192.0.2.1");

        var container = Assert.Single((await LookAsync()).Containers);

        Assert.Equal(("shop/web-1", "app", 20), (container.Pod, container.Name, container.Pid));
        Assert.Equal(new PodMount(PodMountKind.Autofs, "/home", "0:40", "auto.home", "/home", "/home"), Assert.Single(container.Mounts));
    }

    [Fact]
    public async Task APrivateRootKeepsWhatWasMountedOnIt()
    {
        node.Container(
            20,
            SlaveRoot.Replace(" master:2", ""),
            "102 101 0:52 / /home/u7 rw - nfs4 nfs1:/exports/home/u7 rw,vers=4.2,addr=192.0.2.1");

        var mounts = Assert.Single((await LookAsync()).Containers).Mounts;

        Assert.Equal([(PodMountKind.Autofs, false), (PodMountKind.Nfs, true)], mounts.Select(m => (m.Kind, m.Receives)));
    }

    [Fact]
    public async Task ARootFromBeforeARestartIsNotServed()
    {
        node.Container(20, SlaveRoot.Replace("0:40", "0:33").Replace("pipe_ino=77", "pipe_ino=70"));
        node.Container(21, SlaveRoot.Replace("0:40", "0:34").Replace("fd=5", "fd=-1"));

        var seen = await LookAsync();

        Assert.All(seen.Containers.SelectMany(c => c.Mounts), m => Assert.Equal((false, "/home"), (m.Served, m.Root)));
        Assert.Equal(2, seen.Containers.Length);
    }

    [Fact]
    public async Task ARootThatCameWithTheFileSystemOfTheNodeIsToldApart()
    {
        node.Container(
            20,
            "101 100 8:1 / /host rw master:1 - xfs /dev/vda1 rw",
            SlaveRoot.Replace("101 100", "102 101").Replace(" /home ", " /host/home "));

        Assert.True(Assert.Single(Assert.Single((await LookAsync()).Containers).Mounts).CameAlong);
    }

    [Fact]
    public async Task AVolumeOfOneKeyHasItsPathOnTheNodeAndKeepsItWhenTheNodesMountHasExpired()
    {
        node.Container(20, "101 100 0:52 / /data rw - nfs4 nfs1:/exports/home/u7/sub rw,vers=4.2,hard,addr=192.0.2.1");
        node.Write("proc/20/mountstats", Statistics("nfs1:/exports/home/u7/sub", "/data", 12));

        var before = await LookAsync();

        var expected = new PodMount(PodMountKind.Nfs, "/data", "0:52", "nfs1:/exports/home/u7/sub", "/home", "/home/u7/sub");
        Assert.Equal(expected, Assert.Single(Assert.Single(before.Containers).Mounts));
        Assert.Empty(before.Nfs);
        Assert.Equal(["/home/u7/sub"], before.VolumePaths);

        var after = await LookAsync(Node(FakeNode.Own.Replace("0:52", "0:53").Replace("u7", "u8")));

        Assert.Equal(expected, Assert.Single(Assert.Single(after.Containers).Mounts));
        var alone = Assert.Single(after.Nfs);
        Assert.Equal(("0:52", "nfs1", "shop/web-1"), (alone.Device, alone.Server, alone.Pod));
        Assert.Equal(12, alone.Statistics?.Requests);
        Assert.Null(alone.Root);
    }

    /// <summary>What a container has through a larger volume comes and goes with the node, and what it has unmounted is gone.</summary>
    [Theory]
    [InlineData(
        "101 100 8:1 / /host rw master:1 - xfs /dev/vda1 rw", "102 101 0:70 / /host/mnt rw master:9 - nfs4 nfs9:/x rw,addr=192.0.2.9")]
    [InlineData(
        "101 100 0:40 / /home rw shared:2 - autofs auto.home rw,fd=5,pipe_ino=77",
        "102 101 0:70 / /home/u3 rw - nfs4 nfs9:/x rw,addr=192.0.2.9")]
    [InlineData("101 100 8:1 /x /x rw - xfs /dev/vda1 rw", "102 100 0:70 / /gone rw - nfs4 nfs9:/x rw,addr=192.0.2.9")]
    public async Task AMountThatTheContainerDoesNotKeepIsNotWatched(params string[] mounts)
    {
        node.Container(20, mounts);
        node.Write("proc/20/mountstats", "");

        Assert.Empty((await LookAsync()).Nfs);
    }

    [Fact]
    public async Task AVolumeThatIsNotAutomountsIsNone()
    {
        node.Container(
            20,
            "101 100 0:60 / /data rw - nfs4 nfs9:/pv rw,vers=4.2,addr=192.0.2.9",
            "102 100 8:1 /etc/hosts /etc/hosts rw - xfs /dev/vda1 rw");

        var seen = await LookAsync();

        Assert.Empty(seen.Containers);
        Assert.Empty(seen.Nfs);
        Assert.Equal("", seen.Problem);
    }

    [Theory]
    [InlineData("8:1 /home/u9", "/home/u9")]
    [InlineData("8:1 /home", "/home")]
    [InlineData("8:1 /homes/u9", null)]
    [InlineData("8:1 /srv/x", null)]
    [InlineData("8:9 /home/u9", null)]
    public async Task ADirectoryOfTheDiskBelowARootIsLocal(string place, string? path)
    {
        var device = place.Split(' ')[0];
        node.Container(20, $"101 100 {place} /data rw - xfs /dev/vda1 rw");

        var mounts = (await LookAsync()).Containers.SelectMany(c => c.Mounts);

        Assert.Equal(
            path is null ? [] : [new PodMount(PodMountKind.Local, "/data", device, "", "/home", path)], mounts);
    }

    /// <summary>An entry that binds a directory of the node itself is mounted below the root, and is as it should be.</summary>
    [Fact]
    public async Task ABindMountOfAutomountIsNotLocal()
    {
        var own = FakeNode.Own + "25 22 8:1 /srv/x /home/x rw shared:1 - xfs /dev/vda1 rw\n";
        node.Write("proc/self/mountinfo", own);
        node.Container(20, "101 100 8:1 /srv/x /data rw - xfs /dev/vda1 rw");

        Assert.Empty((await LookAsync(Node(own))).Containers);
    }

    /// <summary>CoreOS: one file system in several places.</summary>
    [Fact]
    public async Task TheNearestMountOfAFileSystemGivesThePath()
    {
        const string Own = """
            21 1 8:4 / /sysroot rw - xfs /dev/vda4 rw
            22 1 8:4 /ostree/deploy/rhcos/deploy/1 / rw - xfs /dev/vda4 rw
            23 22 8:4 /ostree/deploy/rhcos/var /var rw shared:2 - xfs /dev/vda4 rw
            24 23 0:40 / /var/home rw shared:3 - autofs auto.home rw,fd=5,pgrp=999,indirect,pipe_ino=77

            """;
        node.Write("proc/self/mountinfo", Own);
        node.Container(20, "101 100 8:4 /ostree/deploy/rhcos/var/home/u9 /data rw - xfs /dev/vda4 rw");

        Assert.Equal("/var/home/u9", Assert.Single(Assert.Single((await LookAsync(Node(Own))).Containers).Mounts).Path);
    }

    [Fact]
    public async Task AContainerThatHasEndedIsGoneAndANewOneIsSeen()
    {
        node.Container(20, SlaveRoot);
        Assert.Single((await LookAsync()).Containers);

        node.End(20);
        node.Container(30, SlaveRoot);

        Assert.Equal(30, Assert.Single((await LookAsync()).Containers).Pid);
    }

    /// <summary>What a runtime does to a container while it is being looked at is seen by the next look.</summary>
    [Fact]
    public async Task AContainerThatWasStillBeingMadeIsSeen()
    {
        node.Container(20);
        Assert.Empty((await LookAsync()).Containers);

        node.Container(20, SlaveRoot);

        Assert.Single((await LookAsync()).Containers);
    }

    /// <summary>A namespace is read twice: what is written into the file afterwards is seen when all is read anew.</summary>
    [Fact]
    public async Task ANamespaceIsNotReadAgainBeforeItsTurn()
    {
        node.Container(20, SlaveRoot);
        Assert.Single((await LookAsync()).Containers);
        Assert.Single((await LookAsync()).Containers);
        node.Write("proc/20/mountinfo", "100 1 0:90 / / rw - overlay overlay rw\n");

        var looks = 1;
        while (!(await LookAsync()).Containers.IsEmpty)
        {
            looks++;
        }

        Assert.InRange(looks, 1, 30);
        node.Container(20, SlaveRoot);
        var other = FakeNode.Own.Replace("0:40", "0:41");
        Assert.Single((await LookAsync(Node(other))).Containers);
    }

    [Fact]
    public async Task ANodeThatMayNotBeLookedAtIsNotWell()
    {
        node.End(Environment.ProcessId);

        Assert.Equal("the processes of others may not be looked at", (await LookAsync()).Problem);
    }

    /// <summary>A look that does not end in time: what it was to read anew is read by the next.</summary>
    [Fact]
    public async Task ALookThatIsCancelledForgetsNothing()
    {
        var spaces = new Spaces(new ProcessFiles(node.Paths));
        node.Process(999, "mnt:[1]", FakeNode.Own);
        node.Container(20);
        await UpdateAsync(TestContext.Current.CancellationToken);
        node.Container(20, SlaveRoot);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UpdateAsync(new CancellationToken(canceled: true)));
        await UpdateAsync(TestContext.Current.CancellationToken);

        Assert.Single(spaces.All.Single(space => space.Pid == 20).Mounts.Roots);

        Task UpdateAsync(CancellationToken cancel) => spaces.UpdateAsync(anew: false, new Slices(TimeProvider.System), cancel);
    }

    private PodsCollector Collector() =>
        new(node.Paths, new RuntimeJournal((_, _, _, _) => 0, TimeProvider.System, () => TimeSpan.Zero), TimeProvider.System);

    private Task<PodsSnapshot> LookAsync(NodeState? state = null) =>
        collector.CollectAsync(state ?? Node(FakeNode.Own), TestContext.Current.CancellationToken);

    private static NodeState Node(string own) => NodeState.Empty with
    {
        Mounts = Some.Seen(MountsReader.Read(MountTable.Parse(Encoding.UTF8.GetBytes(own)))),
    };

    private static string Statistics(string source, string point, int requests) => $"""
        device {source} mounted on {point} with fstype nfs4 statvers=1.1
        	age:	100
        	xprt:	tcp 800 1 1 0 0 {requests} {requests} 0 0 0 2 0 0
        	per-op statistics
        	        READ: {requests} {requests} 0 1 1 1 1 1 0

        """;
}
