using System.Buffers;
using System.Text;
using Automount.Catalog;
using Automount.Maps;
using static Automount.Lint.FindingCollector;

namespace Automount.Lint;

/// <summary>Options and map names of the master map that automount reads as something else (auto.master(5)).</summary>
internal static class MasterOptionRules
{
    private const int MaxNameBytes = 255;

    /// <summary>What stands between two maps of a <c>multi</c> entry.</summary>
    private const string Separator = " -- ";

    /// <summary>What automount's scanner takes as a part of options; at anything else it ends the option.</summary>
    private static readonly SearchValues<char> Known =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-:.,=\" \t\r\n");

    private static readonly string[] Numbers = ["--timeout", "--negative-timeout", "-t", "-n"];

    /// <summary>Checks what follows the mount point in each entry of the master map.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        foreach (var entry in context.Maps.Master.Entries)
        {
            if (entry.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct or MasterEntryKind.Hosts)
            {
                Name(entry, findings.Master);
                Text(entry, findings.Master);
                MountOptions(entry, findings.Master);
            }
        }
    }

    private static void Name(MasterEntry entry, FindingCollector findings)
    {
        var bytes = Encoding.UTF8.GetByteCount(entry.Map);
        if (bytes > MaxNameBytes && entry.Source != MapSource.File && findings.ShouldList(MapEntryFindings.TooLong, entry.Record))
        {
            findings.Add(MapEntryFindings.TooLong, entry.Record,
                $"the map name of {Point(entry)} is {bytes} bytes long, sssd takes {MaxNameBytes}", 1);
        }

        if (entry is { Source: MapSource.File, Record.Dn: not null }
            && findings.ShouldList(MapMasterFindings.FileInDirectory, entry.Record))
        {
            var message = $"{Point(entry)} of {findings.Map} is in LDAP, its map {Escape(entry.Map)} is a file on each node";
            findings.Add(MapMasterFindings.FileInDirectory, entry.Record, message, 1);
        }
    }

    private static void Text(MasterEntry entry, FindingCollector findings)
    {
        var value = entry.Record.Value;
        var (start, end) = Options(entry, 0);
        while (start < value.Length)
        {
            CutOption(entry, start, end, findings);
            for (var at = start; at < end; at = WordEnd(value, at))
            {
                at = SkipSeparators(value, at);
                Timeout(entry, at, findings);
            }

            (start, end) = Options(entry, end);
        }
    }

    /// <summary>
    /// Where the next options are: behind the map at a position, up to the end, or to the <c>--</c> that another map of a <c>multi</c>
    /// entry follows.
    /// </summary>
    private static (int Start, int End) Options(MasterEntry entry, int at)
    {
        var value = entry.Record.Value;
        if (at == value.Length)
        {
            return (at, at);
        }

        var isFirst = at == 0;
        var start = OptionsStart(value, isFirst ? 0 : at + Separator.Length);
        if (isFirst && !entry.Others.IsEmpty && MapType.At(value, MapText.SkipBlanks(value, 0)) is { Name: MapType.Multi } multi)
        {
            start = OptionsStart(value, MapText.SkipBlanks(value, 0) + multi.Length);
        }

        var next = entry.Others.IsEmpty ? -1 : value.IndexOf(Separator, start, StringComparison.Ordinal);
        return (start, next < 0 ? value.Length : next);
    }

    private static void CutOption(MasterEntry entry, int start, int end, FindingCollector findings)
    {
        var value = entry.Record.Value;
        var length = value.AsSpan(start, end - start).IndexOfAnyExcept(Known);
        if (length >= 0 && findings.ShouldList(MapMasterFindings.CutOption, entry.Record))
        {
            var at = start + length;
            var cut = $"an option of {Point(entry)} of {findings.Map} is cut at {EntryError.Quote(value.Substring(at, 1))}";
            findings.Add(MapMasterFindings.CutOption, entry.Record, $"{cut}, and the rest is read as another option", at + 1);
        }
    }

    private static void Timeout(MasterEntry entry, int at, FindingCollector findings)
    {
        var (record, value) = (entry.Record, entry.Record.Value);
        var word = value[at..WordEnd(value, at)];
        var isWithoutDashes = word.AsSpan().StartsWith("timeout=") || word.AsSpan().StartsWith("-timeout=");
        if (isWithoutDashes && findings.ShouldList(MapMasterFindings.SilentTimeout, record))
        {
            var ignores = $"automount ignores {EntryError.Quote(word)} of {Point(entry)} in {findings.Map}";
            findings.Add(MapMasterFindings.SilentTimeout, record, $"{ignores}: write {Escape("--" + word.TrimStart('-'))}", at + 1);
        }
        else if (UnitAt(value, at) is { } unit && findings.ShouldList(MapMasterFindings.TimeoutUnit, record))
        {
            var reads = $"of {Point(entry)} in {findings.Map} it reads {EntryError.Quote(value[at..unit])}";
            findings.Add(MapMasterFindings.TimeoutUnit, record, $"automount knows seconds only: {reads}, and the rest as a mount option",
                unit + 1);
        }
    }

    private static void MountOptions(MasterEntry entry, FindingCollector findings)
    {
        foreach (var fault in OptionFaults.Part(entry.Options.Mount))
        {
            var isTimeout = fault.Option.StartsWith("timeout=", StringComparison.Ordinal); // Reported above.
            if (!isTimeout && findings.ShouldList(fault.Kind, entry.Record))
            {
                var column = OptionRules.Column(entry.Record.Value, fault.Option);
                findings.Add(fault.Kind, entry.Record, $"{Point(entry)} of {findings.Map}: {fault.Message}", column);
            }
        }
    }

    /// <summary>Where the letter is that follows a number of seconds; null when there is none.</summary>
    private static int? UnitAt(string value, int at)
    {
        foreach (var name in Numbers)
        {
            if (value.AsSpan(at).StartsWith(name))
            {
                return UnitAfter(value, at, name);
            }
        }

        return null;
    }

    private static int? UnitAfter(string value, int at, string name)
    {
        var digits = at + name.Length;
        digits += Math.Max(value.AsSpan(digits).IndexOfAnyExcept(" \t="), 0);
        var length = value.AsSpan(digits).IndexOfAnyExceptInRange('0', '9');
        if (length <= 0 || !char.IsAsciiLetter(value[digits + length]))
        {
            return null;
        }

        // The scanner takes a short option only with a blank after it.
        var isGlued = name.Length == 2 && (digits == at + 2 || value.AsSpan(at, digits - at).Contains('='));
        return isGlued ? null : digits + length;
    }

    private static int OptionsStart(string value, int mapAt)
    {
        var at = MapText.SkipBlanks(value, mapAt);
        if (at == value.Length || value[at] != '-')
        {
            at += MapType.At(value, at)?.Length ?? 0;
        }

        while (at < value.Length && !MapText.IsBlank(value[at]))
        {
            at += value[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, value.Length);
    }

    private static int SkipSeparators(string value, int at)
    {
        var length = value.AsSpan(at).IndexOfAnyExcept(" \t\r\n,");
        return length < 0 ? value.Length : at + length;
    }

    private static int WordEnd(string value, int at)
    {
        var length = value.AsSpan(at).IndexOfAny(" \t\r\n,");
        return length < 0 ? value.Length : at + length;
    }

    private static string Point(MasterEntry entry) => Escape(entry.MountPoint);
}
