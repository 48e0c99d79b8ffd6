using System.Collections.Immutable;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Processes;

/// <summary>
/// Searches the processes of the node: which mount namespaces have autofs mounts, and which processes use the mounts that should have
/// expired. All of it is text of proc(5); bounded in time, processes, namespaces and users.
/// </summary>
/// <param name="host">Where proc(5) is.</param>
/// <param name="time">Clock.</param>
internal sealed class MountUsersCollector(HostPaths host, TimeProvider time)
{
    /// <summary>How many mount namespaces are looked into: twice the pods that a node may have.</summary>
    private const int MaximumNamespaces = 1000;

    /// <summary>How many processes using one mount are reported.</summary>
    private const int MaxUsers = 5;

    /// <summary>How long a round may take.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    /// <summary>Programs that call statfs(2) on every mount that they find.</summary>
    private static readonly ImmutableArray<string> KnownMonitors =
        [
            "node_exporter",
            "prometheus-node",
            "telegraf",
            "netdata",
            "zabbix_agentd",
            "zabbix_agent2",
            "collectd",
            "datadog-agent",
            "check_mk_agent",
        ];

    private readonly ProcessFiles files = new(host);

    /// <summary>One round.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public Task<MountUsersSnapshot> CollectAsync(NodeState state, CancellationToken cancel) =>
        Task.Run(() => Observe(state, cancel), cancel);

    private MountUsersSnapshot Observe(NodeState state, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var overdue = OverdueMount.Of(state).Where(o => !o.KeptAlive).Select(o => o.Mount).ToList();

        // A process that blocks on a hung mount may hold the lock that reading its maps needs: see ProcessFiles.MappedFiles.
        var maps = state.Mounts?.Seen?.Nfs.All(m => state.Health.StateOf(m) is HealthState.Healthy or HealthState.Slow) ?? false;
        var own = files.MountNamespace(Environment.ProcessId);
        var seen = new Dictionary<string, IReadOnlyList<(string Point, string Held)>>(StringComparer.Ordinal);
        var namespaces = ImmutableArray.CreateBuilder<ForeignNamespace>();
        var users = ImmutableArray.CreateBuilder<MountUser>();
        var monitors = new SortedSet<string>(StringComparer.Ordinal);
        var (looked, refused) = (0, 0);
        foreach (var pid in files.Pids())
        {
            cancel.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(started) > Budget)
            {
                return View($"{looked} processes were looked at in {Budget.TotalSeconds:0} s, and no more");
            }

            looked++;
            if (files.Comm(pid) is var name && KnownMonitors.Contains(name))
            {
                monitors.Add(name);
            }

            if (files.MountNamespace(pid) is not { } space)
            {
                // Threads of the kernel have none, and neither has a process that just ended.
                refused += own is null ? 1 : 0;
                continue;
            }

            if (!seen.TryGetValue(space, out var points))
            {
                if (space == own)
                {
                    points = [.. overdue.Select(m => (m.MountPoint, m.MountPoint))];
                }
                else if (seen.Count < MaximumNamespaces && files.MountTable(pid) is { } table)
                {
                    points = Foreign(pid, table, overdue, namespaces);
                }
                else
                {
                    // The process has just ended; another one of its namespace may come.
                    continue;
                }

                seen[space] = points;
            }

            if (points.Count > 0)
            {
                Search(pid, points, maps, users);
            }
        }

        return View(own is null ? $"the processes of others may not be looked at ({refused} refused)" : "");

        MountUsersSnapshot View(string problem) => new(
            namespaces.ToImmutable(), users.ToImmutable(), [.. overdue.Select(m => (m.MountPoint, m.Device))], [.. monitors], problem);
    }

    /// <summary>Records the autofs mounts of another mount namespace, and returns where the overdue mounts are in it.</summary>
    private List<(string Point, string Held)> Foreign(
        int pid, MountTable table, List<NfsMount> overdue, ImmutableArray<ForeignNamespace>.Builder namespaces)
    {
        var view = MountsReader.Read(table, ImmutableDictionary<string, NfsStatistics>.Empty, new AutofsDaemons(files).Listens);
        if (!view.Roots.IsEmpty)
        {
            namespaces.Add(new(files.Name(pid), [.. view.Roots.Where(r => r.Kind != AutofsMountKind.Offset).Select(r =>
                new ForeignRoot(r.Source, r.Device, r.IsServed))]));
        }

        return
        [
            .. from mount in overdue
               from there in view.Nfs
               where there.Device == mount.Device && there.Source == mount.Source
               select (there.MountPoint, mount.MountPoint),
        ];
    }

    private void Search(int pid, IReadOnlyList<(string Point, string Held)> points, bool maps, ImmutableArray<MountUser>.Builder users)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (how, path) in files.Files(pid).Concat(maps ? files.MappedFiles(pid).Select(path => ("mapped file", path)) : []))
        {
            foreach (var (point, held) in points)
            {
                if (CoveringMount.Covers(point, path) && !found.Contains(held) && users.Count(h => h.MountPoint == held) < MaxUsers)
                {
                    found.Add(held);
                    users.Add(new(held, files.Name(pid), how));
                }
            }
        }
    }
}
