using System.Collections.Immutable;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;

namespace AutomountAgent.Explain;

/// <summary>The last link: what one pod has of its automounted paths. Pure.</summary>
/// <param name="state">What was observed.</param>
/// <param name="report">The verdict on it.</param>
/// <param name="pod">The pod, as <c>namespace/name</c>.</param>
internal sealed class PodExplainer(NodeState state, ChainReport report, string pod)
{
    private readonly PodMountHealth health = new(state);

    /// <summary>The mounts of the pod that belong to automount, each with its container.</summary>
    public IEnumerable<(PodContainer Container, PodMount Mount)> Mounts =>
        from container in state.Pods?.Seen?.Containers ?? []
        where container.Pod == pod
        from mount in container.Mounts
        select (container, mount);

    /// <summary>The chain of one mount: that of its path on the node, and the pod at its end.</summary>
    /// <param name="container">The container.</param>
    /// <param name="mount">Its mount.</param>
    /// <param name="chain">The chain of the path on the node; null where that path is not known.</param>
    public Explanation Explain(PodContainer container, PodMount mount, Explanation? chain)
    {
        var place = mount.Path.Length > 0 ? $" ({mount.Path} of the node)" : "";
        var step = Step($"container {container.Name} has {mount.MountPoint}: {Evidence(mount)}", f => IsOf(f, mount));
        return new($"{pod} {mount.MountPoint}{place}", [.. chain?.Steps ?? [], step]);
    }

    /// <summary>What is known of a pod that has no automounted path now: it may not have been made yet.</summary>
    public Explanation WithoutMounts() => new(
        pod, [Step("no running container of it has a path below an automount root on this node", _ => true)]);

    private static bool IsOf(Finding finding, PodMount mount) =>
        (finding.Path is null || finding.Path == mount.Path) && (finding.Root is null || finding.Root == mount.Root);

    private ExplainedStep Step(string evidence, Func<Finding, bool> concerns)
    {
        var findings = report.Findings
            .Where(f => f.Kind.Link == Link.Pod && f.Pods.Contains(pod) && concerns(f))
            .OrderBy(f => f.Severity)
            .ToImmutableArray();
        var why = LinkObservations.WhyUnknown(Link.Pod, state);
        var verdict = findings switch
        {
            [{ Severity: Severity.Error }, ..] => Verdict.Broken,
            _ when why is not null => Verdict.Unknown,
            [{ Severity: Severity.Warning }, ..] => Verdict.Degraded,
            _ => Verdict.Ok,
        };
        return new(Link.Pod, verdict, verdict == Verdict.Unknown ? why! : evidence, findings, state.Pods?.Took);
    }

    private string Evidence(PodMount mount) => PodStates.Of(mount, health) switch
    {
        PodState.LocalDisk => "a directory of the node's own file system",
        PodState.DeadRoot => "an automount root without a daemon",
        PodState.Private => $"a private copy of the automount root of {mount.Source}: what is mounted later does not reach it",
        _ when mount.Kind == PodMountKind.Autofs => $"the automount root of {mount.Source}: what the node mounts below it appears there",
        _ => $"{mount.Source}: {health.StateOf(mount).Name()}",
    };
}
