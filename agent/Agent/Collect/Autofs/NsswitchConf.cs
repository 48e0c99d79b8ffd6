using System.Collections.Immutable;
using Automount.Maps.Sources;
using Automount.Text;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// The <c>automount:</c> line of nsswitch.conf(5) as automount reads it (autofs: lib/nss_tok.l, lib/nss_parse.y), which is not how the C
/// library does.
/// </summary>
/// <param name="Sources">The sources, in order; <c>files</c> without such a line; none where automount gives up, for then it reads no map
/// at all.</param>
/// <param name="Problem">Why automount gives up; null when it does not.</param>
internal sealed record NsswitchConf(ImmutableArray<NssSource> Sources, FileProblem? Problem)
{
    private const string Database = "automount:";

    /// <summary>Other names are passed over.</summary>
    private static readonly string[] Known = ["files", "sss", "ldap", "nis", "nisplus", "yp", "hesiod"];

    private static readonly (string Word, NssStatus Status)[] Statuses =
        [("SUCCESS", NssStatus.Success), ("NOTFOUND", NssStatus.NotFound), ("UNAVAIL", NssStatus.Unavailable), ("TRYAGAIN", NssStatus.TryAgain)];

    /// <summary>Parses a text. It never throws.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    public static NsswitchConf Parse(string text, string file)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, IsAutomount);
        if (at < 0)
        {
            return new(["files"], null);
        }

        // The table of actions is never emptied: a source with actions also has those of the sources before it, and from the second reading
        // on those after it.
        var (line, actions, sources) = (lines[at][Database.Length..], new Dictionary<NssStatus, NssAction>(), new List<NssSource>());
        var second = Array.FindIndex(lines, at + 1, IsAutomount);
        var why = second > 0 ? "there is a second automount line"
            : at == lines.Length - 1 ? "the automount line has no end of line"
            : Read(line, [], actions) ?? Read(line, sources, actions);
        return why is null
            ? new([.. sources], null)
            : new([], new FileProblem(file, Math.Max(at, second) + 1, $"{why}, so automount gives up and reads no map"));
    }

    private static bool IsAutomount(string line) => line.StartsWith(Database, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the line. automount knows no comments: words after a <c>#</c> are sources like others.</summary>
    /// <returns>Why it gives up; null when it does not.</returns>
    private static string? Read(string line, List<NssSource> sources, Dictionary<NssStatus, NssAction> actions)
    {
        var (at, words, takesActions, isKnown) = (0, 0, false, false);
        while (at < line.Length)
        {
            if (line[at] == '[')
            {
                if (!takesActions || !ReadActions(line, ref at, actions))
                {
                    return "the actions of the automount line are not written [STATUS=return] or [STATUS=continue] after a source";
                }

                takesActions = false;
                if (isKnown)
                {
                    sources[^1] = actions.Aggregate(sources[^1], (s, a) => s.With(a.Key, a.Value));
                }
            }
            else if (WordAt(line, at) is { Length: > 0 } word)
            {
                at += word.Length;
                words++;
                takesActions = true;
                if (isKnown = Known.Contains(word))
                {
                    sources.Add(word);
                }
            }
            else
            {
                at++;
            }
        }

        return words > 0 ? null : "the automount line names no source";
    }

    /// <summary>Reads one pair of brackets; false when it is not understood.</summary>
    private static bool ReadActions(string line, ref int at, Dictionary<NssStatus, NssAction> actions)
    {
        at++;
        for (var count = 0; ; count++)
        {
            if (Takes(line, ref at, "]"))
            {
                return count > 0;
            }

            var isNegated = Takes(line, ref at, "!");
            NssStatus? status = null;
            foreach (var (word, known) in Statuses)
            {
                status ??= Takes(line, ref at, word) ? known : null;
            }

            if (status is null || !Takes(line, ref at, "="))
            {
                return false;
            }

            var isReturn = Takes(line, ref at, "return");
            if (!isReturn && !Takes(line, ref at, "continue"))
            {
                return false;
            }

            actions[status.Value] = new NssAction(isReturn, isNegated);
        }
    }

    private static bool Takes(string line, ref int at, string word)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
        {
            at++;
        }

        if (string.Compare(line, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return false;
        }

        at += word.Length;
        return true;
    }

    private static string WordAt(string line, int at)
    {
        var end = at;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || "@$%^&*()+_\":;?,<>./'{}~`".Contains(line[end])))
        {
            end++;
        }

        return line[at..end];
    }
}
