using AutomountAgent.Collect.Proc;

namespace AutomountAgent.Collect.Pods;

/// <summary>A mount namespace that was read; one of no pod has no mounts here.</summary>
/// <param name="Pid">A process of it.</param>
/// <param name="Pod">The pod of that process; empty when it is in none.</param>
/// <param name="Container">Shortened id of its container; empty when it is in none.</param>
/// <param name="Mounts">What of it may belong to automount.</param>
internal sealed record Space(int Pid, string Pod, string Container, SpaceMounts Mounts)
{
    /// <summary>Paths on the node of its NFS mounts, by device and source, as they were while the node still had them.</summary>
    public Dictionary<(string Device, string Source), (string Root, string Path)> Known { get; init; } = [];
}

/// <summary>
/// The mount namespaces of the node, each read by one process of it, at the first look and the next. A namespace with a copy of an
/// automount root is read no more often either: what appears in the copy is what the node has below that root. Because a program may mount
/// something itself, and a process id may come back, all is read anew every few minutes. Not thread-safe.
/// </summary>
/// <param name="files">proc(5).</param>
internal sealed class Spaces(ProcessFiles files)
{
    /// <summary>In this many looks everything is read anew, a part in each.</summary>
    private const int Cycle = 30;

    /// <summary>Twice the containers that a node may have.</summary>
    private const int MaxSpaces = 2000;

    private readonly Dictionary<string, Space> read = new(StringComparer.Ordinal);
    private readonly HashSet<Space> outdated = new(ReferenceEqualityComparer.Instance);
    private Dictionary<int, string> spaceOf = [];
    private int looks;

    /// <summary>Why not all could be looked at; empty when all were.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The namespaces other than that of this process.</summary>
    public IEnumerable<Space> All => read.Values;

    /// <summary>What was read of a namespace is no longer so: it is read anew by the next look.</summary>
    public void Forget(Space space) => outdated.Add(space);

    /// <summary>Brings them up to date.</summary>
    /// <param name="anew">Everything is read anew: the node's automount roots are others.</param>
    /// <param name="slices">Spreads the work.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task UpdateAsync(bool anew, Slices slices, CancellationToken cancel)
    {
        looks++;
        var own = files.MountNamespace(Environment.ProcessId);
        var processes = await ProcessesAsync(anew, slices, cancel);
        foreach (var gone in read.Keys.Except(processes.Keys).ToList())
        {
            read.Remove(gone, out var space);
            outdated.Remove(space!);
        }

        var over = 0;
        foreach (var (name, pid) in processes)
        {
            var known = read.GetValueOrDefault(name);
            if (name == own || (!anew && known is not null && !outdated.Contains(known) && !IsDue(name, known)))
            {
                continue;
            }

            await slices.NextAsync(cancel);
            if (read.Count >= MaxSpaces && known is null)
            {
                over++;
            }
            else if (Read(pid, known) is { } space)
            {
                read[name] = space;
                if (known is null)
                {
                    // The runtime may not have been done with it.
                    outdated.Add(space);
                }
                else
                {
                    outdated.Remove(known);
                }
            }
        }

        Problem = WhyNotAll(own, over);
    }

    private static string WhyNotAll(string? own, int over)
    {
        if (own is null)
        {
            return "the processes of others may not be looked at";
        }

        return over > 0 ? $"{over} mount namespaces more than the {MaxSpaces} that are looked at" : "";
    }

    /// <summary>One process of each namespace. Of a process that was there at the last look the namespace is known.</summary>
    private async Task<Dictionary<string, int>> ProcessesAsync(bool anew, Slices slices, CancellationToken cancel)
    {
        var next = new Dictionary<int, string>(spaceOf.Count);
        var processes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pid in files.Pids())
        {
            if (anew || pid % Cycle == looks % Cycle || !spaceOf.TryGetValue(pid, out var name))
            {
                await slices.NextAsync(cancel);
                name = files.MountNamespace(pid);
            }

            // Threads of the kernel have none, and neither has a process that has just ended.
            if (name is not null)
            {
                next[pid] = name;
                processes.TryAdd(name, pid);
            }
        }

        spaceOf = next;
        return processes;
    }

    /// <summary>Its turn has come, or the process by which it was read has ended.</summary>
    private bool IsDue(string name, Space known) =>
        (uint)name.GetHashCode(StringComparison.Ordinal) % Cycle == (uint)(looks % Cycle)
        || spaceOf.GetValueOrDefault(known.Pid) != name;

    /// <summary>Null when the process has just ended; another one of its namespace may come.</summary>
    private Space? Read(int pid, Space? before)
    {
        var (pod, container) = files.Container(pid);
        if (pod.Length == 0)
        {
            return new(pid, "", "", SpaceMounts.None);
        }

        return files.MountTable(pid) is { } table
            ? new(pid, pod, container, SpaceMounts.Read(table)) { Known = before?.Known ?? [] }
            : before;
    }
}
