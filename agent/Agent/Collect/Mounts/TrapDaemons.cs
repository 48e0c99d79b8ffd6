using AutomountAgent.Collect.Proc;

namespace AutomountAgent.Collect.Mounts;

/// <summary>
/// The processes behind traps, each looked at once: one object for one look, because one daemon serves all traps as a rule. Not
/// thread-safe.
/// </summary>
/// <param name="processes">proc(5).</param>
internal sealed class TrapDaemons(ProcessFiles processes)
{
    private readonly Dictionary<int, IReadOnlySet<long>?> pipes = [];
    private readonly Dictionary<int, bool> foreign = [];

    /// <summary>Whether a process has the other end of a trap's pipe; true as well when nobody can tell.</summary>
    public bool Listens(int daemon, long pipe)
    {
        if (!pipes.TryGetValue(daemon, out var open))
        {
            pipes[daemon] = open = processes.Pipes(daemon);
        }

        return open?.Contains(pipe) ?? true;
    }

    /// <summary>
    /// Whether the kernel cannot tell the daemon who uses its traps, because the agent, and with it the node, is not in the daemon's pid
    /// namespace or below
    /// it; false as well when nobody can tell. (A daemon in an unrelated namespace, or one above, has no number here: pid_namespaces(7).)
    /// </summary>
    public bool IsForeign(int daemon)
    {
        if (!foreign.TryGetValue(daemon, out var known))
        {
            foreign[daemon] = known = daemon > 0
                && processes.PidNamespace(daemon) is { } theirs
                && processes.PidNamespace(Environment.ProcessId) is { } own
                && theirs != own;
        }

        return known;
    }
}
