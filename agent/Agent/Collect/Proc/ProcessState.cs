using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>What proc(5) says a process is doing.</summary>
internal static class ProcessState
{
    /// <summary>
    /// Whether a process is stopped by a signal or a debugger. False when that cannot be read, for example because the process is gone.
    /// </summary>
    public static bool IsSuspended(HostPaths paths, int pid) => StateOf(paths.ProcessStat(pid)) is 'T' or 't';

    /// <summary>
    /// Whether a process waits for a processor, and for nothing else: one of its threads is ready to run, and none is in an uninterruptible
    /// call. False when that cannot be read.
    /// </summary>
    public static bool LacksProcessor(HostPaths paths, int pid)
    {
        var states = States(paths, pid).Select(s => s.State).ToList();
        return states.Contains('R') && !states.Contains('D');
    }

    /// <summary>
    /// The threads of a process that are in an uninterruptible call: on NFS it lasts for as long as the server is silent.
    /// </summary>
    public static IEnumerable<string> Waiting(HostPaths paths, int pid) =>
        States(paths, pid).Where(s => s.State == 'D').Select(s => s.Thread);

    /// <summary>
    /// The state letter of <c>/proc/PID/stat</c>; null when there is none. The name before it is in brackets and may hold anything,
    /// brackets too.
    /// </summary>
    public static char? Parse(string stat) =>
        stat.LastIndexOf(')') is >= 0 and var end && end + 2 < stat.Length && stat[end + 1] == ' ' ? stat[end + 2] : null;

    private static IEnumerable<(string Thread, char? State)> States(HostPaths paths, int pid) =>
        (LibCDirectory.Names(paths.Threads(pid)) ?? []).Select(thread => (thread, StateOf(paths.ThreadStat(pid, thread))));

    private static char? StateOf(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
