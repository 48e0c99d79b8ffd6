using System.Buffers;

namespace AutomountAgent.Maps;

/// <summary>Parses records of a master map (auto.master(5)): the key is the mount point, the value is <c>[type[,format]:]map [options]</c>.</summary>
public static class MasterEntryParser
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n\r");

    /// <summary>Parses a record. It never throws and takes linear time.</summary>
    public static MasterEntryResult Parse(MapRecord record)
    {
        var key = record.Key;
        if (key.StartsWith('+'))
        {
            return Fail(record, $"automount ignores the include {EntryError.Quote(key)}: includes work in file maps only", 0);
        }

        var isDirect = key == MasterEntry.DirectMountPoint;
        if (!isDirect && (key.Length < 2 || key[0] != '/' || key.AsSpan().ContainsAny(Blanks) || key.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0))
        {
            return Fail(record, $"the mount point {EntryError.Quote(key)} is not an absolute path without blanks", 0);
        }

        // Trailing slashes go, doubled ones stay.
        var mountPoint = isDirect ? key : key.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
        var value = record.Value;
        var at = MapText.SkipBlanks(value, 0);
        var kind = isDirect ? MasterEntryKind.Direct : MasterEntryKind.Indirect;
        if (at < value.Length && value[at] == '-')
        {
            return Builtin(record, mountPoint, value[at..WordEnd(value, at)], at);
        }

        var (source, format, mapStart) = MapType.Parse(value, at);
        var mapEnd = WordEnd(value, mapStart);
        var word = value[mapStart..mapEnd];
        if (word.Length == 0 || word[0] == '-')
        {
            return Fail(record, $"{EntryError.Quote(value)} names no map", at + 1);
        }

        source = source != MapSource.Nsswitch || word[0] != '/' ? source : word.StartsWith("//", StringComparison.Ordinal) ? MapSource.Ldap : MapSource.File;
        var map = source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap ? LdapMapName.Of(word) : MapText.Unquote(word);
        if (map is null)
        {
            return Fail(record, $"no map name can be taken from {EntryError.Quote(word)}", mapStart + 1);
        }

        kind = format is "" or "sun" ? kind : MasterEntryKind.Unsupported;
        return WithOptions(record, new MasterEntry(mountPoint, kind, source, map, new MasterOptions(), record), mapEnd);
    }

    private static MasterEntryResult Builtin(MapRecord record, string mountPoint, string word, int at)
    {
        MasterEntryKind? kind = word switch
        {
            "-hosts" => MasterEntryKind.Hosts,
            "-null" => MasterEntryKind.Null,
            _ => null,
        };
        return kind is null
            ? Fail(record, word == "-xfn" ? "automount does not support -xfn" : $"{EntryError.Quote(word)} stands where the map is expected", at + 1)
            : WithOptions(record, new MasterEntry(mountPoint, kind.Value, MapSource.Other, "", new MasterOptions(), record), at + word.Length);
    }

    private static MasterEntryResult WithOptions(MapRecord record, MasterEntry entry, int at)
    {
        if (entry.Kind == MasterEntryKind.Unsupported)
        {
            return new MasterEntryResult(entry, null); // Other languages have other options.
        }

        var options = MasterOptionsParser.Parse(record.Value, at, out var bogus);
        return bogus is { } position
            ? Fail(record, $"automount cannot read the option at {EntryError.Quote(record.Value[position..])}", position + 1)
            : new MasterEntryResult(entry with { Options = options }, null);
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !Blanks.Contains(text[at]))
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, text.Length);
    }

    private static MasterEntryResult Fail(MapRecord record, string message, int column) =>
        new(null, new MasterEntryError(record, message, column));
}
