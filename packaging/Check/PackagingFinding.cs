using Automount.Findings;

namespace AutomountPackaging.Check;

/// <summary>A kind of fault that the check can name.</summary>
/// <param name="Code">Stable code <c>group/slug</c>, for example <c>machineosconfig/name</c>.</param>
/// <param name="Rule">Number of the rule family it belongs to, as the documentation lists them.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">A few words, as a heading.</param>
/// <param name="Explanation">What goes wrong because of it, in a sentence or more.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record PackagingRule(string Code, int Rule, Severity Severity, string Summary, string Explanation, string Remedy);

/// <summary>Something that is wrong in a manifest.</summary>
/// <param name="Rule">What kind of fault it is.</param>
/// <param name="File">Path of the file, as it was given.</param>
/// <param name="Line">Line, from 1; 0 when it is about the whole file.</param>
/// <param name="Column">Column, from 1; 0 when it is about the whole line.</param>
/// <param name="Message">One sentence that names the object and quotes the offending text. No credential.</param>
internal sealed record PackagingFinding(PackagingRule Rule, string File, int Line, int Column, string Message);
