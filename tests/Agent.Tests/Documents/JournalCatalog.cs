using System.Text;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Output.Journal;

namespace AgentTests.Documents;

/// <summary>The message catalog by which <c>journalctl -x</c> explains each entry (systemd, "Journal Message Catalogs").</summary>
public static class JournalCatalog
{
    private const int Width = 90;

    /// <summary>The file, made from <see cref="FindingCatalog"/>.</summary>
    public static string Text()
    {
        var text = new StringBuilder("# Made from the catalogue of findings; the unit tests compare it.\n");
        foreach (var kind in FindingCatalog.All)
        {
            Entry(text, kind.MessageId, kind.Summary,
                string.Join(
                    '\n',
                    Paragraph.Wrap(kind.Explanation, Width)), $"What to do: {kind.Remedy}", $"See also: automount-agent findings {kind.Code}");
        }

        Entry(text, MessageIds.Expired, "A mount went away",
            "@AUTOMOUNT_PATH@ is no longer mounted: it expired because nobody used it, or somebody unmounted it.",
            "Nothing is to be done: automount mounts it again when it is accessed.");
        Entry(text, MessageIds.Triggered, "The agent mounted a path, or tried to",
            "The agent accessed @AUTOMOUNT_PATH@ so that automount mounts it, because it is a required path or somebody asked for it.",
            "Where it did not work, automount-agent explain @AUTOMOUNT_PATH@ says why.");
        Entry(text, MessageIds.Remedied, "A remedy was applied, or would have been",
            "The section [remedies] of agent.conf asks for the remedy @AUTOMOUNT_REMEDY@; the entry says to what it was applied, and what came of it.",
            "automount-agent(8) says what each remedy does and which rights it needs.");
        Entry(text, MessageIds.NotReady, "Nobody waits any longer for the required paths",
            "Not every required path was ready in time. What waited for them, the kubelet for one, starts all the same: pods that need such a path will not work.",
            "automount-agent check names the first broken link.");
        return text.ToString();
    }

    private static void Entry(StringBuilder text, Guid id, string subject, params ReadOnlySpan<string> paragraphs)
    {
        text.Append($"\n-- {id:N}\nSubject: {subject}\nDefined-By: automount-agent\nDocumentation: man:automount-agent(8)\n");
        foreach (var paragraph in paragraphs)
        {
            text.Append($"\n{paragraph}\n");
        }
    }
}
