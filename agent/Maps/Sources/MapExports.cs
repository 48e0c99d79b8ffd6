namespace Automount.Maps.Sources;

/// <summary>The entries that need one export.</summary>
/// <param name="Map">Map of the first of them.</param>
/// <param name="Record">The first of them.</param>
/// <param name="IsParent">
/// They mount directories below it whose names are not known: the key of a wildcard or the name of a user.
/// </param>
public sealed record ExportUse(MapContent Map, MapRecord Record, bool IsParent)
{
    /// <summary>How many entries there are, the first one included.</summary>
    public int Entries { get; init; } = 1;
}

/// <summary>
/// Collects what the maps need servers to export, each export once with the entries that need it. Of an entry that depends on the key of a
/// wildcard or on the user, the directory above is collected; where that is not possible either it is counted.
/// </summary>
/// <param name="binds">
/// Whether automount makes a bind mount for a host, with the options of the mount and of the master map's entry: nobody exports that.
/// </param>
public sealed class MapExports(Func<string, string, MasterOptions, bool> binds) : IMapVisitor
{
    private readonly Dictionary<ExportLocation, ExportUse> uses = [];
    private MasterOptions root = new();
    private EntryContext placeholders = EntryContext.Default;

    /// <summary>The exports, and who needs them.</summary>
    public IReadOnlyDictionary<ExportLocation, ExportUse> Uses => uses;

    /// <summary>How many locations are not known before a user comes, and so are not among <see cref="Uses"/>.</summary>
    public int NotKnown { get; private set; }

    /// <inheritdoc/>
    public bool Enter(MapUse use)
    {
        root = use.Root.Options;
        placeholders = Placeholders.Context(use);
        return true;
    }

    /// <inheritdoc/>
    public void Visit(in ParsedEntry entry)
    {
        foreach (var mount in Placeholders.Entry(entry, placeholders)?.Mounts ?? [])
        {
            if (mount.Kind == MountKind.Nfs)
            {
                Add(entry, mount);
            }
        }
    }

    private void Add(in ParsedEntry entry, EntryMount mount)
    {
        foreach (var location in mount.Locations)
        {
            foreach (var host in location.Hosts)
            {
                if (!binds(host.Name, mount.Options, root))
                {
                    Add(entry, ExportLocation.Of(host.Name, location.Path, mount.Options));
                }
            }
        }
    }

    private void Add(in ParsedEntry entry, ExportLocation location)
    {
        var end = location.Path.IndexOf(Placeholders.Unresolved, StringComparison.Ordinal);
        if (location.Host.Contains(Placeholders.Unresolved, StringComparison.Ordinal)
            || (end >= 0 && location.Versions == NfsVersions.Three))
        {
            NotKnown++; // mountd knows what is exported, and not what lies above it.
            return;
        }

        if (end >= 0)
        {
            location = Above(location, end);
        }

        uses[location] = uses.TryGetValue(location, out var use)
            ? use with { Entries = use.Entries + 1 }
            : new ExportUse(entry.Use.Map, entry.Record, IsParent: end >= 0);
    }

    /// <summary>The last directory before a name that is not known; it can be asked by version 4 only.</summary>
    private static ExportLocation Above(ExportLocation location, int end)
    {
        var parent = location.Path[..(location.Path.LastIndexOf('/', end) + 1)].TrimEnd('/');
        var versions = location.Versions == NfsVersions.Any ? NfsVersions.Four : location.Versions;
        return location with { Path = parent.Length == 0 ? "/" : parent, Versions = versions };
    }
}
