using System.Buffers;
using System.Text;
using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Options and map names of the master map that automount reads as something else (auto.master(5)).</summary>
internal static class MasterOptionRules
{
    private const int MaxNameBytes = 255;

    /// <summary>What automount's scanner takes as a part of options; at anything else it ends the option.</summary>
    private static readonly SearchValues<char> Known =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-:.,=\" \t\r\n");

    private static readonly string[] Numbers = ["--timeout", "--negative-timeout", "-t", "-n"];

    /// <summary>Judges what follows the mount point in each entry of the master map.</summary>
    public static void Judge(Site site, FindingSheets sheets)
    {
        var sheet = sheets.Master;
        foreach (var entry in site.Maps.Master.Entries.Where(e => e.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct or MasterEntryKind.Hosts))
        {
            var start = OptionsStart(entry.Record.Value);
            Map(entry, sheet);
            Text(entry, start, sheet);
            foreach (var fault in OptionFaults.Part(entry.Options.Mount).Where(f => !f.Option.StartsWith("timeout=", StringComparison.Ordinal)))
            {
                if (sheet.Takes(fault.Kind, entry.Record))
                {
                    sheet.Add(fault.Kind, entry.Record, $"{Point(entry)} of {sheet.Map}: {fault.Message}", OptionRules.Column(entry.Record.Value, fault.Option));
                }
            }
        }
    }

    private static void Map(MasterEntry entry, FindingSheet sheet)
    {
        if (Encoding.UTF8.GetByteCount(entry.Map) is > MaxNameBytes and var bytes && entry.Source != MapSource.File && sheet.Takes(MapEntryFindings.TooLong, entry.Record))
        {
            sheet.Add(MapEntryFindings.TooLong, entry.Record, $"the map name of {Point(entry)} is {bytes} bytes long, sssd takes {MaxNameBytes}", 1);
        }

        if (entry is { Source: MapSource.File, Record.Dn: not null } && sheet.Takes(MapMasterFindings.FileInDirectory, entry.Record))
        {
            sheet.Add(MapMasterFindings.FileInDirectory, entry.Record, $"{Point(entry)} of {sheet.Map} is in LDAP, its map {FindingSheet.Name(entry.Map)} is a file on each node", 1);
        }
    }

    private static void Text(MasterEntry entry, int start, FindingSheet sheet)
    {
        var (record, value) = (entry.Record, entry.Record.Value);
        if (value.AsSpan(start).IndexOfAnyExcept(Known) is >= 0 and var foreign && sheet.Takes(MapMasterFindings.CutOption, record))
        {
            var character = EntryError.Quote(value.Substring(start + foreign, 1));
            sheet.Add(MapMasterFindings.CutOption, record, $"an option of {Point(entry)} of {sheet.Map} is cut at {character}, and the rest is read as another option", start + foreign + 1);
        }

        for (var at = start; at < value.Length; at = WordEnd(value, at))
        {
            at = SkipSeparators(value, at);
            var word = value.AsSpan(at, WordEnd(value, at) - at);
            if ((word.StartsWith("timeout=") || word.StartsWith("-timeout=")) && sheet.Takes(MapMasterFindings.SilentTimeout, record))
            {
                var meant = "--" + word.TrimStart('-').ToString();
                sheet.Add(MapMasterFindings.SilentTimeout, record, $"automount ignores {EntryError.Quote(word.ToString())} of {Point(entry)} in {sheet.Map}: write {FindingSheet.Name(meant)}", at + 1);
            }
            else if (UnitAt(value, at) is { } unit && sheet.Takes(MapMasterFindings.TimeoutUnit, record))
            {
                var read = EntryError.Quote(value[at..unit]);
                sheet.Add(MapMasterFindings.TimeoutUnit, record, $"automount knows seconds only: of {Point(entry)} in {sheet.Map} it reads {read}, and the rest as a mount option", unit + 1);
            }
        }
    }

    /// <summary>Where the letter is that follows a number of seconds; null when none does.</summary>
    private static int? UnitAt(string value, int at)
    {
        foreach (var name in Numbers)
        {
            if (value.AsSpan(at).StartsWith(name))
            {
                var digits = at + name.Length;
                digits += value.AsSpan(digits).IndexOfAnyExcept(" \t=") is >= 0 and var blanks ? blanks : 0;
                var length = value.AsSpan(digits).IndexOfAnyExceptInRange('0', '9');
                var glued = name.Length == 2 && (digits == at + 2 || value.AsSpan(at, digits - at).Contains('='));
                return length > 0 && !glued && char.IsAsciiLetter(value[digits + length]) ? digits + length : null;
            }
        }

        return null;
    }

    private static int OptionsStart(string value)
    {
        var at = MapText.SkipBlanks(value, 0);
        at = at < value.Length && value[at] == '-' ? at : at + (MapType.At(value, at)?.Length ?? 0);
        while (at < value.Length && !MapText.IsBlank(value[at]))
        {
            at += value[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, value.Length);
    }

    private static int SkipSeparators(string value, int at) => at + (value.AsSpan(at).IndexOfAnyExcept(" \t\r\n,") is >= 0 and var length ? length : value.Length - at);

    private static int WordEnd(string value, int at) => at + (value.AsSpan(at).IndexOfAny(" \t\r\n,") is >= 0 and var length ? length : value.Length - at);

    private static string Point(MasterEntry entry) => FindingSheet.Name(entry.MountPoint);
}
