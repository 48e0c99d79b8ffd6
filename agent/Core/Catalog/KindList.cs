using Automount.Findings;

namespace Automount.Catalog;

/// <summary>
/// The kinds of one class of the catalogue. Each declaration adds itself, so a kind cannot be declared and not listed. The initialisers of
/// one class in one file run from top to bottom: the list has the order of the file, and must be declared above the kinds.
/// </summary>
/// <param name="link">The link that all of them belong to.</param>
internal sealed class KindList(Link link)
{
    private readonly List<FindingKind> kinds = [];

    /// <summary>The kinds, in the order in which they are declared.</summary>
    public IReadOnlyList<FindingKind> All => kinds;

    /// <summary>Declares a kind of severity <see cref="Severity.Error"/>.</summary>
    public FindingKind Error(string code, string summary, string explanation, string remedy, params ReadOnlySpan<Dependency> dependsOn) =>
        Add(Severity.Error, code, summary, explanation, remedy, dependsOn);

    /// <summary>Declares a kind that is an error where this node uses the server, and else a warning.</summary>
    public FindingKind ErrorInUse(string code, string summary, string explanation, string remedy)
    {
        var kind = new FindingKind(code, link, Severity.Error, summary, explanation, remedy)
        {
            WarningWhile = "nothing is mounted from the server and no required path needs it",
        };
        kinds.Add(kind);
        return kind;
    }

    /// <summary>Declares a kind of severity <see cref="Severity.Warning"/>.</summary>
    public FindingKind Warning(string code, string summary, string explanation, string remedy, params ReadOnlySpan<Dependency> dependsOn) =>
        Add(Severity.Warning, code, summary, explanation, remedy, dependsOn);

    /// <summary>Declares a kind of severity <see cref="Severity.Info"/>.</summary>
    public FindingKind Info(string code, string summary, string explanation, string remedy, params ReadOnlySpan<Dependency> dependsOn) =>
        Add(Severity.Info, code, summary, explanation, remedy, dependsOn);

    private FindingKind Add(
        Severity severity, string code, string summary, string explanation, string remedy, ReadOnlySpan<Dependency> dependsOn)
    {
        var kind = new FindingKind(code, link, severity, summary, explanation, remedy) { DependsOn = [.. dependsOn] };
        kinds.Add(kind);
        return kind;
    }
}
