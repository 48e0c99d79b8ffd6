using System.Collections.Immutable;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Runs every rule over a state and forms the verdict on each link. Pure: the same state, report and time give the same verdict.</summary>
internal static class ChainJudge
{
    /// <summary>The rule families, in the order of the chain; the maps are judged by <see cref="MapRules"/>. What is not here is not judged.</summary>
    private static readonly ImmutableArray<Func<NodeState, IEnumerable<Finding>>> Rules =
        [DirectoryRules.Run, SssdRules.Run, AutomountRules.Run, MapSourceRules.Run, ServerRules.Run, PortmapRules.Run, MountRules.Run, RequiredMapRules.Run, SelinuxRules.Run];

    /// <summary>Judges a state.</summary>
    /// <param name="state">What was observed.</param>
    /// <param name="before">The last report, from which findings and links keep the time since which they are as they are; null at first.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="time">Time of this judgement.</param>
    public static (ChainReport Report, FindingChanges Changes) Judge(
        NodeState state, ChainReport? before, string node, DateTimeOffset time)
    {
        var maps = MapRules.Run(state);
        var others = Rules.SelectMany(rule => rule(state)).ToLookup(state.Silence.Covers);
        var silenced = others[true].CountBy(f => f.Kind.Code).Concat(maps.Silenced).GroupBy(s => s.Key).ToImmutableSortedDictionary(g => g.Key, g => g.Sum(s => s.Value));
        var (findings, changes) = FindingHistory.Follow(before?.Findings.ToImmutableArray() ?? [], [.. others[false], .. maps.Findings], time);
        var byLink = findings.ToLookup(f => f.Kind.Link);
        var links = LinkObservations.Watched.Select(link => JudgeLink(link, state, byLink[link], before, time));
        return (new ChainReport(node, time, [.. links]) { Silenced = silenced }, changes);
    }

    private static LinkReport JudgeLink(Link link, NodeState state, IEnumerable<Finding> findings, ChainReport? before, DateTimeOffset time)
    {
        var sorted = findings.OrderBy(f => f.Kind.Severity).ToImmutableArray();
        var why = LinkObservations.WhyUnknown(link, state);
        var verdict = sorted.FirstOrDefault()?.Kind.Severity switch
        {
            Severity.Error => Verdict.Broken,
            _ when why is not null => Verdict.Unknown,
            Severity.Warning => Verdict.Degraded,
            _ => Verdict.Ok,
        };
        var last = before?.Links.FirstOrDefault(l => l.Link == link);
        return new LinkReport(link, verdict, last?.State == verdict ? last.Since : time, verdict == Verdict.Unknown ? why! : "", sorted);
    }
}
