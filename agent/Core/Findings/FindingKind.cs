namespace Automount.Findings;

/// <summary>A kind of fault that the agent can name: the row of <see cref="FindingCatalog"/> that a code stands for.</summary>
/// <param name="Code">Stable code <c>link/slug</c>, for example <c>server/hung</c>.</param>
/// <param name="Link">The link that is at fault.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="MessageId">The journal's <c>MESSAGE_ID</c> of entries about it (sd-journal catalog).</param>
/// <param name="Summary">A few words, as a heading.</param>
/// <param name="Explanation">What it means and what users see, in a sentence or more.</param>
/// <param name="Remedy">What to do, with the command to type where there is one.</param>
public sealed record FindingKind(
    string Code, Link Link, Severity Severity, Guid MessageId, string Summary, string Explanation, string Remedy);
