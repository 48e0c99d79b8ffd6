using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>
/// A comment <c># automount-agent: allow CODE [CODE...]</c> of a map file: findings with these codes are only counted. Directly above an
/// entry, with no empty line between, it holds for that entry; above an empty line before the first entry it holds for the whole file.
/// </summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Text">The comment from its <c>#</c> on, cut where it is long.</param>
/// <param name="Codes">The codes, as they are written; empty when it is not understood. One array stands for one comment.</param>
public sealed record AllowComment(int Line, string Text, ImmutableArray<string> Codes)
{
    /// <summary>What follows <c>#</c> in a comment that is for this agent.</summary>
    public const string Mark = "automount-agent:";

    private static readonly char[] Between = [' ', '\t', ',', '\r'];

    /// <summary>The file of <see cref="Line"/>, where it is not that of the map (an included one); null otherwise.</summary>
    public string? File { get; init; }

    /// <summary>What it holds for.</summary>
    public AllowScope Scope { get; init; }

    /// <summary>Whether a comment is for this agent.</summary>
    /// <param name="text">The comment, with its <c>#</c>.</param>
    public static bool IsOne(ReadOnlySpan<char> text) =>
        text.TrimStart('#').TrimStart().StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Reads a comment that is for this agent.</summary>
    /// <param name="text">The comment, with its <c>#</c>.</param>
    /// <param name="line">Its line.</param>
    public static AllowComment Parse(string text, int line)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var words = text[at..].Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return new AllowComment(line, text, words is ["allow", .. var codes] ? [.. codes] : []);
    }
}

/// <summary>What an <see cref="AllowComment"/> holds for.</summary>
public enum AllowScope
{
    /// <summary>Nothing: it stands above no entry.</summary>
    Nothing,

    /// <summary>The entry below it.</summary>
    Entry,

    /// <summary>All of its file.</summary>
    File,
}
