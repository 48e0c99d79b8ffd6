using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Keys that automount cannot take (autofs(5)), or that it takes and nobody can ever ask for.</summary>
internal static class KeyRules
{
    /// <summary>Judges the key of an entry.</summary>
    public static void Judge(in JudgedEntry entry, FindingSheet sheet)
    {
        var record = entry.Record;
        var key = record.Key;
        if (key.AsSpan().IndexOfAnyExceptInRange(' ', '\x7f') is >= 0 and var odd)
        {
            Bad(entry, sheet, key[odd] < ' ' ? "has a control character in it" : "has a character in it that is not ASCII, which automount takes for a control character", odd);
        }
        else if (key.StartsWith('+'))
        {
            if (sheet.Takes(MapKeyFindings.IgnoredInclude, record))
            {
                sheet.Add(MapKeyFindings.IgnoredInclude, record, $"automount does not include {FindingSheet.Name(key)} in {sheet.Map}: includes work in file maps only");
            }
        }
        else if (entry.Use.IsDirect)
        {
            Direct(entry, sheet);
        }
        else if (!entry.IsWildcard && key.IndexOf('/') is >= 0 and var slash)
        {
            Bad(entry, sheet, "has a slash in it, which a key of an indirect map cannot have", slash);
        }
        else if (key.StartsWith('%') && record.Dn is not null && key.Length > 1 && (key[1] is '[' || char.IsAsciiLetterUpper(key[1])))
        {
            if (sheet.Takes(MapKeyFindings.PercentKey, record))
            {
                sheet.Add(MapKeyFindings.PercentKey, record, $"key {FindingSheet.Name(key)} of {sheet.Map} marks capitals with %, which automount understands only without sssd");
            }
        }
    }

    private static void Direct(in JudgedEntry entry, FindingSheet sheet)
    {
        var record = entry.Record;
        if (entry.IsWildcard)
        {
            if (sheet.Takes(MapKeyFindings.DirectWildcard, record))
            {
                var then = record.Key == "*" ? "automount stops reading the map there" : "automount skips it";
                sheet.Add(MapKeyFindings.DirectWildcard, record, $"{sheet.Map} is a direct map, where a wildcard ({record.Key}) cannot be: {then}");
            }
        }
        else if (!record.Key.StartsWith('/'))
        {
            Bad(entry, sheet, "is not an absolute path, which a key of a direct map must be", 0);
        }
        else if (record.Key.EndsWith('/') && sheet.Takes(MapKeyFindings.TrailingSlash, record))
        {
            sheet.Add(MapKeyFindings.TrailingSlash, record, $"key {FindingSheet.Name(record.Key)} of {sheet.Map} ends with a slash: nothing is ever mounted there");
        }
    }

    private static void Bad(in JudgedEntry entry, FindingSheet sheet, string what, int at)
    {
        var record = entry.Record;
        if (sheet.Takes(MapKeyFindings.BadKey, record))
        {
            var rest = entry.Use is { IsReadWhole: true, Root.Source: not MapSource.File } ? "; automount ignores all keys that come after it" : "";
            sheet.Add(MapKeyFindings.BadKey, record, $"key {FindingSheet.Name(record.Key)} of {sheet.Map} {what}{rest}", keyColumn: at + 1);
        }
    }
}
