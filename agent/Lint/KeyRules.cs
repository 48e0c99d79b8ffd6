using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Keys that automount cannot take (autofs(5)), or that it takes and no user can ask for.</summary>
internal static class KeyRules
{
    /// <summary>Checks the key of an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        var key = entry.Record.Key;
        var odd = key.AsSpan().IndexOfAnyExceptInRange(' ', '\x7f');
        if (odd >= 0)
        {
            var what = key[odd] < ' '
                ? "has a control character in it"
                : "has a character in it that is not ASCII, which automount takes for a control character";
            Bad(entry, findings, what, odd);
        }
        else if (key.StartsWith('+'))
        {
            Include(entry, findings);
        }
        else if (entry.Map.IsDirect)
        {
            Direct(entry, findings);
        }
        else
        {
            Indirect(entry, findings);
        }
    }

    /// <summary>Reports a key that is missing, and whether it is: then the rest of the line stands in the wrong places.</summary>
    public static bool Missing(in LintedEntry entry, FindingCollector findings)
    {
        if (!IsMissing(entry.Record.Key))
        {
            return false;
        }

        Bad(entry, findings, "begins with what belongs behind a key: the key is missing", 0);
        return true;
    }

    /// <summary>
    /// Whether a key is the options or the location of an entry without one. A name of a directory may begin with a dash, or have a colon.
    /// </summary>
    private static bool IsMissing(string key) =>
        key.Length > 1 && key[0] != '/' && (key.Contains(":/", StringComparison.Ordinal) || (key[0] == '-' && IsOption(key.AsSpan(1))));

    private static bool IsOption(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(',', '=');
        return NfsOptionTable.Knows(end < 0 ? text : text[..end]);
    }

    private static void Include(in LintedEntry entry, FindingCollector findings)
    {
        if (findings.ShouldList(MapKeyFindings.IgnoredInclude, entry.Record))
        {
            var message = $"automount does not include {entry.Key} in {findings.Map}: includes work in file maps only";
            findings.AddForKey(MapKeyFindings.IgnoredInclude, entry.Record, message);
        }
    }

    private static void Direct(in LintedEntry entry, FindingCollector findings)
    {
        var record = entry.Record;
        if (entry.IsWildcard)
        {
            DirectWildcard(entry, findings);
        }
        else if (!record.Key.StartsWith('/'))
        {
            Bad(entry, findings, "is not an absolute path, which a key of a direct map must be", 0);
        }
        else if (record.Key.EndsWith('/') && findings.ShouldList(MapKeyFindings.TrailingSlash, record))
        {
            var message = $"key {entry.Key} of {findings.Map} ends with a slash: nothing is ever mounted there";
            findings.AddForKey(MapKeyFindings.TrailingSlash, record, message, correction: record.Key.TrimEnd('/'));
        }
    }

    private static void DirectWildcard(in LintedEntry entry, FindingCollector findings)
    {
        var record = entry.Record;
        if (findings.ShouldList(MapKeyFindings.DirectWildcard, record))
        {
            var then = record.Key == "*" ? "automount stops reading the map there" : "automount skips it";
            var message = $"{findings.Map} is a direct map, where a wildcard ({record.Key}) cannot be: {then}";
            findings.AddForKey(MapKeyFindings.DirectWildcard, record, message);
        }
    }

    private static void Indirect(in LintedEntry entry, FindingCollector findings)
    {
        var record = entry.Record;
        var slash = record.Key.IndexOf('/');
        if (!entry.IsWildcard && slash >= 0)
        {
            Bad(entry, findings, "has a slash in it, which a key of an indirect map cannot have", slash);
        }
        else if (MarksCapitals(record.Key) && IsOfDirectory(entry) && findings.ShouldList(MapKeyFindings.PercentKey, record))
        {
            var message = $"key {entry.Key} of {findings.Map} marks capitals with %, which automount understands only without sssd";
            findings.AddForKey(MapKeyFindings.PercentKey, record, message);
        }
    }

    private static bool IsOfDirectory(in LintedEntry entry) => entry.Map.Map.KeyAttribute is not null || entry.Record.Dn is not null;

    /// <summary>automount's way to write capitals for a directory that ignores case: <c>%A</c> or <c>%[ABC]</c>.</summary>
    private static bool MarksCapitals(string key) => key is ['%', var c, ..] && (c == '[' || char.IsAsciiLetterUpper(c));

    private static void Bad(in LintedEntry entry, FindingCollector findings, string what, int at)
    {
        if (findings.ShouldList(MapKeyFindings.BadKey, entry.Record))
        {
            var losesRest = entry.Map is { IsReadWhole: true, Root.Source: not MapSource.File };
            var rest = losesRest ? "; automount ignores all keys that come after it" : "";
            findings.AddForKey(MapKeyFindings.BadKey, entry.Record, $"key {entry.Key} of {findings.Map} {what}{rest}", at + 1);
        }
    }
}
