using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;

namespace AutomountAgent.Explain;

/// <summary>
/// Follows one path along the chain: which links it needs, what was seen of each, and which findings concern it. The findings are those of
/// the rules that judge the node; what is wrong with the path alone, as a key that does not exist, is added here. Pure.
/// </summary>
/// <param name="state">What was observed.</param>
/// <param name="report">The verdict on it.</param>
/// <param name="trace">The path in its spellings.</param>
/// <param name="exports">Whether servers export what the path needs, by host; empty when nobody was asked.</param>
/// <param name="time">Clock.</param>
internal sealed class PathExplainer(
    NodeState state, ChainReport report, PathTrace trace, ImmutableDictionary<string, ExportAnswer> exports, TimeProvider time)
{
    private readonly PathResolution found = state.Maps.Resolve(trace.MapPath);

    /// <summary>The explanation.</summary>
    public Explanation Explain()
    {
        var steps = ImmutableArray.CreateBuilder<ExplainedStep>();
        if (IsServedBySssd)
        {
            steps.Add(
                Step(Link.Directory, SourceEvidence.OfDirectory(state), f => ConcernsMap(f) || IsOfWholeLink(f), state.Directory?.Took));
            steps.Add(Step(Link.Sssd, SourceEvidence.OfSssd(state, found.Map), f => ConcernsMap(f) || IsOfWholeLink(f), state.Sssd?.Took));
        }

        steps.Add(Step(
            Link.Automount, RootEvidence.Of(state, trace), f => ConcernsRoot(f) || IsOfWholeLink(f), state.Automount?.Took));
        steps.Add(MapStep());
        if (found.Mount is { Kind: MountKind.Nfs } mount && !IsLocal(mount))
        {
            steps.Add(ServerStep(mount));
        }

        if (found.Step == ResolutionStep.Resolved)
        {
            steps.Add(Step(Link.Mount, MountEvidence.Of(state, trace), ConcernsPath, state.Mounts?.Took));
        }

        return new Explanation(trace.Path, steps.ToImmutable());
    }

    /// <summary>
    /// A path whose entry stands in a file needs neither the directory nor sssd; one that no entry covers may need both, for they may be
    /// why.
    /// </summary>
    private bool IsServedBySssd => found.Root is null
        ? LinkObservations.WhyNotUsed(Link.Sssd, state) is null
        : (found.Record ?? found.Root.Record).File is null;

    private bool IsLocal(EntryMount mount) =>
        mount.Locations.SelectMany(location => location.Hosts).All(host => state.Maps.Binds(host.Name, mount.Options, found.Root!.Options));

    private ExplainedStep MapStep()
    {
        var started = time.GetTimestamp();
        var evidence = string.Join("; ", ShadowEvidence.Of(state, found).Prepend(MapEvidence.Of(found)));
        var step = Step(Link.Map, evidence, ConcernsMap, time.GetElapsedTime(started));
        return found.Step switch
        {
            ResolutionStep.Resolved or ResolutionStep.OwnDirectory => step,
            ResolutionStep.Unsupported => step with { State = Verdict.Unknown },
            _ when step.State == Verdict.Unknown => step,
            ResolutionStep.NotBelowRoot when trace.Root.Length > 0 => step with
            {
                State = Verdict.Degraded,
                Evidence = $"{found.Message}; automount still serves {trace.Root}",
            },
            ResolutionStep.KeyMissing when IsStillServed => step with
            {
                State = Verdict.Degraded,
                Evidence = $"{found.Message}; sssd still serves the key as it was",
            },
            _ => step with
            {
                State = Verdict.Broken,
                Evidence = MapEvidence.OfFailure(found, state),
                WhatToDo = MapEvidence.WhatToDo(found),
            },
        };
    }

    /// <summary>The directory has the key no more, and automount gets it from sssd all the same.</summary>
    private bool IsStillServed => state.Sssd?.Seen?.Maps
        .FirstOrDefault(map => map.Name == found.Map)?.Content?.Entries.Any(entry => entry.Key == found.Key) == true;

    private ExplainedStep ServerStep(EntryMount mount)
    {
        var hosts = mount.Locations.SelectMany(location => location.Hosts).Select(host => host.Name).Distinct().ToList();
        var step = Step(
            Link.Server, ServerEvidence.Of(state, mount, hosts, exports), f => f.Server is { } host
                && hosts.Contains(host), state.Servers?.Took);
        var isUnknown = step.State != Verdict.Broken && !hosts.Any(host => ServerEvidence.IsAsked(state, mount, host));
        return ExportEvidence.Judged(isUnknown ? step with { State = Verdict.Unknown } : step, exports, hosts);
    }

    /// <summary>That other servers were not asked yet does not concern the path.</summary>
    private string? WhyUnknown(Link link) =>
        link == Link.Server && state.Servers?.Seen is not null ? null : LinkObservations.WhyUnknown(link, state);

    private ExplainedStep Step(Link link, string evidence, Func<Finding, bool> concerns, TimeSpan? took)
    {
        var judged = report.Links.FirstOrDefault(l => l.Link == link);

        // Whoever asks for the path needs its server, also where nobody else does.
        var findings = (judged?.Findings ?? []).Where(concerns).Select(f => f with { Reduced = null }).ToImmutableArray();
        var worst = findings.IsEmpty ? (Severity?)null : findings.Min(f => f.Severity);
        var verdict = worst switch
        {
            Severity.Error => Verdict.Broken,
            _ when WhyUnknown(link) is not null => Verdict.Unknown,
            Severity.Warning => Verdict.Degraded,
            _ => Verdict.Ok,
        };
        var why = verdict == Verdict.Unknown ? WhyUnknown(link) : LinkObservations.WhyNotUsed(link, state);
        return new ExplainedStep(link, verdict, why ?? evidence, findings, took);
    }

    private bool IsOfWholeLink(Finding finding) => finding is { Root: null, Path: null, Source: null or { Map: null, Key: null } };

    private bool ConcernsRoot(Finding finding) => finding.Root is { } root && root == trace.Root;

    private bool ConcernsMap(Finding finding)
    {
        if (ConcernsRoot(finding) && finding.Source?.Key is null)
        {
            return true;
        }

        var source = finding.Source;
        return source?.Map is { } map
            && ((map == found.Map && (source.Key is null || source.Key == found.Record?.Key))
                || (source.Key is { } key && IsMountPoint(key)));
    }

    /// <summary>Whether a key of the master map is the mount point of the path, under whatever name.</summary>
    private bool IsMountPoint(string key) =>
        found.Root is { } root && (key == root.MountPoint || (key.StartsWith('/') && state.Maps.KernelPath(key) == trace.Root));

    private bool ConcernsPath(Finding finding) =>
        finding.Path == trace.Path || (finding.Path is { } path && MountPath.IsAtOrBelow(trace.Canonical, path)) || IsOfWholeLink(finding);
}
