using System.Diagnostics;
using System.Text;
using AutomountAgent.Collect.Mounts;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Mounts;

/// <summary>
/// A thousand mounts of twenty servers, of which fifty come or go each second, as the kernel would show them for five minutes. The table
/// and the statistics are two files: what changes between the reading of one and of the other must not give a mount the counters of
/// another.
/// </summary>
public sealed class ChurnTests(ITestOutputHelper output) : IDisposable
{
    private const int Points = 1000;
    private const int Servers = 20;
    private const int ChangesInASecond = 50;
    private const int Seconds = 300;
    private const int Seed = 20261122;

    /// <summary>So many changes may fall between the reading of the table and that of the statistics.</summary>
    private const int Between = 5;

    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("churn-");
    private readonly Random random = new(Seed);
    private readonly Superblock?[] now = new Superblock?[Points];
    private readonly List<Superblock> all = [];
    private readonly SortedSet<int> freeMinors = [.. Enumerable.Range(50, 3 * Points)];

    public void Dispose() => tree.Delete(recursive: true);

    [Fact]
    public async Task NoMountCarriesTheServerDeviceOrCountersOfAnother()
    {
        using var observer = new MountsCollector(new HostPaths(tree.FullName), new Counters(), _ => { }, TimeProvider.System);
        var servers = new ServersSnapshot(
        [
            .. Enumerable
                .Range(0, Servers)
                .Select(i => new ServerState(new(Server(i), 4, 2049), "", ServerOutcome.Up, "", TimeSpan.Zero, 1, true)),
        ]);
        var state = NodeState.Empty with { Servers = new(default, default, servers, null) };
        var rpc = RpcTotals.Empty;
        var (looks, sameExport, took) = (0, 0, TimeSpan.Zero);
        for (var i = 0; i < Points; i++)
        {
            Mount(i);
        }

        for (var changes = 0; changes < Seconds * ChangesInASecond;)
        {
            changes += Change(random.Next(1, 2 * ChangesInASecond));
            var table = now.OfType<Superblock>().ToDictionary(s => s.Point);
            Write("mountinfo", MountInfo());
            changes += Change(random.Next(Between + 1));
            Write("mountstats", MountStats());

            var watch = Stopwatch.StartNew();
            var view = await observer.CollectAsync(state, TestContext.Current.CancellationToken);
            var before = rpc;
            state = state
                .WithMounts(new(DateTimeOffset.UnixEpoch.AddSeconds(changes / ChangesInASecond), default, view, null))
                .WithHealth(DateTimeOffset.UnixEpoch);
            rpc = rpc.Feed(view, DateTimeOffset.UnixEpoch);
            took += watch.Elapsed;
            looks++;

            Assert.Equal(table.Count, view.Nfs.Length);
            foreach (var mount in view.Nfs)
            {
                var superblock = table[mount.MountPoint];
                Assert.Equal((superblock.Source, superblock.Server, superblock.Device), (mount.Source, mount.Server, mount.Device));
                var counted = mount.Statistics is { } counters ? all[(int)counters.Requests] : null;
                Assert.True(
                    counted is null
                        || counted.Server == superblock.Server, $"{mount.MountPoint} of {superblock.Server} has the counters of "
                            + $"{counted?.Server}, seed {Seed}");
                Assert.True(counted is not null || now[superblock.Index] != superblock, $"{mount.MountPoint} lost its counters");
                sameExport += counted is not null && counted != superblock ? 1 : 0;
                Assert.NotNull(state.Health.Of(mount));
            }

            Assert.All(before.ByServer, total => Assert.True(rpc.ByServer[total.Key].Requests >= total.Value.Requests));
        }

        output.WriteLine($"{all.Count} superblocks in {looks} looks, {took.TotalMilliseconds / looks:0.0} ms each; {sameExport} times "
            + $"one export was mounted again between the two files");
        Assert.Equal(Servers, rpc.ByServer.Count);
    }

    private static string Server(int index) => $"nfs{index}.example.com";

    private int Change(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // A mount that goes gives its place and its device number to the next: the kernel takes the lowest that is free.
            var index = random.Next(Points);
            if (now[index] is { } old)
            {
                now[index] = null;
                freeMinors.Add(old.Minor);
            }

            if (now[index] is null && random.Next(10) > 0)
            {
                Mount(index);
            }
        }

        return count;
    }

    private void Mount(int index)
    {
        var minor = freeMinors.Min;
        freeMinors.Remove(minor);
        all.Add(now[index] = new Superblock(all.Count, index, Server(random.Next(Servers)), minor));
    }

    private string MountInfo()
    {
        var text = new StringBuilder(
            "21 1 254:0 / / rw shared:1 - xfs /dev/vda4 rw\n42 21 0:39 / /home rw shared:30 - autofs auto.home "
                + "rw,fd=5,pgrp=7,timeout=300,indirect,pipe_ino=9\n");
        foreach (var s in now.OfType<Superblock>())
        {
            text.Append($"{1000 + s.Id} 42 {s.Device} / {s.Point} rw shared:31 - nfs4 {s.Source} "
                + $"rw,vers=4.2,hard,proto=tcp,addr=10.0.0.1\n");
        }

        return text.ToString();
    }

    private string MountStats()
    {
        var text = new StringBuilder("device /dev/vda4 mounted on / with fstype xfs\n");
        foreach (var s in now.OfType<Superblock>())
        {
            text.Append($"device {s.Source} mounted on {s.Point} with fstype nfs4 statvers=1.1\n\tage:\t7\n\txprt:\ttcp 0 0 1 0 0 9 9 "
                + $"0 0 0 0 0 0\n\tper-op statistics\n\t        READ: {s.Id} {s.Id} 0 0 0 0 5 6 0\n\n");
        }

        return text.ToString();
    }

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(tree.CreateSubdirectory("proc/self").FullName, name), text);

    /// <summary>One mount from its beginning to its end. Its requests are its number, so that counters tell whose they are.</summary>
    private sealed record Superblock(int Id, int Index, string Server, int Minor)
    {
        public string Point => $"/home/k{Index}";

        public string Source => $"{Server}:/exports/k{Index}";

        public string Device => $"0:{Minor}";
    }
}
