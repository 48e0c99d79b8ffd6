using System.Collections.Immutable;

namespace AutomountAgent.Explain;

/// <summary>What a text that somebody pasted says: a known message, and the paths, exports and the pod that it names. Pure.</summary>
/// <param name="Message">The message; null when it is not known.</param>
/// <param name="Paths">Absolute paths, in their order.</param>
/// <param name="Exports">What servers export, as <c>host:/path</c>.</param>
/// <param name="Pod">The pod as <c>namespace/name</c>; null when none is named.</param>
internal sealed record ErrorText(
    ErrorMessage? Message, ImmutableArray<string> Paths, ImmutableArray<(string Host, string Path)> Exports, string? Pod)
{
    /// <summary>A message is a few lines. More is not looked at.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxNames = 16;
    private const string Ends = "\"'`,;()[]<>=\\";

    /// <summary>Reads a text. Linear in its length.</summary>
    public static ErrorText Of(string text)
    {
        var read = text.Length > MaxLength ? text[..MaxLength] : text;
        var paths = ImmutableArray.CreateBuilder<string>();
        var exports = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var word in Words(read))
        {
            if (ExportOf(word) is { } export)
            {
                exports.Add(export);
            }
            else if (word is ['/', not '/', ..])
            {
                paths.Add(word);
            }
        }

        return new(
            ErrorMessages.All.FirstOrDefault(message => Fits(message.Text, read)),
            [.. paths.Distinct().Take(MaxNames)],
            [.. exports.Distinct().Take(MaxNames)],
            PodOf(read));
    }

    /// <summary>Whether a text has the words of a message, in their order.</summary>
    private static bool Fits(string message, string text)
    {
        var rest = text.AsSpan();
        foreach (var part in message.Split(" * "))
        {
            var at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>The words of a text; a quoted one may have blanks. A colon or a full stop at the end belongs to the sentence.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !char.IsWhiteSpace(text[i]) && !Ends.Contains(text[i]))
            {
                continue;
            }

            var isQuoted = start > 0 && i < text.Length && text[i] == ' ' && text[start - 1] is '"' or '\'';
            if (isQuoted && text[start] == '/' && text.IndexOf(text[start - 1], i) is var end and > 0 && text.IndexOf('\n', i, end - i) < 0)
            {
                i = end;
            }

            if (i > start)
            {
                yield return text[start..i].TrimEnd(':', '.');
            }

            start = i + 1;
        }
    }

    private static (string Host, string Path)? ExportOf(string word)
    {
        var at = word.IndexOf(":/", StringComparison.Ordinal);
        var isUrl = at >= 0 && word.AsSpan(at).StartsWith("://");
        return at > 0 && !isUrl && !word[..at].Contains('/') ? (word[..at], word[(at + 1)..]) : null;
    }

    /// <summary>
    /// The pod in the ways in which the kubelet and the runtimes write it: <c>pod="namespace/name"</c>, <c>namespace/name(uid)</c>, and
    /// <c>k8s_container_name_namespace_uid_attempt</c>.
    /// </summary>
    private static string? PodOf(string text)
    {
        foreach (var word in text.Split([' ', '"', '\'', '=', '(', ')', ',', '\n', '\t', '\\'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith("k8s_", StringComparison.Ordinal) && word.Split('_') is [_, _, var name, var space, _, _, ..])
            {
                return $"{space}/{name}";
            }

            if (Question.IsPod(word))
            {
                return word;
            }
        }

        return null;
    }
}
