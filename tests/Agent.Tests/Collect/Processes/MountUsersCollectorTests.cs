using System.Diagnostics;
using System.Runtime.InteropServices;
using AgentTests.Probe;
using AgentTests.Support;
using AutomountAgent.Collect.Processes;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Processes;

public sealed class MountUsersCollectorTests : IDisposable
{
    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("holders-");

    public void Dispose() => tree.Delete(recursive: true);

    [Fact]
    public async Task OpenFilesDirectoriesProgramsAndMapsAreHolders()
    {
        Process(1, "systemd", "mnt:[1]");
        Process(10, "bash", "mnt:[1]", ("cwd", "/scratch/data/in"));
        Process(11, "tail", "mnt:[1]", ("fd/0", "/dev/null"), ("fd/3", "/scratch/data/log (deleted)"));
        Process(12, "tool", "mnt:[1]", ("exe", "/scratch/data"));
        Process(13, "near", "mnt:[1]", ("cwd", "/scratch/database"), ("fd/4", "pipe:[/scratch/data]"));
        Process(14, "mapper", "mnt:[1]");
        File.WriteAllText(At(14, "stat"), "14 (x) y) S 1 1");
        File.WriteAllText(
            At(14, "maps"), "7f00-7f01 r-xp 00000000 00:34 12    /scratch/data/lib.so\n7f02-7f03 rw-p 00000000 00:00 0 [stack]\n");
        Process(15, "blocked", "mnt:[1]");
        File.WriteAllText(At(15, "stat"), "15 (x) D 1 1");
        File.WriteAllText(At(15, "maps"), "7f00-7f01 r-xp 00000000 00:34 12    /scratch/data/lib.so\n");

        var view = await CollectAsync(own: "mnt:[1]");

        Assert.Equal(
            [(10, "working directory"), (11, "open file"), (12, "program"), (14, "mapped file")],
            view.MountUsers.Select(h => (h.Process.Pid, h.How)).Order());
        Assert.All(view.MountUsers, h => Assert.Equal("/scratch/data", h.MountPoint));
        Assert.Equal([("/scratch/data", "0:52")], view.Searched);
        Assert.Equal("", view.Problem);
    }

    [Fact]
    public async Task AContainerHoldsAMountUnderItsOwnNameForIt()
    {
        Process(1, "systemd", "mnt:[1]");
        Process(20, "nginx", "mnt:[2]", ("fd/3", "/srv/x"));
        Process(21, "worker", "mnt:[2]", ("cwd", "/scratch/data"));
        File.WriteAllText(At(20, "mountinfo"), """
            21 1 0:33 / / rw - overlay overlay rw
            30 21 0:41 / /srv/old rw master:3 - autofs auto.scratch rw,fd=5,pgrp=999,timeout=60,indirect,pipe_ino=123
            31 21 0:52 / /srv rw master:4 - nfs4 nfs2.example.com:/exports/data rw,vers=4.2

            """);
        File.WriteAllText(At(20, "cgroup"), "0::/kubepods/pod0f1e2d3c-aaaa-bbbb-cccc-0123456789ab/3a9c1b2d4e5f60718293");
        tree.CreateSubdirectory("var/log/pods/web_nginx-7d9-x2_0f1e2d3c-aaaa-bbbb-cccc-0123456789ab");

        var view = await CollectAsync(own: "mnt:[1]");

        var holder = Assert.Single(view.MountUsers);
        Assert.Equal(
            ("nginx (pid 20, pod web/nginx-7d9-x2, container 3a9c1b2d4e5f6)", "open file"), (holder.Process.ToString(), holder.How));
        var root = Assert.Single(Assert.Single(view.Namespaces).Roots);
        Assert.Equal(new ForeignRoot("auto.scratch", "0:41", Served: false), root);
    }

