using System.Text;
using AgentTests.Maps;
using AutomountAgent.Collect.Mounts;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Mounts;

/// <summary>
/// What a poll of a thousand mounts allocates while the mount table is unchanged and every counter's age goes on. Nothing runs besides:
/// what is counted is what the process allocates.
/// </summary>
[Collection(nameof(Timed))]
public sealed class PollCostTests : IDisposable
{
    private const int Mounts = 1000;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Used =
        ["READ", "OPEN", "CLOSE", "ACCESS", "GETATTR", "LOOKUP", "SEQUENCE", "READDIR", "FSINFO", "SERVER_CAPS"];

    private static readonly string[] Unused =
        ["NULL", "WRITE", "COMMIT", "OPEN_CONFIRM", "OPEN_NOATTR", "SETATTR", "RENEW", "LOCK", "LOCKT", "LOCKU", "REMOVE", "RENAME"];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory();

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task AnUnchangedTableIsNotParsedAgain()
    {
        Write("mountinfo", MountInfo());
        using var collector = new MountsCollector(new HostPaths(root.FullName), new Counters(), _ => { }, TimeProvider.System);
        var state = NodeState.Empty;
        var costs = new List<(long Collect, long Derive)>();
        for (var poll = 0; poll < 8; poll++)
        {
            Write("mountstats", MountStats(age: 1000 + (5 * poll)));
            var at = Start.AddSeconds(5 * poll);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var snapshot = await collector.CollectAsync(state, TestContext.Current.CancellationToken);
            var collected = GC.GetTotalAllocatedBytes(precise: true);
            state = state.WithMounts(new Observation<MountsSnapshot>(at, TimeSpan.Zero, snapshot, null)).WithHealth(at);
            costs.Add((collected - before, GC.GetTotalAllocatedBytes(precise: true) - collected));
        }

        // The cheapest poll counts. It was 308,000 and 469,000 bytes when this was written, and
        // 2,966,000 and 604,000 bytes when every poll parsed the table again.
        Assert.Equal(Mounts, state.Mounts!.Seen!.Nfs.Count(m => m.Statistics is { Age: 1035 }));
        Assert.InRange(costs.Min(c => c.Collect), 1, 600 * Mounts);
        Assert.InRange(costs.Min(c => c.Derive), 1, 600 * Mounts);
    }

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(root.CreateSubdirectory("proc/self").FullName, name), text);

    private static string MountInfo()
    {
        var text = new StringBuilder(
            "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
            + "42 21 0:39 / /home rw shared:1 - autofs auto.home rw,fd=5,pgrp=1,timeout=300,indirect,pipe_ino=61\n");
        for (var i = 0; i < Mounts; i++)
        {
            text.Append($"{100 + i} 42 0:{50 + i} / /home/user{i} rw,nosuid,nodev,relatime shared:{100 + i} - nfs4 ");
            text.Append($"nfs{i % 20}.example.com:/exports/home/user{i} ");
            text.Append("rw,vers=4.2,rsize=1048576,wsize=1048576,namlen=255,hard,proto=tcp,");
            text.Append($"timeo=600,retrans=2,sec=sys,clientaddr=10.0.0.9,local_lock=none,addr=10.0.0.{i % 20}\n");
        }

        return text.ToString();
    }

    private static string MountStats(int age)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Mounts; i++)
        {
            text.Append($"device nfs{i % 20}.example.com:/exports/home/user{i} mounted on /home/user{i} with fstype nfs4 statvers=1.1\n");
            text.Append($"\topts:\trw,vers=4.2\n\tage:\t{age}\n\txprt:\ttcp 0 1 2 0 12 445 440 1 0 6 2 0 0\n\tper-op statistics\n");
            text.AppendJoin("", Used.Select(operation => $"\t{operation}: 5 5 0 800 700 0 9 10 0\n"));
            text.AppendJoin("", Unused.Select(operation => $"\t{operation}: 0 0 0 0 0 0 0 0 0\n"));
            text.Append('\n');
        }

        return text.ToString();
    }
}
