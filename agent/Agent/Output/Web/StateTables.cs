using System.Text;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Web;

/// <summary>The tables of the status page, one for each thing that is watched. A table without rows is left out.</summary>
internal static class StateTables
{
    private const int MaxPaths = 5;

    /// <summary>The links of the chain.</summary>
    public static void Links(StringBuilder page, ChainReport report) => PageTable.Write(
        page,
        "Chain",
        [new("Link", true), new("State", true), new("Since", true), new("Findings")],
        [.. report.Links.Select(link => Row(link, report.Time))]);

    /// <summary>The paths that pods need.</summary>
    public static void Required(StringBuilder page, NodeState state) => PageTable.Write(
        page,
        "Required paths",
        [new("Path"), new("State", true), new("Seen")],
        [.. (state.Required?.Seen?.Paths ?? []).Select(Row)]);

    /// <summary>The NFS servers, with the mounts of each by state.</summary>
    public static void Servers(StringBuilder page, NodeState state)
    {
        var mounts = (state.Mounts?.Seen?.Nfs ?? []).ToLookup(mount => mount.Target);
        PageTable.Write(
            page,
            "NFS servers",
            [new("Server"), new("Version", true), new("State", true), new("Answers in", true), new("Mounts")],
            [.. (state.Servers?.Seen?.Servers ?? []).Select(server => Row(server, state, mounts[server.Target]))]);
    }

    /// <summary>The autofs mounts, with the number of NFS mounts below each.</summary>
    public static void Roots(StringBuilder page, NodeState state)
    {
        var mounts = (state.Mounts?.Seen?.Nfs ?? []).ToLookup(mount => mount.Root);
        var roots = (state.Mounts?.Seen?.Roots ?? []).Where(root => root.Kind != AutofsMountKind.Offset);
        PageTable.Write(
            page,
            "Mount points of automount",
            [new("Mount point"), new("Map"), new("Mounted", true), new("Expiry", true), new("State")],
            [.. roots.Select(root => Row(root, mounts[root.MountPoint].Count()))]);
    }

    /// <summary>The pods with automounted paths, those that fare worst first.</summary>
    public static void Pods(StringBuilder page, NodeState state)
    {
        var paths = (state.Pods?.Seen?.Containers ?? [])
            .SelectMany(container => container.Mounts.Select(mount => (container.Pod, Path: PathOf(mount))))
            .Distinct()
            .ToLookup(mount => mount.Pod, mount => mount.Path);
        PageTable.Write(
            page,
            "Pods",
            [new("Pod"), new("State", true), new("Paths of the node")],
            [.. PodStates.Pods(state).OrderBy(pod => pod.State).Select(pod => Row(pod.Pod, pod.State, paths[pod.Pod]))]);
    }

    private static string PathOf(PodMount mount) => mount.Path.Length > 0 ? mount.Path : mount.Source;

    private static PageCell[] Row(string pod, PodState state, IEnumerable<string> paths)
    {
        var shown = paths.Order(StringComparer.Ordinal).Select(PageText.Name).ToList();
        var more = shown.Count > MaxPaths ? $" and {shown.Count - MaxPaths} more" : "";
        var colour = state == PodState.Ok ? "ok" : "broken";
        return [new(PageText.Name(pod)), new(state.Name(), colour), new($"{string.Join(", ", shown.Take(MaxPaths))}{more}")];
    }

    private static PageCell[] Row(LinkReport link, DateTimeOffset now)
    {
        var codes = link.Findings.Select(finding => finding.Kind).Distinct().Select(PageText.Code);
        var what = link.Findings.IsEmpty ? PageText.Sentence(link.Reason) : string.Join(", ", codes);
        return [new(link.Link.Name()), new(link.State.Name(), link.State.Name()), new(Times.Short(link.Since, now)), new(what)];
    }

    private static PageCell[] Row(RequiredPath path)
    {
        var state = path.Readiness == Readiness.Ready ? new PageCell("ready", "ok") : new PageCell("not ready", "broken");
        return [new(PageText.Name(path.Path)), state, new(PageText.Sentence(path.Detail))];
    }

    private static PageCell[] Row(ServerState server, NodeState state, IEnumerable<NfsMount> mounts)
    {
        var isUp = server.Outcome == ServerOutcome.Up;
        var health = state.Health.Of(server.Target)?.Debounced.State ?? HealthState.Unknown;
        var took = server.ResponseTime is { } time ? $"{time.TotalMilliseconds:0.0} ms" : "";
        var byState = mounts.GroupBy(state.Health.StateOf).OrderBy(group => group.Key);
        var counts = byState.Select(group => $"{group.Count()} {group.Key.Name()}");
        var detail = string.Join(", ", counts.Append(isUp ? "" : server.Detail).Where(text => text.Length > 0));
        return
        [
            new(PageText.Name(server.Target.Host)),
            new($"{server.Target.Version}"),
            new(health.Name(), health.Name()),
            new(took),
            new(PageText.Sentence(detail)),
        ];
    }

    private static PageCell[] Row(AutofsRoot root, int mounted)
    {
        var expiry = root.Timeout == TimeSpan.Zero ? "never" : $"{root.Timeout.TotalSeconds:0} s";
        var state = root.IsServed ? new PageCell("served", "ok") : new PageCell("no daemon behind it", "broken");
        return [new(PageText.Name(root.MountPoint)), new(PageText.Name(root.Source)), new($"{mounted}"), new(expiry), state];
    }
}
