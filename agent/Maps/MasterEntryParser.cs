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

            var read = MasterOptionsParser.Parse(value, scanner.At, options with { Mount = "", Variables = NoVariables, SlashifyColons = true });
            more = read.HasNext;
            if ((read.BogusAt ?? (more && multi is null ? read.End - 1 : null)) is { } bogus)
            {
                return Fail(record, $"automount cannot read the option at {EntryError.Quote(value[bogus..])}", bogus + 1, read.StoppedInside);
            }

            options = read.Options;
            maps.Add(Entry(record, mountPoint, name, multi?.Format ?? "") with { Options = options });
            at = read.End;
        }

        // What the daemon does with the mount point is said once for all its maps, by the last one that says it.
        for (var i = 0; i < maps.Count - 1; i++)
        {
            var own = maps[i].Options;
            maps[i] = maps[i] with { Options = options with { Mount = own.Mount, Variables = own.Variables, SlashifyColons = own.SlashifyColons } };
        }

        return new MasterEntryResult(maps[0] with { Others = [.. maps.Skip(1)] }, null);
    }

    private static ImmutableDictionary<string, string> NoVariables => ImmutableDictionary<string, string>.Empty;

    private static MasterEntry Entry(MapRecord record, string mountPoint, MasterMapName name, string format)
    {
        var isDirect = mountPoint == MasterEntry.DirectMountPoint;
        if (name.Type is "hosts" or "null")
        {
            return new MasterEntry(mountPoint, name.Type == "null" ? MasterEntryKind.Null : MasterEntryKind.Hosts, MapSource.Other, "", new MasterOptions(), record) { Type = name.Type };
        }

        var source = name.Type.Length > 0 ? MapType.SourceOf(name.Type) : name.Name.StartsWith('/') ? MapSource.File : MapSource.Nsswitch;
        var map = source switch
        {
            MapSource.File => MapPath.OfFile(name.Name),
            MapSource.Sss or MapSource.Ldap => LdapMapName.Of(name.Name) ?? name.Name,
            _ => name.Name,
        };
        format = name.Format.Length > 0 ? name.Format : name.Type == "hesiod" ? "hesiod" : format.Length > 0 ? format : "sun";
        var kind = format != "sun" ? MasterEntryKind.Unsupported : isDirect ? MasterEntryKind.Direct : MasterEntryKind.Indirect;
        return new MasterEntry(mountPoint, kind, source, map, new MasterOptions(), record) { Type = name.Type, Format = format };
    }

    /// <summary>The mount point without backslashes and trailing slashes; doubled ones stay. Null when automount refuses it.</summary>
    private static string? MountPoint(string key)
    {
        var path = key;
        if (key.Contains('\\'))
        {
            var plain = new System.Text.StringBuilder(key.Length);
            for (var i = 0; i < key.Length; i++)
            {
                if (key[i] != '\\' && NotInMountPoint.Contains(key[i]))
                {
                    return null;
                }

                i += key[i] == '\\' && i + 1 < key.Length ? 1 : 0;
                plain.Append(key[i]);
            }

            path = plain.ToString();
        }
        else if (key.AsSpan().ContainsAny(NotInMountPoint))
        {
            return null;
        }

        var isPath = path.Length >= 2 && path[0] == '/' && path.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0;
        return !isPath ? null : path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
    }

    private static MasterEntryResult Fail(MapRecord record, string message, int column, bool losesRest = false) =>
        new(null, new MasterEntryError(record, message, column, losesRest));
}
