using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Forms the two conditions of the node from the findings and <see cref="ConditionEffects"/>. What is doubtful is Unknown: whoever acts on
/// <c>AutomountNodeFault</c> reboots the node, and must have proof that the fault is here. Pure.
/// </summary>
internal static class NodeConditionRules
{
    /// <summary>So long a node fault has to last: a service that is restarted is gone for a moment.</summary>
    public static readonly TimeSpan MinFault = TimeSpan.FromSeconds(30);

    /// <summary>
    /// So long the server of a mount that hangs must have answered. After an outage the kernel comes back to a server within five minutes
    /// only (Linux, net/sunrpc/xprtsock.c, XS_TCP_MAX_REEST_TO); meanwhile the mounts of every node hang although the server answers.
    /// </summary>
    public static readonly TimeSpan MinServerUp = TimeSpan.FromMinutes(10);

    private const int MaxSubject = 200;

    /// <summary>The conditions after a judgement.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="report">The verdict on it.</param>
    /// <param name="before">The last report, from which a condition keeps its time; null at first.</param>
    public static ImmutableArray<NodeCondition> Of(NodeState state, ChainReport report, ChainReport? before)
    {
        var fault = NodeFault(state, report);
        return Dated([Ready(state, report, fault), fault], before);
    }

    /// <summary>The conditions where the judgement was given up: old findings prove nothing.</summary>
    public static ImmutableArray<NodeCondition> GivenUp(GivenUp why, ChainReport? before, DateTimeOffset time) =>
        Dated(NodeConditions.Unknown("JudgementGivenUp", why.Why, time), before);

    private static ImmutableArray<NodeCondition> Dated(ImmutableArray<NodeCondition> now, ChainReport? before) =>
        [.. now.Select(c => c with { Since = Same(c, before)?.Since ?? c.Since })];

    private static NodeCondition? Same(NodeCondition now, ChainReport? before) =>
        before?.Conditions.FirstOrDefault(c => (c.Type, c.Status) == (now.Type, now.Status));

    private static NodeCondition NodeFault(NodeState state, ChainReport report)
    {
        // A consequence proves nothing: its cause stands in the report as well, and counts by itself.
        var suspects = report.Findings.Where(f => f.Cause is null && IsNodeFault(EffectOf(f)))
            .Select(f => (Finding: f, Doubt: Doubt(f, state, report)))
            .ToList();
        if (suspects.Find(s => s.Doubt is null) is { Finding: { } proven })
        {
            return Make(ConditionStatus.True, Reason(proven), Text(proven));
        }

        if (suspects is [var first, ..])
        {
            return Make(ConditionStatus.Unknown, "CauseNotProven", $"{Text(first.Finding)}: {first.Doubt}");
        }

        return WhyNotKnown(state, report) is { } why
            ? Make(ConditionStatus.Unknown, "NotObserved", why)
            : Make(ConditionStatus.False, "NoNodeFault", "nothing of this node alone is broken");

        NodeCondition Make(ConditionStatus status, string reason, string message) =>
            new(ConditionType.AutomountNodeFault, status, reason, message, report.Time);
    }

    private static NodeCondition Ready(NodeState state, ChainReport report, NodeCondition fault)
    {
        if (fault.Status == ConditionStatus.True)
        {
            return Make(ConditionStatus.False, fault.Reason, fault.Message);
        }

        var broken = report.Findings.Where(f => BreaksPods(EffectOf(f))).ToList();
        if ((broken.Find(f => f.Cause is null) ?? broken.FirstOrDefault()) is { } first)
        {
            return Make(ConditionStatus.False, Reason(first), Text(first));
        }

        var unknown = WhyNotKnown(state, report) ?? Why("the required paths", LinkObservations.Why(state.Required));
        return unknown is { } why
            ? Make(ConditionStatus.Unknown, "NotObserved", why)
            : Make(ConditionStatus.True, "AutomountWorks", "automount serves its mount points, and every required path is ready");

        NodeCondition Make(ConditionStatus status, string reason, string message) =>
            new(ConditionType.AutomountReady, status, reason, message, report.Time);
    }

