namespace AutomountAgent.Collect.Proc;

/// <summary>
/// The daemons behind autofs mounts. Each is inspected a single time, because one daemon serves all autofs mounts as a rule: use one object
/// per poll. Not thread-safe.
/// </summary>
/// <param name="processes">proc(5).</param>
internal sealed class AutofsDaemons(ProcessFiles processes)
{
    private readonly Dictionary<int, IReadOnlySet<long>?> pipes = [];
    private readonly Dictionary<int, bool> foreign = [];

    /// <summary>Whether a process has the other end of an autofs mount's pipe; true as well when that cannot be read.</summary>
    /// <param name="daemon">Id of the process.</param>
    /// <param name="pipe">Inode of the pipe.</param>
    public bool Listens(int daemon, long pipe)
    {
        if (!pipes.TryGetValue(daemon, out var open))
        {
            pipes[daemon] = open = processes.Pipes(daemon);
        }

        return open?.Contains(pipe) ?? true;
    }

    /// <summary>
    /// Whether the kernel cannot tell the daemon who uses its autofs mounts, because the agent, and with it the node, is not in the
    /// daemon's pid namespace or below it; false as well when that cannot be read. (A daemon in an unrelated namespace, or one above, has
    /// no number here: pid_namespaces(7).)
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
