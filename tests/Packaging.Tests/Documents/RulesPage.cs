using System.Text;
using Automount.Findings;
using AutomountPackaging.Check;

namespace PackagingTests.Documents;

/// <summary>The catalogue as a page of the documentation (docs/packaging-rules.md).</summary>
internal static class RulesPage
{
    public static string Write()
    {
        var page = new StringBuilder("""
            # Rules of the packaging check

            Every fault that `automount-packaging check` can name, by rule. An error ends it with status 1, a warning does not.
            `automount-packaging check --rules` lists them. This page is made from the catalogue in `packaging/Check/`;
            `UPDATE_GOLDEN=1 make test-unit` writes it.

            Rule 39 is the map linter of `automount-agent validate`: master maps and maps of nodes, also inside MachineConfigs, and LDIF
            files are judged by its rules and under its codes, `map/...`. They are described in [findings.md](findings.md) and
            [maps.md](maps.md). `[maps] silence` in an agent.conf among the files silences them here as it does on the nodes.

            What a set of manifests cannot show is declared in a comment of any of its files:

                # automount-packaging: declare pool NAME          the cluster has this MachineConfigPool
                # automount-packaging: declare ldap-map NAME      the LDAP directory has this automount map
                # automount-packaging: declare directory /PATH    the base image has this directory

            """);
        foreach (var rule in RuleCatalog.All.Where(r => r.Rule != RuleCatalog.MapRule).OrderBy(r => r.Rule))
        {
            page.Append($"\n## `{rule.Code}`\n\n{rule.Summary} (rule {rule.Rule}, {rule.Severity.Name()}). {Escape(rule.Explanation)}\n");
            page.Append($"\nWhat to do: {Escape(rule.Remedy)}\n");
        }

        return page.ToString();
    }

    private static string Escape(string text)
    {
        foreach (var special in new[] { "\\", "_", "*", "<", "[" })
        {
            text = text.Replace(special, $"\\{special}");
        }

        return text;
    }
}
