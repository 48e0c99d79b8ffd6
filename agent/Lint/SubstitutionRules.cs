using System.Buffers;
using System.Collections.Frozen;
using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// What <c>&amp;</c> and <c>$</c> become, where it is not what the writer can have meant (autofs(5), Variable Substitution).
/// </summary>
internal static class SubstitutionRules
{
    private static readonly SearchValues<char> Special = SearchValues.Create("$\"\\");

    /// <summary>Known only when somebody asks for the path, or with amd's names: automount has them all.</summary>
    private static readonly FrozenSet<string> Others = new[]
    {
        "UID", "GID", "USER", "GROUP", "HOME", "SHOST", "ARCH", "CPU", "HOST", "OSNAME", "OSREL", "OSVERS",
        "dollar", "true", "false", "byte", "host", "xhost", "domain", "hostd", "os", "arch", "karch", "osver", "full_os", "vendor",
        "cluster", "autodir", "uid", "gid", "key", "map", "path", "rhost", "rfs", "fs",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Checks the text of an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        var value = entry.Record.Value;
        RewrittenColon(entry, findings);
        if (!value.AsSpan().ContainsAny(Special))
        {
            return;
        }

        var quotedAmpersand = -1;
        var hasPlainAmpersand = false;
        for (var at = 0; at < value.Length; at++)
        {
            switch (value[at])
            {
                case '\\' or '"':
                    var end = QuoteEnd(value, at);
                    quotedAmpersand = quotedAmpersand < 0 ? value.IndexOf('&', at, end - at + 1) : quotedAmpersand;
                    at = end;
                    break;
                case '$':
                    at = Variable(entry, at, findings);
                    break;
                case '&':
                    hasPlainAmpersand = true;
                    break;
            }
        }

        if (quotedAmpersand >= 0 && !hasPlainAmpersand && entry.IsWildcard
            && findings.ShouldList(MapEntryFindings.QuotedAmpersand, entry.Record))
        {
            var message = $"& is quoted in the wildcard of {findings.Map}: every key leads to the same path";
            findings.Add(MapEntryFindings.QuotedAmpersand, entry.Record, message, quotedAmpersand + 1);
        }
    }

    private static void RewrittenColon(in LintedEntry entry, FindingCollector findings)
    {
        var value = entry.Record.Value;
        if (!entry.Map.Use.Context.SlashifyColons || MapText.RewrittenColon(value) is not (>= 0 and var at)
            || !findings.ShouldList(MapEntryFindings.RewrittenColon, entry.Record))
        {
            return;
        }

        var from = value.AsSpan(0, at).LastIndexOfAny(' ', '\t', ',') + 1;
        var length = value.AsSpan(at).IndexOfAny(' ', '\t', ',');
        var word = EntryError.Quote(length < 0 ? value[from..] : value[from..(at + length)]);
        findings.Add(MapEntryFindings.RewrittenColon, entry.Record,
            $"{entry.Key} of {findings.Map}: automount makes a slash of a colon in {word}", at + 1);
    }

    /// <summary>The last character that a backslash or a double quote protects, or the double quote that ends it.</summary>
    private static int QuoteEnd(string value, int at)
    {
        if (value[at] == '\\')
        {
            return Math.Min(at + 1, value.Length - 1);
        }

        var close = value.IndexOf('"', at + 1);
        return close < 0 ? value.Length - 1 : close;
    }

    /// <summary>Checks one <c>$</c>, and returns the last character of its variable.</summary>
    private static int Variable(in LintedEntry entry, int at, FindingCollector findings)
    {
        var value = entry.Record.Value;
        if (at + 1 == value.Length || value[at + 1] != '{')
        {
            var end = at + 1;
            while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] == '_'))
            {
                end++;
            }

            var isLiteral = end == at + 1 && (end == value.Length || MapText.IsBlank(value[end]));
            if (!isLiteral)
            {
                Name(entry, value[(at + 1)..end], at, end, findings);
            }

            return end - 1;
        }

        var close = value.IndexOf('}', at);
        if (close >= 0)
        {
            Name(entry, value[(at + 2)..close], at, close + 1, findings);
            return close;
        }

        if (findings.ShouldList(MapEntryFindings.UnclosedBrace, entry.Record))
        {
            var message = $"{entry.Key} of {findings.Map} is cut off at {EntryError.Quote(value[at..])}: the brace is not closed";
            findings.Add(MapEntryFindings.UnclosedBrace, entry.Record, message, at + 1);
        }

        return value.Length;
    }

    private static void Name(in LintedEntry entry, string name, int at, int end, FindingCollector findings)
    {
        var isKnown = entry.Map.Use.Context.Variables.ContainsKey(name) || Others.Contains(name);
        if (!isKnown && findings.ShouldList(MapEntryFindings.UnknownVariable, entry.Record))
        {
            var text = EntryError.Quote(entry.Record.Value[at..end]);
            var message = $"{entry.Key} of {findings.Map}: there is no variable {text}, automount replaces it by nothing";
            findings.Add(MapEntryFindings.UnknownVariable, entry.Record, message, at + 1);
        }
    }
}
