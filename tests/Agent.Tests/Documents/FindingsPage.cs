using System.Text;
using Automount.Catalog;
using Automount.Findings;

namespace AgentTests.Documents;

/// <summary>The page docs/findings.md: every kind of fault that the agent can name.</summary>
public static class FindingsPage
{
    /// <summary>The page, made from <see cref="FindingCatalog"/>.</summary>
    public static string Text()
    {
        var text = new StringBuilder("""
            # Findings

            Every fault that the agent can name, in the order of the chain. `automount-agent findings CODE` prints the same on the node.
            An error breaks its link, a warning degrades it, an info changes no state. This page is made from the catalogue in `agent/Core/Catalog/`;
            `UPDATE_GOLDEN=1 make test-unit` writes it.

            """);
        foreach (var link in FindingCatalog.All.GroupBy(k => k.Link))
        {
            text.Append($"\n## {link.Key.Name()}\n");
            foreach (var kind in link)
            {
                text.Append($"""

                    ### `{kind.Code}`

                    {Plain(kind.Summary)} ({kind.Severity.Name()}{Reduced(kind)}). {Plain(kind.Explanation)}

                    What to do: {Plain(kind.Remedy)}
                    {MayFollow(kind)}
                    In the journal: `journalctl MESSAGE_ID={kind.MessageId:N}`

                    """);
            }
        }

        return text.ToString();
    }

    private static string Reduced(FindingKind kind) => kind.WarningWhile is { } unused ? $"; a warning while {unused}" : "";

    private static string MayFollow(FindingKind kind) => kind.DependsOn.IsEmpty
        ? ""
        : $"\nMay follow from: {string.Join(", ", kind.Causes.Select(c => $"`{c}`"))}\n";

    /// <summary>Text that Markdown takes as it is.</summary>
    private static string Plain(string text) =>
        text.Replace("\\", "\\\\").Replace("*", "\\*").Replace("_", "\\_").Replace("<", "\\<").Replace("[", "\\[");
}
