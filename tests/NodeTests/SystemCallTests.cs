using System.Diagnostics;
using System.Text.RegularExpressions;
using NodeTests.Support;

namespace NodeTests;

/// <summary>
/// Design principle 3: the daemon's own process makes no call on a path under an automount point or on NFS. The kernel is asked.
/// </summary>
[Collection("node")]
public partial class SystemCallTests(ITestOutputHelper output)
{
    private const string Trace = "/run/trace";
    private static readonly string[] Roots = ["/home", "/data/projects", "/data/tools", "/net/apps", "/scratch"];

    [Fact]
    public void TheDaemonTouchesNoAutomountedPathThroughAWholeRoundThatTriggers()
    {
        Agent.WaitFor("healthy before", c => c.IsHealthy, TimeSpan.FromSeconds(60));

        // A child that is there already would not be watched. The next request starts another one.
        Shell.Run("pkill -KILL -f '^/usr/bin/automount-agent prober'");
        var pid = Agent.Unit("MainPID");
        Shell.Must($"rm -rf {Trace}; mkdir {Trace}");

        // -ff: a file for each thread; -y: descriptors with their paths. Threads of the child have files as well, and are left out by their ids.
        using var strace = Process.Start(new ProcessStartInfo(
            "/usr/bin/strace", ["-ff", "-y", "-s", "200", "-e", "trace=%file,fstatfs,fstat,getdents64,read,umount2", "-o", $"{Trace}/t", "-p", pid])
        {
            RedirectStandardError = true,
        })!;
        var threads = new HashSet<string>();
        try
        {
            Thread.Sleep(TimeSpan.FromSeconds(3));
            Mounts.Unmount("/home/dale");
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < TimeSpan.FromSeconds(25))
            {
                threads.UnionWith(Directory.GetDirectories($"/proc/{pid}/task").Select(t => Path.GetFileName(t)!));
                Thread.Sleep(50);
            }

            Assert.True(Mounts.Has("/home/dale"), "the required path was not triggered while the calls were watched");
        }
        finally
        {
            Shell.Run($"kill -INT {strace.Id}");
            strace.WaitForExit(TimeSpan.FromSeconds(20));
        }

        var calls = threads.Select(t => $"{Trace}/t.{t}").Where(File.Exists).SelectMany(File.ReadLines).ToList();
        var others = Directory.GetFiles(Trace).Where(f => !threads.Contains(Path.GetExtension(f)[1..])).SelectMany(File.ReadLines).ToList();
        output.WriteLine($"{calls.Count} calls of {threads.Count} threads of the daemon, {others.Count} of its child");

        // The watch sees what it is to see: the daemon read the mount table, and its child opened the path.
        Assert.Contains(calls, call => call.Contains("/proc/self/mountinfo"));
        Assert.Contains(others, call => call.Contains("\"/home/dale\""));
        Assert.DoesNotContain(calls, NamesAnAutomountedPath);
        Agent.WaitFor("healthy afterwards", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    /// <summary>
    /// Paths are in quotation marks as arguments, and in angle brackets behind descriptors. What read(2) and readlink(2) bring back names
    /// them, too, and touches nothing.
    /// </summary>
    private static bool NamesAnAutomountedPath(string call)
    {
        var named = Content().Replace(call, "");
        return Array.Exists(
            Roots,
            root => named.Contains($"\"{root}\"")
                || named.Contains($"\"{root}/")
                || named.Contains($"<{root}>")
                || named.Contains($"<{root}/"));
    }

    [GeneratedRegex("(?<=^(read\\(|readlink\\(\"[^\"]*\"|readlinkat\\([^\"]*\"[^\"]*\")[^\"]*)\".*")]
    private static partial Regex Content();
}
