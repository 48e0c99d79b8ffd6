namespace Automount.Maps;

/// <summary>The NFS servers that maps name, and how each is to be asked.</summary>
public static class NfsServers
{
    /// <summary>
    /// Stands for a key or a variable that is only known when a user comes. Letters and digits, so that it may stand in a host name.
    /// </summary>
    private const string Unresolved = "0unresolved0";

    /// <summary>
    /// The distinct servers of all entries, wildcards included, ordered by name. A host that depends on the key of a wildcard or on the
    /// requesting
    /// user is left out, and so is an entry that automount cannot parse. Linear: 100,000 entries take well under a second.
    /// </summary>
    /// <param name="master">The master map, whose options apply to the maps it names; a map that it does not name has none.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="basis">What holds for all maps: variables of the node, and mount options.</param>
    public static IReadOnlyList<ServerTarget> Of(
        MasterMap master, IEnumerable<MapContent> maps, EntryContext basis) => Of(master, maps, basis, (_, _, _) => false, out _);

    /// <summary>The same, with what is needed of portmappers.</summary>
    /// <param name="master">The master map, whose options apply to the maps it names; a map that it does not name has none.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="basis">What holds for all maps: variables of the node, and mount options.</param>
    /// <param name="binds">Whether automount makes a bind mount for a host, with the options of the mount and of the master map's entry:
    /// then nobody is asked.</param>
    /// <param name="needs">The distinct needs.</param>
    public static IReadOnlyList<ServerTarget> Of(
        MasterMap master, IEnumerable<MapContent> maps, EntryContext basis, Func<string, string, MasterOptions, bool> binds, out HashSet<PortmapNeed> needs)
    {
        var contexts = master.EffectiveMaps()
            .Where(e => e.Kind is MasterEntryKind.Direct or MasterEntryKind.Indirect)
            .ToLookup(e => e.Map, e => (Context: e.Context(basis) with { UnknownVariable = Unresolved }, e.Options), StringComparer.Ordinal);
        var unnamed = (basis with { UnknownVariable = Unresolved }, new MasterOptions());
        var targets = new HashSet<ServerTarget>();
        needs = [];
        foreach (var map in maps)
        {
            foreach (var (context, options) in contexts[map.Name].DefaultIfEmpty(unnamed))
            {
                foreach (var record in map.Entries)
                {
                    Collect(record, context, (host, mount) => binds(host, mount, options), targets, needs);
                }
            }
        }

        return [.. targets.OrderBy(t => t.Host, StringComparer.Ordinal).ThenBy(t => t.Version).ThenBy(t => t.Port).ThenBy(t => t.Udp)];
    }

    /// <summary>How a host is asked for what is mounted with some options.</summary>
    public static ServerTarget TargetOf(string host, NfsOptions options) => new(host, options.Version, options.Port) { Udp = options.Udp };

    private static void Collect(MapRecord record, EntryContext context, Func<string, string, bool> binds, HashSet<ServerTarget> targets, HashSet<PortmapNeed> needs)
    {
        var key = record.Key is "*" or "/" ? Unresolved : record.Key;
        var mounts = EntryParser.Parse(key, record.Value, context).Entry?.Mounts ?? [];
        foreach (var mount in mounts)
        {
            if (mount.Kind != MountKind.Nfs)
            {
                continue;
            }

            var options = NfsOptions.Parse(mount.Options);
            foreach (var location in mount.Locations)
            {
                foreach (var host in location.Hosts)
                {
                    if (!host.Name.Contains(Unresolved, StringComparison.Ordinal) && !binds(host.Name, mount.Options))
                    {
                        targets.Add(TargetOf(host.Name, options));
                        if (PortmapNeed.Of(host.Name, mount.Options) is { } need)
                        {
                            needs.Add(need);
                        }
                    }
                }
            }
        }
    }
}
