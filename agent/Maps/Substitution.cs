using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace AutomountAgent.Maps;

/// <summary>
/// What automount does to an entry before it parses it: <c>&amp;</c> becomes the key, <c>$NAME</c> and <c>${NAME}</c> become the variable's value
/// (nothing when it is unknown), and colons after the first <c>:/</c> of a word become slashes (autofs(5)). Double quotes and backslashes protect
/// what they quote, and stay: the parser removes them.
/// </summary>
public static class Substitution
{
    /// <summary>No expanded entry is longer than this; automount's own limits on paths and options are far below.</summary>
    public const int MaxLength = 65536;

    /// <summary>No variables.</summary>
    public static IReadOnlyDictionary<string, string> NoVariables { get; } = FrozenDictionary<string, string>.Empty;

    private static readonly SearchValues<char> Special = SearchValues.Create("&$:\\\"");
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n\v\f\r");

    /// <summary>Expands an entry.</summary>
    /// <param name="value">The entry, as the map holds it.</param>
    /// <param name="key">The key that was asked for (not the wildcard that matched).</param>
    /// <param name="variables">Variables by name, without <c>$</c>.</param>
    /// <param name="slashifyColons">False with <c>--no-slashify-colons</c> in the master map.</param>
    /// <param name="unknown">What an unknown variable becomes; automount makes it nothing.</param>
    public static ExpandedEntry Expand(
        string value, string key, IReadOnlyDictionary<string, string> variables, bool slashifyColons = true, string unknown = "")
    {
        if (value.AsSpan().IndexOfAny("&$:") < 0)
        {
            return new ExpandedEntry(value, [], value.Length > MaxLength);
        }

        var expansion = new Expansion(value);
        var afterColonSlash = false;
        for (var at = 0; at < value.Length && !expansion.IsFull;)
        {
            var c = value[at];
            if (c is '\\' or '"')
            {
                at = expansion.Copy(at, QuoteEnd(value, at));
            }
            else if (c == '&')
            {
                expansion.Replace(at, ++at, EscapeBlanks(key));
            }
            else if (c == '$')
            {
                var (name, end, literal) = Variable(value, at);
                if (literal)
                {
                    expansion.Copy(at, end);
                }
                else
                {
                    expansion.Replace(at, end, variables.GetValueOrDefault(name, name.Length > 0 ? unknown : ""));
                }

                at = end;
            }
            else if (c == ':')
            {
                expansion.Append(afterColonSlash && slashifyColons ? '/' : ':');
                afterColonSlash |= ++at < value.Length && value[at] == '/';
            }
            else
            {
                var length = value.AsSpan(at).IndexOfAny(Special);
                var end = length < 0 ? value.Length : at + length;
                afterColonSlash = afterColonSlash && !value.AsSpan(at, end - at).ContainsAny(Blanks);
                at = expansion.Copy(at, end);
            }
        }

        return expansion.ToEntry();
    }

    private static int QuoteEnd(string value, int at)
    {
        if (value[at] == '\\')
        {
            return Math.Min(at + 2, value.Length);
        }

        var close = value.IndexOf('"', at + 1);
        return close < 0 ? value.Length : close + 1;
    }

    /// <summary><c>${</c> without <c>}</c> swallows the rest of the entry; <c>$</c> before a blank or at the end stands for itself.</summary>
    private static (string Name, int End, bool Literal) Variable(string value, int at)
    {
        var start = at + 1;
        if (start < value.Length && value[start] == '{')
        {
            var close = value.IndexOf('}', start);
            return close < 0 ? ("", value.Length, false) : (value[(start + 1)..close], close + 1, false);
        }

        var end = start;
        while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] == '_'))
        {
            end++;
        }

        var literal = end == start && (end == value.Length || value[end] is ' ' or '\t');
        return (value[start..end], end, literal);
    }

    private static string EscapeBlanks(string key)
    {
        if (!key.Contains(' '))
        {
            return key;
        }

        var escaped = new StringBuilder(key.Length + 8);
        foreach (var c in key)
        {
            escaped.Append(char.IsWhiteSpace(c) ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }
}
