using System.Buffers;
using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>
/// Parses records of a master map (auto.master(5)): the key is the mount point, the value is <c>[type[,format]:]map [options]</c>, or
/// <c>multi map [options] -- map [options] …</c>.
/// </summary>
internal static class MasterEntryParser
{
    private static readonly SearchValues<char> NotInMountPoint = SearchValues.Create("\" \t\n\r");

    /// <summary>Parses a record. It never throws and takes linear time.</summary>
    public static MasterEntryResult Parse(MapRecord record)
    {
        var key = record.Key;
        if (key.StartsWith('+'))
        {
            return Fail(record, $"automount ignores the include {EntryError.Quote(key)}: includes work in file maps only", 0);
        }

        var isDirect = key == MasterEntry.DirectMountPoint;
        var mountPoint = isDirect ? key : MountPoint(key);
        if (mountPoint is null)
        {
            return Fail(record, $"the mount point {EntryError.Quote(key)} is not an absolute path without blanks", 0);
        }

        var value = record.Value;
        var start = MapText.SkipBlanks(value, 0);
        var multi = MapType.At(value, start) is { Name: MapType.Multi } type ? type : (MapType?)null;
        var maps = ImmutableArray.CreateBuilder<MasterEntry>(1);
        var options = new MasterOptions();
        for (var (at, more) = (start + (multi?.Length ?? 0), true); more;)
        {
            var scanner = new MasterMapNameScanner(value, at);
            if (scanner.Read() is not { } name)
            {
                return Fail(record, scanner.Error!, scanner.At + 1, scanner.StoppedInside);
            }

            if (multi is not null && name.Type is "hosts" or "null")
            {
                return Fail(record, $"automount crashes on -{name.Type} in a multi entry", at + 1, true);
            }

            var startOptions = options with { Mount = "", Variables = NoVariables, SlashifyColons = true };
            var read = MasterOptionsParser.Parse(value, scanner.At, startOptions);
            more = read.HasNext;
            if ((read.BogusAt ?? (more && multi is null ? read.End - 1 : null)) is { } bogus)
            {
                var message = $"automount cannot read the option at {EntryError.Quote(value[bogus..])}";
                return Fail(record, message, bogus + 1, read.StoppedInside);
            }

            options = read.Options;
            maps.Add(Entry(record, mountPoint, name, multi?.Format ?? "") with { Options = options });
            at = read.End;
        }

        // What the daemon does with the mount point holds for all its maps; the last map that sets an option wins.
        for (var i = 0; i < maps.Count - 1; i++)
        {
            var own = maps[i].Options;
            var shared = options with { Mount = own.Mount, Variables = own.Variables, SlashifyColons = own.SlashifyColons };
            maps[i] = maps[i] with { Options = shared };
        }

        return new MasterEntryResult(maps[0] with { Others = [.. maps.Skip(1)] }, null);
    }

    private static ImmutableDictionary<string, string> NoVariables => ImmutableDictionary<string, string>.Empty;

    private static MasterEntry Entry(MapRecord record, string mountPoint, MasterMapName name, string multiFormat)
    {
        if (name.Type is "hosts" or "null")
        {
            var builtin = name.Type == "null" ? MasterEntryKind.Null : MasterEntryKind.Hosts;
            return new MasterEntry(mountPoint, builtin, MapSource.Other, "", new MasterOptions(), record) { Type = name.Type };
        }

        var source = Source(name);
        var map = source switch
        {
            MapSource.File => MapPath.OfFile(name.Name),
            MapSource.Sss or MapSource.Ldap => LdapMapName.Of(name.Name) ?? name.Name,
            _ => name.Name,
        };
        var format = Format(name, multiFormat);
        var kind = (format, mountPoint) switch
        {
            (not "sun", _) => MasterEntryKind.Unsupported,
            (_, MasterEntry.DirectMountPoint) => MasterEntryKind.Direct,
            _ => MasterEntryKind.Indirect,
        };
        return new MasterEntry(mountPoint, kind, source, map, new MasterOptions(), record) { Type = name.Type, Format = format };
    }

    private static MapSource Source(MasterMapName name)
    {
        if (name.Type.Length > 0)
        {
            return MapType.SourceOf(name.Type);
        }

        return name.Name.StartsWith('/') ? MapSource.File : MapSource.Nsswitch;
    }

    private static string Format(MasterMapName name, string multiFormat)
    {
        if (name.Format.Length > 0)
        {
            return name.Format;
        }

        if (name.Type == "hesiod")
        {
            return "hesiod";
        }

        return multiFormat.Length > 0 ? multiFormat : "sun";
    }

    /// <summary>The mount point without backslashes and trailing slashes; doubled ones stay. Null when automount refuses it.</summary>
    private static string? MountPoint(string key)
    {
        var path = Unescape(key);
        if (path is not ['/', _, ..] || path.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0)
        {
            return null;
        }

        var trimmed = path.TrimEnd('/');
        return trimmed.Length > 0 ? trimmed : "/";
    }

    /// <summary>A mount point without backslashes; null when a character in it needs a backslash and has none.</summary>
    private static string? Unescape(string key)
    {
        if (!key.Contains('\\'))
        {
            return key.AsSpan().ContainsAny(NotInMountPoint) ? null : key;
        }

        var plain = new System.Text.StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == '\\')
            {
                i = Math.Min(i + 1, key.Length - 1);
            }
            else if (NotInMountPoint.Contains(key[i]))
            {
                return null;
            }

            plain.Append(key[i]);
        }

        return plain.ToString();
    }

    private static MasterEntryResult Fail(MapRecord record, string message, int column, bool losesRest = false) =>
        new(null, new MasterEntryError(record, message, column, losesRest));
}
