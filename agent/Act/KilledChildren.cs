using AutomountAgent.Native;

namespace AutomountAgent.Act;

/// <summary>
/// Children that were killed and are not reaped yet. Nobody waits for them: one that hangs in a call that not even SIGKILL ends stays for
/// as long as the call does, so they are looked after now and then. Thread-safe.
/// </summary>
internal sealed class KilledChildren
{
    private readonly Lock gate = new();
    private readonly List<int> pids = [];

    /// <summary>Kills a child.</summary>
    internal void Kill(int pid)
    {
        LibCProcess.Kill(pid);
        lock (gate)
        {
            pids.Add(pid);
        }
    }

    /// <summary>Reaps those that have ended, without waiting, and says how many are left.</summary>
    internal int Reap()
    {
        lock (gate)
        {
            pids.RemoveAll(LibCProcess.TryReap);
            return pids.Count;
        }
    }
}
