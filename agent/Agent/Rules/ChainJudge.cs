using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Runs every rule over a state and forms the verdict on each link. Pure: the same arguments give the same verdict.</summary>
internal static class ChainJudge
{
    /// <summary>Judges a state.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="before">The last report, from which findings and links keep the time since which they are as they are; null at
    /// first.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="time">Time of this judgement.</param>
    public static (ChainReport Report, FindingChanges Changes) Judge(
        NodeState state, ChainReport? before, string node, DateTimeOffset time)
    {
        var maps = MapRules.Run(state);
        var found = PodsHit.Name([.. Findings(state, maps)], state).ToLookup(state.Silence.Covers);
        var (report, changes) = Report(
            Consequences.Mark([.. found[false]]),
            link => LinkObservations.WhyUnknown(link, state),
            link => LinkObservations.WhyNotUsed(link, state),
            before,
            node,
            time);
        return (report with { Silenced = Silenced(found[true], maps), Conditions = NodeConditionRules.Of(state, report, before) }, changes);
    }

    /// <summary>
    /// The report in place of one that was given up: the findings of the last one stand, and a link without an error is unknown.
    /// </summary>
    /// <param name="why">Why it was given up.</param>
    /// <param name="before">The last report; null at first.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="time">Time of this judgement.</param>
    public static (ChainReport Report, FindingChanges Changes) GiveUp(GivenUp why, ChainReport? before, string node, DateTimeOffset time)
    {
        var (report, changes) = Report(
            [.. before?.Findings ?? [], MapRules.NotJudged(why)], _ => why.Why, _ => null, before, node, time);
        var conditions = NodeConditionRules.GivenUp(why, before, time);
        return (report with { Silenced = before?.Silenced ?? report.Silenced, Conditions = conditions }, changes);
    }

    private static (ChainReport Report, FindingChanges Changes) Report(
        IEnumerable<Finding> reported,
        Func<Link, string?> whyUnknown,
        Func<Link, string?> whyNotUsed,
        ChainReport? before,
        string node,
        DateTimeOffset time)
    {
        var (findings, changes) = FindingHistory.Follow(before?.Findings.ToImmutableArray() ?? [], reported, time);
        var byLink = findings.ToLookup(f => f.Kind.Link);
        var links = LinkObservations.Watched
            .Select(link => JudgeLink(link, whyUnknown(link), byLink[link], before, time))
            .Select(link => link.State == Verdict.Ok ? link with { Reason = whyNotUsed(link.Link) ?? "" } : link);
        return (new ChainReport(node, time, [.. links]), changes);
    }

    /// <summary>Every family of rules, in the order of the chain. A rule that is not called here is not run.</summary>
    private static IEnumerable<Finding> Findings(NodeState state, LintResult maps) =>
    [
        .. SssdUse.WhyNotUsed(state) is null ? OfDirectoryAndSssd(state) : [],
        .. AutomountServiceRules.Run(state),
        .. AutomountSourceRules.Run(state),
        .. ConfigurationRules.Run(state),
        .. MasterSourceRules.Run(state),
        .. MountHelperRules.Run(state),
        .. RootStateRules.Abandoned(state),
        .. RootRules.Run(state),
        .. LoadedRules.Run(state),
        .. RootStateRules.Foreign(state),
        .. RootStateRules.Private(state),
        .. RootStateRules.Stacked(state),
        .. OutdatedRootRules.Run(state),
        .. MapSourceRules.Run(state),
        .. NfsMountConfRules.Run(state),
        .. maps.Findings,
        .. ServerRules.Run(state),
        .. PortmapRules.Run(state),
        .. RequiredExportRules.Run(state),
        .. RequiredPathRules.Run(state),
        .. MountRules.Run(state),
        .. ExpiryRules.Run(state),
        .. RequiredMapRules.Run(state),
        .. SelinuxRules.Run(state),
        .. PodRules.Run(state),
        .. PodCreationRules.Run(state),
    ];

    private static IEnumerable<Finding> OfDirectoryAndSssd(NodeState state) =>
    [
        .. DirectoryRules.Run(state),
        .. SssdServiceRules.Run(state),
        .. SssdRules.Run(state),
        .. ServedMapRules.Run(state),
    ];

    private static ImmutableSortedDictionary<string, int> Silenced(IEnumerable<Finding> covered, LintResult maps) => covered
        .CountBy(f => f.Kind.Code)
        .Concat(maps.Silenced)
        .GroupBy(s => s.Key)
        .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(s => s.Value));

    private static LinkReport JudgeLink(Link link, string? why, IEnumerable<Finding> findings, ChainReport? before, DateTimeOffset time)
    {
        var sorted = findings.OrderBy(f => f.Severity).ToImmutableArray();
        var verdict = VerdictOf(sorted.FirstOrDefault()?.Severity, why);
        var last = before?.Links.FirstOrDefault(l => l.Link == link);
        var since = last?.State == verdict ? last.Since : time;
        var reason = verdict == Verdict.Unknown ? why : null;
        return new LinkReport(link, verdict, since, reason ?? "", sorted);
    }

    private static Verdict VerdictOf(Severity? worst, string? whyUnknown) => worst switch
    {
        Severity.Error => Verdict.Broken,
        _ when whyUnknown is not null => Verdict.Unknown,
        Severity.Warning => Verdict.Degraded,
        _ => Verdict.Ok,
    };
}
