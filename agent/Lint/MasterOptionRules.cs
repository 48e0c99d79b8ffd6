using System.Buffers;
using System.Globalization;
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

    /// <summary>What ends an option for automount's scanner.</summary>
    private static readonly char[] NotOfOptions = [' ', '\t', '\r', '\n', ',', '/', '(', ')', '[', ']', '+', '@', '%', ';', '"'];

    private static readonly string[] Numbers = ["--timeout", "--negative-timeout", "-t", "-n"];

    /// <summary>Checks what follows the mount point in each entry of the master map.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        foreach (var entry in context.Maps.Master.Entries)
        {
            if (entry.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct or MasterEntryKind.Hosts)
            {
                Name(entry, findings.Master);
                var rests = new HashSet<string>(StringComparer.Ordinal);
                Text(entry, rests, findings.Master);
                Shared(entry, context, findings.Master);
                foreach (var map in entry.Maps)
                {
                    MountOptions(map, context.IsOfNfs(map), rests, findings.Master);
                }
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

    /// <summary>Checks the words behind the name of the map.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="rests">Receives what automount takes for options because it cuts the word before: not a fault of its own.</param>
    /// <param name="findings">Those about the master map.</param>
    private static void Text(MasterEntry entry, HashSet<string> rests, FindingCollector findings)
    {
        var value = entry.Record.Value;
        var (start, end) = Options(entry, 0);
        while (start < value.Length)
        {
            CutOption(entry, start, end, rests, findings);
            for (var at = start; at < end; at = WordEnd(value, at))
            {
                at = SkipSeparators(value, at);
                Timeout(entry, at, rests, findings);
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

    private static void CutOption(MasterEntry entry, int start, int end, HashSet<string> rests, FindingCollector findings)
    {
        var value = entry.Record.Value;
        var length = value.AsSpan(start, end - start).IndexOfAnyExcept(Known);
        if (length < 0)
        {
            return;
        }

        var at = start + length;
        rests.UnionWith(value[at..end].Split(NotOfOptions, StringSplitOptions.RemoveEmptyEntries));
        if (findings.ShouldList(MapMasterFindings.CutOption, entry.Record))
        {
            var cut = $"an option of {Point(entry)} of {findings.Map} is cut at {EntryError.Quote(value.Substring(at, 1))}";
            findings.Add(MapMasterFindings.CutOption, entry.Record, $"{cut}, and the rest is read as another option", at + 1);
        }
    }

    private static void Timeout(MasterEntry entry, int at, HashSet<string> rests, FindingCollector findings)
    {
        var (record, value) = (entry.Record, entry.Record.Value);
        var end = WordEnd(value, at);
        var word = value.AsSpan(at, end - at);
        if (word.StartsWith("timeout=") || word.StartsWith("-timeout="))
        {
            if (findings.ShouldList(MapMasterFindings.SilentTimeout, record))
            {
                var (written, correct) = (word.ToString(), $"--{word.TrimStart('-')}");
                var ignores = $"automount ignores {EntryError.Quote(written)} of {Point(entry)} in {findings.Map}";
                findings.Add(MapMasterFindings.SilentTimeout, record, $"{ignores}: write {Escape(correct)}", at + 1,
                    Remedies.Replaced(value, at, word.Length, correct));
            }
        }
        else if (UnitAt(value, at) is { } unit)
        {
            end = WordEnd(value, unit);
            rests.Add(value[unit..end]);
            if (findings.ShouldList(MapMasterFindings.TimeoutUnit, record))
            {
                var reads = $"of {Point(entry)} in {findings.Map} it reads {EntryError.Quote(value[at..unit])}";
                var message = $"automount knows seconds only: {reads}, and the rest as a mount option";
                findings.Add(MapMasterFindings.TimeoutUnit, record, message, unit + 1, InSeconds(value, unit, end));
            }
        }
    }

    /// <summary>The value with a number in seconds in place of one with a unit; null when it is not one of s, m, h and d.</summary>
    private static string? InSeconds(string value, int unit, int end)
    {
        var start = value.AsSpan(0, unit).LastIndexOfAnyExceptInRange('0', '9') + 1;
        int? seconds = value.AsSpan(unit, end - unit) switch
        {
            "s" => 1,
            "m" or "min" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => null,
        };
        var isNumber = int.TryParse(value.AsSpan(start, unit - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && seconds is { } factor && number < 1000000
            ? Remedies.Replaced(value, start, end - start, (number * (long)factor).ToString(CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The mount points of offsets are in one peer group with those of other keys then.</summary>
    private static void Shared(MasterEntry entry, LintContext context, FindingCollector findings)
    {
        if (entry.Options.Propagation == "shared" && entry.Maps.Any(m => context.HasOffsets(m.Map))
            && findings.ShouldList(MapMasterFindings.SharedOffsets, entry.Record))
        {
            var keys = $"{Point(entry)} of {findings.Map} has entries with offsets and is shared";
            findings.Add(MapMasterFindings.SharedOffsets, entry.Record,
                $"{keys}: an offset of one key appears below other keys of the same source", entry.Record.Value.IndexOf("shared") + 1);
        }
    }

    private static void MountOptions(MasterEntry entry, bool isNfs, HashSet<string> rests, FindingCollector findings)
    {
        OptionPlaces? places = null;
        foreach (var fault in OptionFaults.Part(entry.Options.Mount, isNfs))
        {
            // Timeouts and what is left of a word that was cut are reported as such.
            var isReported = fault.Option.StartsWith("timeout=", StringComparison.Ordinal) || rests.Contains(fault.Option);
            if (!isReported && findings.ShouldList(fault.Kind, entry.Record, habit: fault.Option))
            {
                places ??= new OptionPlaces(entry.Record.Value);
                var at = places.Next(fault.Option);
                var message = $"{Point(entry)} of {findings.Map}: {fault.Message}";
                findings.Add(fault.Kind, entry.Record, message, Math.Max(at, 0) + 1, places.Corrected(fault, at), fault.Remedy);
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
