using Automount.Catalog;
using Automount.Findings;

namespace AutomountPackaging.Check;

/// <content>Rule 39: the kinds of the agent's map linter, under their own codes.</content>
internal static partial class RuleCatalog
{
    /// <summary>The number of the rule.</summary>
    public const int MapRule = 39;

    private static IEnumerable<PackagingRule> MapRules => FindingCatalog.All.Where(k => k.Link == Link.Map).Select(OfAgent);

    private static PackagingRule OfAgent(FindingKind kind) =>
        new(kind.Code, MapRule, kind.Severity, kind.Summary, kind.Explanation, kind.Remedy + Hint(kind));

    // What is there but not among the files is declared.
    private static string Hint(FindingKind kind) => kind.Code == "map/dangling-map"
        ? " Where LDAP has it, say so in a comment of any of the files: # automount-packaging: declare ldap-map NAME"
        : "";
}
