using System.Buffers;
using System.Collections.Frozen;

namespace Automount.Maps;

/// <summary>
/// What automount does to an entry before it parses it: <c>&amp;</c> becomes the key, <c>$NAME</c> and <c>${NAME}</c> become the variable's
/// value (nothing when it is unknown), and colons after the first <c>:/</c> of a word become slashes (autofs(5)). Double quotes and
/// backslashes protect what they quote, and stay: the parser removes them.
/// </summary>
internal static class Substitution
{
    /// <summary>No expanded entry is longer than this; automount's own limits on paths and options are far below.</summary>
    public const int MaxLength = 65536;

    /// <summary>No variables.</summary>
    public static IReadOnlyDictionary<string, string> NoVariables { get; } = FrozenDictionary<string, string>.Empty;

    private static readonly SearchValues<char> Special = SearchValues.Create("&$:\\\"\0");

    /// <summary>Expands an entry.</summary>
    /// <param name="value">The entry, as the map holds it.</param>
    /// <param name="key">The key that was asked for (not the wildcard that matched).</param>
    /// <param name="variables">Variables by name, without <c>$</c>.</param>
    /// <param name="slashifyColons">False with <c>--no-slashify-colons</c> in the master map.</param>
    /// <param name="unknown">What an unknown variable becomes; automount makes it nothing.</param>
    public static ExpandedEntry Expand(
        string value, string key, IReadOnlyDictionary<string, string> variables, bool slashifyColons = true, string unknown = "")
    {
        var context = new EntryContext { Variables = variables, SlashifyColons = slashifyColons, UnknownVariable = unknown };
        var pieces = new List<ExpandedPiece>();
        var text = Expand(value, key, context, pieces);
        return new ExpandedEntry(text ?? "", [.. pieces], text is null);
    }

    /// <summary>Expands an entry: the same string when there is nothing to expand, null when it grows too long.</summary>
    /// <param name="value">The entry.</param>
    /// <param name="key">The key.</param>
    /// <param name="context">Variables and the rule for colons.</param>
    /// <param name="pieces">Receives where the text comes from; null when that is not needed.</param>
    internal static string? Expand(string value, string key, EntryContext context, List<ExpandedPiece>? pieces)
    {
        var start = FirstChange(value, context.SlashifyColons, out var afterColonSlash);
        if (start == value.Length)
        {
            return value.Length > MaxLength ? null : value;
        }

        var text = new TextBuffer(stackalloc char[256]);
        text.Append(value.AsSpan(0, start));
        for (var at = start; at < value.Length && value[at] != '\0' && text.Length <= MaxLength;)
        {
            var c = value[at];
            if (c is '&' or '$')
            {
                var (end, by) = c == '&' ? (at + 1, EscapeBlanks(Text(key))) : Variable(value, at, context);
                pieces?.Add(new ExpandedPiece(text.Length, at, true));
                text.Append(by);
                pieces?.Add(new ExpandedPiece(text.Length, end, false));
                at = end;
            }
            else if (c == ':')
            {
                text.Append(afterColonSlash && context.SlashifyColons ? '/' : ':');
                afterColonSlash |= ++at < value.Length && value[at] == '/';
            }
            else
            {
                var end = c is '\\' or '"' ? QuoteEnd(value, at) : PlainEnd(value, at);
                var plain = value.AsSpan(at, end - at);
                afterColonSlash = afterColonSlash && (c is '\\' or '"' || !plain.ContainsAny(MapText.Spaces));
                text.Append(plain);
                at = end;
            }
        }

        var expanded = text.Length > MaxLength ? null : text.ToString();
        text.Dispose();
        return expanded;
    }

