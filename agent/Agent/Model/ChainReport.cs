using System.Collections.Immutable;
using Automount.Findings;

namespace AutomountAgent.Model;

/// <summary>One link as it is reported.</summary>
/// <param name="Link">The link.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="Reason">Why it is unknown, or ok because nothing on this node needs it; empty otherwise.</param>
/// <param name="Findings">What is wrong with it, errors first.</param>
internal sealed record LinkReport(Link Link, Verdict State, DateTimeOffset Since, string Reason, ImmutableArray<Finding> Findings)
{
    internal LinkReport MovedBy(TimeSpan step) => this with { Since = Since + step, Findings = [.. Findings.Select(f => f.MovedBy(step))] };
}

/// <summary>The verdict on the whole chain at one moment: what every reporter prints.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Time">When it was judged.</param>
/// <param name="Links">The links that are watched, first to last.</param>
internal sealed record ChainReport(string Node, DateTimeOffset Time, ImmutableArray<LinkReport> Links)
{
    /// <summary>How many findings there would be besides, by code, had they not been silenced.</summary>
    public ImmutableSortedDictionary<string, int> Silenced { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The conditions of the node; empty where it was judged once, since they need time.</summary>
    public ImmutableArray<NodeCondition> Conditions { get; init; } = [];

    /// <summary>The verdict on the whole chain.</summary>
    public Verdict Verdict => Verdicts.Worst(Links.Select(l => l.State));

    /// <summary>All findings, in the order of the chain, errors first within a link.</summary>
    public IEnumerable<Finding> Findings => Links.SelectMany(l => l.Findings);

    /// <summary>
    /// The finding to lead with: that of the first error along the chain (see <see cref="Lead"/>); null when there is none.
    /// </summary>
    public Finding? FirstBroken => Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } first ? Lead(first) : null;

    /// <summary>
    /// The finding to name when a link is to be explained by another one of it: the first of its causes that is about the same link, itself
    /// when there is none. A consequence never stands before its cause, and the link that is named stays the same.
    /// </summary>
    public Finding Lead(Finding finding)
    {
        var (lead, current) = (finding, finding);
        while (current.Cause is { } cause && Findings.FirstOrDefault(f => f.Is(cause.Code, cause.Subject)) is { } next)
        {
            current = next;
            if (next.Kind.Link == finding.Kind.Link)
            {
                lead = next;
            }
        }

        return lead;
    }

    /// <summary>
    /// The same report without the times since which links and findings are as they are, and without conditions: who judges once does not
    /// know them.
    /// </summary>
    public ChainReport WithoutSince() => this with
    {
        Conditions = [],
        Links = [.. Links.Select(l => l with { Since = default, Findings = [.. l.Findings.Select(f => f with { Since = default })] })],
    };

    /// <summary>The same report on a clock that is ahead by so much: for showing it.</summary>
    public ChainReport MovedBy(TimeSpan step) => step == TimeSpan.Zero
        ? this
        : this with
        {
            Time = Time + step,
            Links = [.. Links.Select(l => l.MovedBy(step))],
            Conditions = [.. Conditions.Select(c => c.MovedBy(step))],
        };
}