    [Fact]
    public async Task ATrapWhoseDaemonCannotBeLookedAtCountsAsServed()
    {
        Process(1, "systemd", "mnt:[1]");
        Process(20, "nginx", "mnt:[2]");
        tree.CreateSubdirectory("proc/999");
        File.WriteAllText(
            At(20, "mountinfo"), "30 21 0:41 / /home rw - autofs auto.home rw,fd=5,pgrp=999,timeout=60,indirect,pipe_ino=123\n");

        Assert.True((await CollectAsync(own: "mnt:[1]")).Namespaces.Single().Roots.Single().Served);
    }

    [Fact]
    public async Task MonitorsAreNamedAndANodeThatMayNotBeLookedAtIsAProblem()
    {
        Process(1, "systemd", "mnt:[1]");
        Process(30, "node_exporter", "mnt:[1]");

        var view = await CollectAsync(own: null);

        Assert.Equal(["node_exporter"], view.Monitors);
        Assert.Contains("may not be looked at", view.Problem);
    }

    [Fact]
    public async Task HoldersOfAMountAreBounded()
    {
        foreach (var pid in Enumerable.Range(100, 50))
        {
            Process(pid, "bash", "mnt:[1]", ("cwd", "/scratch/data"));
        }

        Assert.Equal(5, (await CollectAsync(own: "mnt:[1]")).MountUsers.Length);
    }

    /// <summary>
    /// A real trap, on which every call that walks it hangs: the look returns, and names the real process that stands in it.
    /// </summary>
    [Fact]
    public async Task OnARealTrapTheHolderIsNamedAndNothingIsTouched()
    {
        using var trap = AutofsTrap.TryMount(tree.FullName);
        Assert.SkipWhen(trap is null, "mounting needs CAP_SYS_ADMIN and autofs in the kernel");
        using var process = System.Diagnostics.Process.Start(
            new ProcessStartInfo("/bin/sleep", "60") { WorkingDirectory = tree.FullName })!;
        try
        {
            var observed = new MountUsersCollector(HostPaths.Host, TimeProvider.System).CollectAsync(
                Overdue(tree.FullName), TestContext.Current.CancellationToken);
            var view = await observed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

            Assert.Contains(view.MountUsers, h => h.Process.Pid == process.Id && h.Process.Name == "sleep" && h.How == "working directory");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<MountUsersSnapshot> CollectAsync(string? own)
    {
        if (own is not null)
        {
            Process(Environment.ProcessId, "agent", own);
        }

        return await new MountUsersCollector(new HostPaths(tree.FullName), TimeProvider.System).CollectAsync(
            Overdue("/scratch/data"), TestContext.Current.CancellationToken);
    }

    /// <summary>A node on which one mount is overdue.</summary>
    private static NodeState Overdue(string point)
    {
        var clock = new FakeTimeProvider();
        var root = Some.Root("/scratch", "auto.scratch") with { Timeout = TimeSpan.FromSeconds(60) };
        var mount = Some.Nfs(point, "nfs2.example.com", "/exports/data") with { Root = "/scratch", Device = "0:52" };
        var state = NodeState.Empty;
        foreach (var age in (int[])[10, 500])
        {
            clock.Advance(TimeSpan.FromSeconds(age));
            state = (state with
            {
                Servers = Some.Seen(
                    new ServersSnapshot([Some.Server("nfs2.example.com", mounted: true) with { AskedAt = clock.GetUtcNow() }])),
                Mounts = new(
                    clock.GetUtcNow(),
                    TimeSpan.Zero,
                    new MountsSnapshot([root], [mount with { Statistics = mount.Statistics! with { Age = age } }]),
                    null),
            }).WithHealth(clock.GetUtcNow());
        }

        Assert.False(Assert.Single(OverdueMount.Of(state)).KeptAlive);
        return state;
    }

    private void Process(int pid, string name, string space, params (string Name, string Target)[] links)
    {
        tree.CreateSubdirectory($"proc/{pid}/fd");
        File.WriteAllText(At(pid, "comm"), name + "\n");
        foreach (var (link, target) in (IEnumerable<(string, string)>)[("ns/mnt", space), .. links])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(pid, link))!);
            File.CreateSymbolicLink(At(pid, link), target);
        }
    }

    private string At(int pid, string name) => Path.Combine(tree.FullName, "proc", $"{pid}", name);
}
