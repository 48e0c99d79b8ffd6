using AutomountAgent.Configuration;

namespace AutomountAgent.Observe.Automount;

/// <summary>What proc(5) says a process is doing.</summary>
public static class ProcessState
{
    /// <summary>Whether a process is stopped by a signal or a debugger. False when that cannot be read, for example because the process is gone.</summary>
    public static bool IsSuspended(HostPaths paths, int pid)
    {
        try
        {
            return Parse(File.ReadAllText(paths.ProcessStat(pid))) is 'T' or 't';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The state letter of <c>/proc/PID/stat</c>; null when there is none. The name before it is in brackets and may hold anything, brackets too.</summary>
    public static char? Parse(string stat) =>
        stat.LastIndexOf(')') is >= 0 and var end && end + 2 < stat.Length && stat[end + 1] == ' ' ? stat[end + 2] : null;
}
