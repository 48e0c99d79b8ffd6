using System.Collections.Immutable;
using System.Text;
using AutomountAgent.Collect.Mounts;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Mounts;

public sealed class PollCostTests : IDisposable
{
    private static readonly string[] Used =
        ["READ", "OPEN", "CLOSE", "ACCESS", "GETATTR", "LOOKUP", "SEQUENCE", "READDIR", "FSINFO", "SERVER_CAPS"];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory();

    public void Dispose() => root.Delete(true);

    [Fact]
    public async Task Cost()
    {
        var proc = root.CreateSubdirectory("proc/self").FullName;
        var info = new StringBuilder("21 1 8:1 / / rw - ext4 /dev/sda1 rw\n42 21 0:39 / /home rw shared:1 - autofs auto.home " +
            "rw,fd=5,pgrp=1,timeout=300,minproto=5,maxproto=5,indirect,pipe_ino=61\n");
        for (var i = 0; i < 1000; i++)
        {
            info.Append($"{100 + i} 42 0:{50 + i} / /home/user{i} rw,nosuid,nodev,relatime shared:{100 + i} - nfs4 " +
                $"nfs{i % 20}.example.com:/exports/home/user{i} " +
                "rw,vers=4.2,rsize=1048576,wsize=1048576,namlen=255,hard,proto=tcp,timeo=600,retrans=2,sec=sys," +
                $"clientaddr=10.0.0.9,local_lock=none,addr=10.0.0.{i % 20}\n");
        }
        File.WriteAllText(Path.Combine(proc, "mountinfo"), info.ToString());
        string[] ops =
            [
                "NULL", "READ", "WRITE", "COMMIT", "OPEN", "OPEN_CONFIRM", "OPEN_NOATTR", "OPEN_DOWNGRADE", "CLOSE", "SETATTR", "FSINFO",
                "RENEW", "SETCLIENTID", "LOCK", "LOCKT", "LOCKU", "ACCESS", "GETATTR", "LOOKUP", "LOOKUP_ROOT", "REMOVE", "RENAME",
                "LINK", "SYMLINK", "CREATE", "PATHCONF", "STATFS", "READLINK", "READDIR", "SERVER_CAPS", "DELEGRETURN", "GETACL",
                "SETACL", "EXCHANGE_ID", "SEQUENCE"
            ];
        void Stats(int age)
        {
            var stats = new StringBuilder();
            for (var i = 0; i < 1000; i++)
            {
                stats.Append($"device nfs{i % 20}.example.com:/exports/home/user{i} mounted on /home/user{i} with fstype nfs4 " +
                    $"statvers=1.1\n\topts:\trw,vers=4.2\n\tage:\t{age}\n\tcaps:\tcaps=0x3ffbffff\n\tsec:\tflavor=1,pseudoflavor=1\n" +
                    "\tevents:\t0 0 0 0\n\tbytes:\t0 0 0 0\n\tRPC iostats version: 1.1  p/v: 100003/4 (nfs)\n" +
                    "\txprt:\ttcp 0 1 2 0 12 445 440 1 0 6 2 0 0\n\tper-op statistics\n");
                foreach (var op in ops)
                {
                    stats.Append($"\t{op}: {(Used.Contains(op) ? "5 5 0 800 700 0 9 10 0" : "0 0 0 0 0 0 0 0 0")}\n");
                }
                stats.Append('\n');
            }
            File.WriteAllText(Path.Combine(proc, "mountstats"), stats.ToString());
        }
        using var observer = new MountsCollector(new HostPaths(root.FullName), new Counters(), _ => { }, TimeProvider.System);
        var state = NodeState.Empty;
        var cancel = TestContext.Current.CancellationToken;
        for (var poll = 0; poll < 8; poll++)
        {
            Stats(1000 + (5 * poll));
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(true);
            var cpu = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
            var view = await observer.CollectAsync(state, cancel);
            var middle = GC.GetTotalAllocatedBytes(true);
            var at = Start.AddSeconds(5 * poll);
            state = state.WithMounts(new Observation<MountsSnapshot>(at, TimeSpan.Zero, view, null)).WithHealth(at);
            var after = GC.GetTotalAllocatedBytes(true);
            TestContext.Current.SendDiagnosticMessage($"POLL {poll}: collect {middle - before} derive {after - middle} bytes cpu " +
                $"{(System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds} ms");
        }
    }

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
