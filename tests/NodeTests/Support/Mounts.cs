using System.Diagnostics;

namespace NodeTests.Support;

/// <summary>The mount table of the node, read without walking a path.</summary>
public static class Mounts
{
    /// <summary>Whether an NFS mount is there.</summary>
    public static bool Has(string path) => Line(path) is not null;

    /// <summary>Id of the NFS mount: another one is another mount. Null when it is not mounted.</summary>
    public static string? Id(string path) => Line(path)?.Split(' ')[0];

    /// <summary>Waits until a mount is there, or gone.</summary>
    public static TimeSpan WaitFor(string path, bool mounted, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        while (Has(path) != mounted)
        {
            Assert.True(watch.Elapsed < within, $"{path} is {(mounted ? "not mounted" : "still mounted")} after {within.TotalSeconds} s");
            Thread.Sleep(200);
        }

        return watch.Elapsed;
    }

    /// <summary>Unmounts a path, which for a moment may be busy: the agent may just be touching it.</summary>
    public static void Unmount(string path) => Shell.Must(Shell.Until($"umount {path}", 10));

    private static string? Line(string path) =>
        File.ReadLines("/proc/self/mountinfo").LastOrDefault(l => l.Contains($" {path} ") && l.Contains(" - nfs"));
}
