using System.Collections.Immutable;

namespace Automount.Findings;

/// <summary>A kind of fault that the agent can name: the row of the catalogue that a code stands for.</summary>
/// <param name="Code">Stable code <c>link/slug</c>, for example <c>server/hung</c>.</param>
/// <param name="Link">The link that is at fault.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">A few words, as a heading.</param>
/// <param name="Explanation">What it means and what users see, in a sentence or more.</param>
/// <param name="Remedy">What to do, with the command to type where there is one.</param>
public sealed record FindingKind(string Code, Link Link, Severity Severity, string Summary, string Explanation, string Remedy)
{
    /// <summary>The kinds from which this one may follow, the likeliest first.</summary>
    public ImmutableArray<Dependency> DependsOn { get; init; } = [];

    /// <summary>When it is a warning only, as the end of a sentence; null when it always has its severity.</summary>
    public string? WarningWhile { get; init; }

    /// <summary>Codes of the kinds from which this one may follow.</summary>
    public IEnumerable<string> Causes => DependsOn.SelectMany(d => d.Codes);

    /// <summary>The journal's <c>MESSAGE_ID</c> of entries about it (sd-journal catalog).</summary>
    public Guid MessageId => Findings.MessageId.Of(Code);
}
