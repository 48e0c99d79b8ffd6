using AutomountAgent.Interop;

namespace AutomountAgent.Probe;

/// <summary>
/// Children that were killed and are not reaped yet. Nobody waits for them: one that hangs in a call that not even SIGKILL ends stays for
/// as long as the call does, so they are looked after now and then. Thread-safe.
/// </summary>
internal sealed class KilledChildren
{
    private readonly Lock gate = new();
    private readonly List<(int Pid, string? Path)> left = [];

    /// <summary>Kills a child.</summary>
    /// <param name="pid">The child.</param>
    /// <param name="path">The path on which it hangs; null when it does not.</param>
    internal void Kill(int pid, string? path)
    {
        LibCProcess.Kill(pid);
        lock (gate)
        {
            left.Add((pid, path));
        }
    }

    /// <summary>A child that was killed hangs on one more path.</summary>
    internal void Note(int pid, string path)
    {
        lock (gate)
        {
            if (left.Exists(child => child.Pid == pid))
            {
                left.Add((pid, path));
            }
        }
    }

    /// <summary>Reaps those that have ended, without waiting, and says how many are left.</summary>
    internal int Reap()
    {
        lock (gate)
        {
            var gone = left.Select(child => child.Pid).Distinct().Where(LibCProcess.TryReap).ToHashSet();
            left.RemoveAll(child => gone.Contains(child.Pid));
            return left.DistinctBy(child => child.Pid).Count();
        }
    }

    /// <summary>Whether one of those that are left hangs on a path: a second one would hang as well.</summary>
    internal bool HangsOn(string path)
    {
        lock (gate)
        {
            return left.Exists(child => child.Path == path);
        }
    }
}