    private static ConditionEffect EffectOf(Finding finding) => ConditionEffects.Of(finding.Kind.Code);

    private static bool IsNodeFault(ConditionEffect effect) => effect is
        ConditionEffect.NodeFault or ConditionEffect.NodeFaultUnlessDirectory or ConditionEffect.NodeFaultUnlessServer;

    /// <summary>A mount that hangs stops only the pods that use it, which required paths say, unless it is proven to be the node.</summary>
    private static bool BreaksPods(ConditionEffect effect) => effect is
        ConditionEffect.NotReady or ConditionEffect.NodeFault or ConditionEffect.NodeFaultUnlessDirectory;

    /// <summary>Why a fault of the node is not proven to be one; null when it is.</summary>
    private static string? Doubt(Finding finding, NodeState state, ChainReport report)
    {
        if (report.Time - finding.Since < MinFault)
        {
            return $"not yet for {MinFault.TotalSeconds:0} s";
        }

        return EffectOf(finding) switch
        {
            ConditionEffect.NodeFaultUnlessDirectory => DoubtOfDirectory(report),
            ConditionEffect.NodeFaultUnlessServer => DoubtOfServer(finding, state, report.Time),
            _ => null,
        };
    }

    private static string? DoubtOfDirectory(ChainReport report) => report.Links.First(l => l.Link == Link.Directory).State switch
    {
        Verdict.Broken => "it may follow from the directory, which is broken",
        Verdict.Unknown => "it may follow from the directory, which is not known to be well",
        _ => null,
    };

    private static string? DoubtOfServer(Finding finding, NodeState state, DateTimeOffset now)
    {
        var servers = new ServerIndex(state.Servers?.Seen);

        // A soft mount fails where a hard one hangs (MountRules).
        var hanging = state.NfsMounts
            .Where(m => m.Host == finding.Subject && state.Health.StateOf(m) is HealthState.Hung or HealthState.Failed)
            .ToList();
        return hanging.Count > 0 && hanging.TrueForAll(m => HasAnswered(servers.Find(m), state.Health, now))
            ? null
            : $"its server has not been seen to answer for {MinServerUp.TotalMinutes:0} min";
    }

    private static bool HasAnswered(ServerState? server, NodeHealth health, DateTimeOffset now) =>
        server is { Outcome: ServerOutcome.Up }
        && health.Of(server.Target)?.Debounced is { State: HealthState.Healthy or HealthState.Slow, Since: var since }
        && now - since >= MinServerUp;

    /// <summary>Why neither condition can be told; null when what both need was seen.</summary>
    private static string? WhyNotKnown(NodeState state, ChainReport report)
    {
        if (report.Findings.FirstOrDefault(f => EffectOf(f) == ConditionEffect.NotKnown) is { } blind)
        {
            return Text(blind);
        }

        var sssd = SssdUse.WhyNotUsed(state) is null ? LinkObservations.Why(state.Sssd) : null;
        return Why("automount", LinkObservations.Why(state.Automount))
            ?? Why("the mount table", LinkObservations.Why(state.Mounts))
            ?? Why("sssd", sssd);
    }

    private static string? Why(string what, string? why) => why is null ? null : $"{what}: {why}";

    /// <summary>Code and subject alone: a text that changes makes the API server write the node again.</summary>
    private static string Text(Finding finding)
    {
        var follows = finding.FollowsFrom is { } cause ? $", follows from {cause}" : "";
        return $"{finding.Kind.Code} {Printable.Escape(finding.Subject, MaxSubject)}: {finding.Kind.Summary}{follows}";
    }

    /// <summary>The code as one word: <c>mount/required-hung</c> is MountRequiredHung.</summary>
    private static string Reason(Finding finding) =>
        string.Concat(finding.Kind.Code.Split('/', '-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