    /// <summary>
    /// Where the first colon is that becomes a slash: a second one behind the <c>:/</c> of a word, in options as well as in locations; -1
    /// when there is none.
    /// </summary>
    /// <param name="value">The entry.</param>
    internal static int RewrittenColon(string value)
    {
        var first = value.IndexOf(":/", StringComparison.Ordinal);
        if (first < 0 || !value.AsSpan(first + 1).Contains(':'))
        {
            return -1;
        }

        var afterColonSlash = false;
        for (var at = 0; at < value.Length && value[at] != '\0';)
        {
            var c = value[at];
            if (c == ':')
            {
                if (afterColonSlash)
                {
                    return at;
                }

                afterColonSlash = ++at < value.Length && value[at] == '/';
                continue;
            }

            var end = c is '\\' or '"' ? QuoteEnd(value, at) : Math.Max(PlainEnd(value, at), at + 1);
            afterColonSlash = afterColonSlash && (c is '\\' or '"' || !value.AsSpan(at, end - at).ContainsAny(MapText.Spaces));
            at = end;
        }

        return -1;
    }

    /// <summary>A text as C sees it, which ends at the first NUL.</summary>
    private static string Text(string text) => text.IndexOf('\0') is >= 0 and var end ? text[..end] : text;

    /// <summary>Where the expanded entry begins to differ from the entry; its end when it never does.</summary>
    private static int FirstChange(string value, bool slashifyColons, out bool afterColonSlash)
    {
        afterColonSlash = false;
        for (var at = 0; at < value.Length;)
        {
            var c = value[at];
            if (c is '&' or '$' or '\0' || (c == ':' && afterColonSlash && slashifyColons))
            {
                return at;
            }

            if (c == ':')
            {
                afterColonSlash |= ++at < value.Length && value[at] == '/';
                continue;
            }

            var end = c is '\\' or '"' ? QuoteEnd(value, at) : PlainEnd(value, at);
            afterColonSlash = afterColonSlash && (c is '\\' or '"' || !value.AsSpan(at, end - at).ContainsAny(MapText.Spaces));
            at = end;
        }

        return value.Length;
    }

    private static int PlainEnd(string value, int at)
    {
        var length = value.AsSpan(at).IndexOfAny(Special);
        return length < 0 ? value.Length : at + length;
    }

    /// <summary>The end of a character after a backslash, or of what is in double quotes; a NUL ends both.</summary>
    private static int QuoteEnd(string value, int at)
    {
        if (value[at] == '\\')
        {
            return at + 1 < value.Length && value[at + 1] != '\0' ? at + 2 : at + 1;
        }

        var length = value.AsSpan(at + 1).IndexOfAny('"', '\0');
        if (length < 0)
        {
            return value.Length;
        }

        var end = at + 1 + length;
        return value[end] == '"' ? end + 1 : end;
    }

    /// <summary>
    /// The end and the value of a variable. <c>${</c> without <c>}</c> swallows the rest of the entry; <c>$</c> before a blank or at the
    /// end stands for itself.
    /// </summary>
    private static (int End, string By) Variable(string value, int at, EntryContext context)
    {
        var start = at + 1;
        if (start < value.Length && value[start] == '{')
        {
            var close = value.AsSpan(start).IndexOfAny('}', '\0');
            return close < 0 || value[start + close] == '\0'
                ? (value.Length, "")
                : (start + close + 1, ValueOf(value[(start + 1)..(start + close)], context));
        }

        var end = start;
        while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] == '_'))
        {
            end++;
        }

        var isLiteral = end == start && (end == value.Length || value[end] is ' ' or '\t' or '\0');
        return (end, isLiteral ? "$" : ValueOf(value[start..end], context));
    }

    private static string ValueOf(string name, EntryContext context) =>
        context.Variables.GetValueOrDefault(name, name.Length > 0 ? context.UnknownVariable : "");

    private static string EscapeBlanks(string key)
    {
        if (!key.AsSpan().ContainsAny(MapText.Spaces))
        {
            return key;
        }

        var escaped = new TextBuffer(stackalloc char[2 * EntryParser.MaxKeyBytes]);
        foreach (var c in key)
        {
            escaped.Append(MapText.Spaces.Contains(c) ? "\\" : "");
            escaped.Append(c);
        }

        var text = escaped.ToString();
        escaped.Dispose();
        return text;
    }
}
