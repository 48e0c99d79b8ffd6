using System.Globalization;
using System.Text;
using AutomountAgent.Collect.Pods;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;

// What looks at 500 pods with two containers each among 5,000 processes cost, in a tree like /proc: half of the pods have a whole automount
// root, half a volume of one key. The arguments are the numbers of pods and processes, of looks, and whether the node's mounts change.
var (pods, processes, looks) = (Number(0, 500), Number(1, 5000), Number(2, 60));
var folder = Directory.CreateTempSubdirectory("pod-bench-");
try
{
    var tree = new Tree(folder.FullName);
    tree.Make(pods, processes);
    using var journal = new RuntimeJournal((_, _, _, _) => 0, TimeProvider.System, () => TimeSpan.Zero);
    var collector = new PodsCollector(new HostPaths(folder.FullName), journal, TimeProvider.System);
    var state = NodeState.Empty with { Mounts = tree.Mounts };
    await MeasureAsync("first look", 1);
    await MeasureAsync("later looks", looks);

    async Task MeasureAsync(string what, int count)
    {
        var costs = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var seen = await collector.CollectAsync(state, CancellationToken.None);
            costs.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            if (seen.Containers.Length != 2 * pods)
            {
                throw new InvalidOperationException($"{seen.Containers.Length} containers instead of {2 * pods}: {seen.Problem}");
            }
        }

        // A look every ten seconds is the default.
        var mean = costs.Average();
        Print($"{what,-12} {mean,8:0.0} ms of processor, worst {costs.Max(),8:0.0} ms, {mean / 100,6:0.000} % of a core");
    }
}
finally
{
    folder.Delete(recursive: true);
}

int Number(int place, int otherwise) => place < args.Length ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

/// <summary>The tree.</summary>
internal sealed class Tree(string root)
{
    private const string Own = """
        21 1 8:1 / / rw,relatime shared:1 - xfs /dev/vda1 rw
        22 21 0:40 / /home rw shared:2 - autofs auto.home rw,fd=5,pgrp=999,timeout=300,minproto=5,maxproto=5,indirect,pipe_ino=77
        23 22 0:52 / /home/u7 rw shared:3 - nfs4 nfs1:/exports/home/u7 rw,vers=4.2,hard,addr=192.0.2.1

        """;

    public Observation<MountsSnapshot> Mounts { get; } = new(
        DateTimeOffset.UnixEpoch, TimeSpan.Zero, MountsReader.Read(MountTable.Parse(Encoding.UTF8.GetBytes(Own))), null);

    public void Make(int pods, int processes)
    {
        Write("proc/self/mountinfo", Own);
        Process(Environment.ProcessId, "mnt:[1]", Own, "0::/init.scope\n");
        for (var i = 0; i < processes; i++)
        {
            var (container, pid) = (i % (2 * pods), 100_000 + i);
            var pod = container / 2;
            var uid = $"{pod:d8}_aaaa_bbbb_cccc_0123456789ab";
            var group = $"0::/kubepods.slice/kubepods-pod{uid}.slice/crio-{container:d64}.scope\n";
            Process(pid, $"mnt:[{container + 10}]", Table(pod % 2 == 0), group);
            if (i < 2 * pods)
            {
                Directory.CreateDirectory(Path.Combine(root, $"var/log/pods/shop_web-{pod}_{uid.Replace('_', '-')}"));
                Write($"var/log/containers/web-{pod}_shop_app-{container:d64}.log", "");
            }
        }
    }

    /// <summary>What CRI-O gives a container: some thirty mounts.</summary>
    private static string Table(bool whole)
    {
        var text = new StringBuilder("100 1 0:90 / / rw - overlay overlay rw,lowerdir=/x:/y,upperdir=/z\n");
        for (var i = 0; i < 20; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{110 + i} 100 0:{100 + i} / /sys/fs/x{i} ro,nosuid,nodev,noexec - cgroup2 cgroup rw\n");
        }

        for (var i = 0; i < 8; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{140 + i} 100 8:1 /var/lib/kubelet/pods/p/f{i} /etc/f{i} rw,relatime - xfs /dev/vda1 rw\n");
        }

        return text.Append(whole
            ? "160 100 0:40 / /home rw master:2 - autofs auto.home rw,fd=5,pgrp=999,timeout=300,indirect,pipe_ino=77\n"
            : "160 100 0:52 / /data rw - nfs4 nfs1:/exports/home/u7 rw,vers=4.2,addr=192.0.2.1\n").ToString();
    }

    private void Process(int pid, string space, string mounts, string cgroup)
    {
        Write($"proc/{pid}/mountinfo", mounts);
        Write($"proc/{pid}/cgroup", cgroup);
        Directory.CreateDirectory(Path.Combine(root, $"proc/{pid}/ns"));
        File.CreateSymbolicLink(Path.Combine(root, $"proc/{pid}/ns/mnt"), space);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
