using System.Globalization;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;

namespace AutomountAgent.Validate.Diff;

/// <summary>Compares the entries of two master maps that take effect. Linear in their number. Pure.</summary>
internal static class MasterDiff
{
    /// <summary>The changes: what is new or different in the order of the new map, then what is gone.</summary>
    public static IEnumerable<MapChange> Between(KnownMaps before, KnownMaps now)
    {
        var old = ByPoint(before);
        var current = ByPoint(now);
        foreach (var (point, entry) in current)
        {
            if (!old.TryGetValue(point, out var was))
            {
                yield return Change(ChangeKind.MasterAdded, now, entry, "", Words(entry));
            }
            else if (Difference(was, entry) is { Length: > 0 } difference)
            {
                yield return Change(ChangeKind.MasterChanged, now, entry, Words(was), difference);
            }
        }

        foreach (var (_, entry) in old.Where(o => !current.ContainsKey(o.Key)))
        {
            yield return Change(ChangeKind.MasterRemoved, before, entry, Words(entry), "");
        }
    }

    /// <summary>Direct maps share their mount point: each is an entry of its own.</summary>
    private static Dictionary<string, MasterEntry> ByPoint(KnownMaps maps)
    {
        var entries = new Dictionary<string, MasterEntry>(StringComparer.Ordinal);
        foreach (var entry in maps.Master.Effective())
        {
            entries.TryAdd(entry.MountPoint == MasterEntry.DirectMountPoint ? $"/- {entry.Map}" : entry.MountPoint, entry);
        }

        return entries;
    }

    private static string Difference(MasterEntry was, MasterEntry now)
    {
        var (old, current) = (MapOf(was), MapOf(now));
        var maps = old == current ? "" : $"map {current}";
        return string.Join(", ", new[] { maps, OptionSet.Difference(OptionsOf(was), OptionsOf(now)) }.Where(d => d.Length > 0));
    }

    private static string MapOf(MasterEntry entry) =>
        string.Join(" -- ", entry.Maps.Select(m => m.Type.Length > 0 || m.Format != "sun" ? $"{m.Type},{m.Format}:{Name(m)}" : Name(m)));

    private static string Name(MasterEntry entry) => entry.Kind switch
    {
        MasterEntryKind.Hosts => "-hosts",
        MasterEntryKind.Null => "-null",
        _ => entry.Map,
    };

    private static HashSet<string> OptionsOf(MasterEntry entry)
    {
        var options = entry.Options;
        var words = OptionSet.Of(options.Mount);
        words.UnionWith(options.Variables.Select(v => $"-D{v.Key}={v.Value}"));
        (bool IsSet, string Word)[] own =
        [
            (options.Timeout is not null, $"--timeout={Seconds(options.Timeout)}"),
            (options.NegativeTimeout is not null, $"--negative-timeout={Seconds(options.NegativeTimeout)}"),
            (options.Browse is true, "browse"),
            (options.Browse is false, "nobrowse"),
            (options.StrictExpire, "strictexpire"),
            (options.NoBind, "nobind"),
            (options.Symlink, "symlink"),
            (options.Propagation is not null, options.Propagation ?? ""),
            (!options.SlashifyColons, "--no-slashify-colons"),
        ];
        words.UnionWith(own.Where(option => option.IsSet).Select(option => option.Word));
        return words;
    }

    private static string Seconds(TimeSpan? time) => (time?.TotalSeconds ?? 0).ToString("0", CultureInfo.InvariantCulture);

    private static string Words(MasterEntry entry)
    {
        var options = OptionSet.Text(OptionsOf(entry));
        return options.Length > 0 ? $"{MapOf(entry)} with {options}" : MapOf(entry);
    }

    private static MapChange Change(ChangeKind kind, KnownMaps maps, MasterEntry entry, string before, string now)
    {
        var master = maps.Content!;
        var source = RecordSource.Of(master.Name, master.File, entry.Record);
        return new MapChange(kind, master.Name, entry.MountPoint, before, Credentials.Mask(now, now)) { Source = source };
    }
}
