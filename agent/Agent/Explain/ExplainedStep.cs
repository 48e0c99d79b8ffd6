using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>One link of the chain as one path meets it.</summary>
/// <param name="Link">The link.</param>
/// <param name="State">Its state for this path; a fault that concerns other paths only is not in it.</param>
/// <param name="Evidence">What was seen, one sentence or several; control characters are not escaped.</param>
/// <param name="Findings">The findings that concern the path, errors first.</param>
/// <param name="Took">How long it took to see it; null when that is not known.</param>
internal sealed record ExplainedStep(Link Link, Verdict State, string Evidence, ImmutableArray<Finding> Findings, TimeSpan? Took)
{
    /// <summary>What to do, where the fault is one that only this path has and no finding names it; empty otherwise.</summary>
    public string WhatToDo { get; init; } = "";

    /// <summary>Its findings, if it has any, all follow from those of other links.</summary>
    public bool IsConsequence => !Findings.IsEmpty && Findings.All(finding => finding.FollowsFrom is not null);

    /// <summary>What the server told of the directory that it exports; null when it was not asked, or did not tell.</summary>
    public DirectoryAttributes? Directory { get; init; }
}

/// <summary>The chain for one path.</summary>
/// <param name="Path">The path, as it was asked for.</param>
/// <param name="Steps">The links on its way, first to last. A link that the path does not need is absent.</param>
internal sealed record Explanation(string Path, ImmutableArray<ExplainedStep> Steps)
{
    /// <summary>What the error message that was asked for means in this chain; empty when a path was asked for.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Which program says that message; empty when a path was asked for.</summary>
    public string MessageSource { get; init; } = "";

    /// <summary>The pod that the message names, as <c>namespace/name</c>; empty when it names none.</summary>
    public string Pod { get; init; } = "";

    /// <summary>
    /// What the servers of the path were asked in vain, because they answer ports below 1024 alone and the asking process may not use one;
    /// empty when all were asked.
    /// </summary>
    public ImmutableArray<ExportLocation> Unasked { get; init; } = [];

    /// <summary>The same with the answers to what was <see cref="Unasked"/>.</summary>
    /// <param name="exports">The answers, by host.</param>
    public Explanation AskedAgain(ImmutableDictionary<string, ExportAnswer> exports)
    {
        var steps = Steps.Select(step => step.Link == Link.Server ? ExportEvidence.AskedAgain(step, exports) : step);
        return exports.IsEmpty ? this : this with { Steps = [.. steps], Unasked = [] };
    }

    /// <summary>The same with what a user may do in the exported directory, which is known by its permission bits only.</summary>
    /// <param name="user">User id.</param>
    /// <param name="group">Group id; null for none.</param>
    public Explanation WithPermissions(uint user, uint? group)
    {
        var steps = Steps.Select(step =>
        {
            if (step.Link != Link.Server)
            {
                return step;
            }

            var (mayUse, text) = PermissionEvidence.Of(step.Directory, user, group);
            var state = mayUse == false ? Verdicts.Worst([step.State, Verdict.Degraded]) : step.State;
            return step with { State = state, Evidence = $"{step.Evidence}; {text}" };
        });
        return this with { Steps = [.. steps] };
    }

    /// <summary>The first broken link; null when none is.</summary>
    public ExplainedStep? FirstBroken => Verdict == Verdict.Broken ? Blamed : null;

    /// <summary>
    /// The link to look at: of those in the worst state the first that is no consequence of others; null when all are ok.
    /// </summary>
    public ExplainedStep? Blamed
    {
        get
        {
            var worst = Steps.Where(step => step.State == Verdict && step.State != Verdict.Ok).ToList();
            return worst.Find(step => !step.IsConsequence) ?? worst.FirstOrDefault();
        }
    }

    /// <summary>The verdict on the path.</summary>
    public Verdict Verdict => Verdicts.Worst(Steps.Select(step => step.State));
}
