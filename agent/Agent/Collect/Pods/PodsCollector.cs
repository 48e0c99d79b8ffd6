using System.Collections.Immutable;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Pods;

/// <summary>
/// Finds the containers that have automounted paths, from the text of proc(5) and the names of log files: no path of a mount is walked.
/// mountinfo, mountstats, cgroup and the links of namespaces need no lock that a process in D state (proc_pid_stat(5)) may hold. Polls
/// must not overlap.
/// </summary>
/// <param name="host">Where the files are.</param>
/// <param name="journal">What the runtime says of containers that it does not get made.</param>
/// <param name="time">Clock.</param>
internal sealed class PodsCollector(HostPaths host, RuntimeJournal journal, TimeProvider time)
{
    private readonly ProcessFiles files = new(host);
    private readonly MountTableReader tables = new(host);
    private Spaces? spaces;
    private (KnownMaps? Maps, HashSet<string> Points) mapPoints = (null, []);
    private string rootsBefore = "";

    /// <summary>One poll.</summary>
    /// <exception cref="IOException">The node's own mount table cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public Task<PodsSnapshot> CollectAsync(NodeState state, CancellationToken cancel) =>
        Task.Run(() => ObserveAsync(state, cancel), cancel);

    private async Task<PodsSnapshot> ObserveAsync(NodeState state, CancellationToken cancel)
    {
        var slices = new Slices(time);
        var node = state.Mounts?.Seen ?? new MountsSnapshot([], []);
        var roots = string.Join(' ', node.Roots.Select(r => r.Device));
        spaces ??= new(files);
        await spaces.UpdateAsync(roots != rootsBefore, slices, cancel);
        rootsBefore = roots;

        await slices.NextAsync(cancel);
        var join = Join(state, node, cancel);
        var names = new ContainerNames(host);
        var containers = ImmutableArray.CreateBuilder<PodContainer>();
        foreach (var space in spaces.All)
        {
            await slices.NextAsync(cancel);
            if (join.Mounts(space) is { IsEmpty: false } mounts)
            {
                var name = space.Container.Length > 0 ? names.Find(space.Container) : "";
                containers.Add(new(space.Pod, name, space.Pid, mounts));
            }
        }

        var alone = await InContainersAsync(join, slices, cancel);
        var (stuck, problem) = spaces.All.Any(s => s.Pod.Length > 0) ? await journal.ReadAsync(cancel) : ([], "");
        return new([.. containers.OrderBy(c => c.Pod, StringComparer.Ordinal)], alone, spaces.Problem)
        {
            Stuck = stuck,
            JournalProblem = problem,
        };
    }

    private SpaceJoin Join(NodeState state, MountsSnapshot node, CancellationToken cancel)
    {
        if (!ReferenceEquals(mapPoints.Maps, state.Maps))
        {
            mapPoints = (state.Maps, state.Maps.MountPoints.ToHashSet(StringComparer.Ordinal));
        }

        var mounted = node.Roots
            .Where(r => r.Kind != AutofsMountKind.Offset)
            .Select(r => r.MountPoint)
            .ToHashSet(StringComparer.Ordinal);
        var named = mapPoints.Points;
        var devices = spaces!.All
            .SelectMany(s => s.Mounts.Binds.Select(b => b.Place.Device).Concat(s.Mounts.Roots.Select(r => r.On.Device ?? "")))
            .ToHashSet(StringComparer.Ordinal);
        var daemons = new AutofsDaemons(files);
        return new(
            node, path => mounted.Contains(path) || named.Contains(path), new NodePlaces(tables.Read(cancel), devices), daemons.Listens);
    }

    /// <summary>
    /// NFS mounts of which the node has the superblock no more, each with the counters that a container's mountstats show.
    /// </summary>
    private async Task<ImmutableArray<NfsMount>> InContainersAsync(SpaceJoin join, Slices slices, CancellationToken cancel)
    {
        var found = new Dictionary<string, NfsMount>(StringComparer.Ordinal);
        foreach (var space in spaces!.All)
        {
            var alone = join.Nfs(space)
                .Where(m => !join.IsOnNode(m.Device) && !found.ContainsKey(m.Device))
                .DistinctBy(m => m.Device)
                .ToList();
            if (alone.Count == 0)
            {
                continue;
            }

            await slices.NextAsync(cancel);
            var statistics = files.MountStatistics(space.Pid);
            foreach (var mount in alone)
            {
                if (statistics.GetValueOrDefault(mount.MountPoint) is { } counters && counters.Source == mount.Source)
                {
                    found[mount.Device] = mount with { Root = null, Pod = space.Pod, Statistics = counters };
                }
                else
                {
                    // The container has it no more.
                    spaces.Forget(space);
                }
            }
        }

        return [.. found.Values.OrderBy(m => m.Device, StringComparer.Ordinal)];
    }
}
