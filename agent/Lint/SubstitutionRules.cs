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
        "dollar", "true", "false", "byte", "host", "xhost", "domain", "hostd", "os", "arch", "karch", "osver", "full_os", "vendor", "cluster", "autodir",
        "uid", "gid", "key", "map", "path", "rhost", "rfs", "fs",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Judges the text of an entry.</summary>
    public static void Judge(in JudgedEntry entry, FindingSheet sheet)
    {
        var value = entry.Record.Value;
        if (!value.AsSpan().ContainsAny(Special))
        {
            return;
        }

        var (quoted, plain) = (-1, false);
        for (var at = 0; at < value.Length; at++)
        {
            var c = value[at];
            if (c is '\\' or '"')
            {
                var end = c == '\\' ? Math.Min(at + 1, value.Length - 1) : value.IndexOf('"', at + 1) is >= 0 and var close ? close : value.Length - 1;
                quoted = quoted < 0 && value.AsSpan(at, end - at + 1).IndexOf('&') is >= 0 and var ampersand ? at + ampersand : quoted;
                at = end;
            }
            else if (c == '$')
            {
                at = Variable(entry, at, sheet);
            }

            plain |= c == '&';
        }

        if (quoted >= 0 && !plain && entry.IsWildcard && sheet.Takes(MapEntryFindings.QuotedAmpersand, entry.Record))
        {
            sheet.Add(MapEntryFindings.QuotedAmpersand, entry.Record, $"& is quoted in the wildcard of {sheet.Map}: every key leads to the same path", quoted + 1);
        }
    }

    /// <summary>Judges one <c>$</c>, and returns where it ends.</summary>
    private static int Variable(in JudgedEntry entry, int at, FindingSheet sheet)
    {
        var (record, value) = (entry.Record, entry.Record.Value);
        var braced = at + 1 < value.Length && value[at + 1] == '{';
        var start = braced ? at + 2 : at + 1;
        var end = start;
        while (end < value.Length && (braced ? value[end] != '}' : char.IsAsciiLetterOrDigit(value[end]) || value[end] == '_'))
        {
            end++;
        }

        if (braced && end == value.Length)
        {
            if (sheet.Takes(MapEntryFindings.UnclosedBrace, record))
            {
                sheet.Add(MapEntryFindings.UnclosedBrace, record, $"{Key(record)} of {sheet.Map} is cut off at {EntryError.Quote(value[at..])}: the brace is not closed", at + 1);
            }

            return value.Length;
        }

        var name = value[start..end];
        var isLiteral = name.Length == 0 && !braced && (end == value.Length || MapText.IsBlank(value[end]));
        if (!isLiteral && !entry.Use.Context.Variables.ContainsKey(name) && !Others.Contains(name) && sheet.Takes(MapEntryFindings.UnknownVariable, record))
        {
            var text = EntryError.Quote(value[at..Math.Min(braced ? end + 1 : end, value.Length)]);
            sheet.Add(MapEntryFindings.UnknownVariable, record, $"{Key(record)} of {sheet.Map}: there is no variable {text}, automount replaces it by nothing", at + 1);
        }

        return braced ? end : end - 1;
    }

    private static string Key(MapRecord record) => FindingSheet.Name(record.Key);
}
