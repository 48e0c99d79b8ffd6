using System.Text;

namespace AutomountPackaging.Check.Report;

/// <summary>The catalogue as a page of the documentation (docs/packaging-rules.md).</summary>
internal static class RuleDocumentation
{
    public static string Write()
    {
        var page = new StringBuilder("""
            # Rules of the packaging check

            Every fault that `automount-packaging check` can name, by rule. An error ends it with status 1, a warning does not.
            `automount-packaging check --rules` lists them. This page is made from the catalogue in `packaging/Check/`;
            `UPDATE_GOLDEN=1 make test-unit` writes it.

            What a set of manifests cannot show is declared in a comment of any of its files:

                # automount-packaging: declare pool NAME          the cluster has this MachineConfigPool
                # automount-packaging: declare ldap-map NAME      the LDAP directory has this automount map
                # automount-packaging: declare directory /PATH    the base image has this directory

            """);
        foreach (var rule in RuleCatalog.All.GroupBy(r => r.Rule).OrderBy(r => r.Key).SelectMany(r => r))
        {
            page.Append($"\n## `{rule.Code}`\n\n{rule.Summary} (rule {rule.Rule}, {FindingTable.Name(rule.Severity)}). {Escape(rule.Explanation)}\n\nWhat to do: {Escape(rule.Remedy)}\n");
        }

        return page.ToString();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("_", "\\_").Replace("*", "\\*").Replace("<", "\\<").Replace("[", "\\[");
}
