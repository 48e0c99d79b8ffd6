namespace Automount.Maps.Sources;

/// <summary>Parses one entry: <see cref="EntryParser.Parse"/>, or a double of it.</summary>
public delegate EntryResult EntryParse(string key, string value, EntryContext context);

/// <summary>
/// Visits all maps as they are used: those of the master map, then those that submounts lead to, last those that nothing uses. However many
/// visitors there are, each entry is parsed once for each context in which its map is used. Nothing that is parsed is kept: the parsed
/// form of a map takes more memory than the map.
/// </summary>
/// <param name="maps">The maps.</param>
/// <param name="parse">The parser; null for that of this library.</param>
public sealed class MapWalk(KnownMaps maps, EntryParse? parse = null)
{
    /// <summary>The key for which a wildcard is parsed: any name will do.</summary>
    public const string WildcardKey = "key";

    private readonly EntryParse parse = parse ?? EntryParser.Parse;
    private readonly Queue<MapUse> waiting = new();
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly HashSet<(string Map, bool IsDirect, EntryContext Context, bool NoBind)> uses = [];
    private readonly HashSet<(string From, string To)> pairs = [];
    private readonly List<Submount> submounts = [];

    /// <summary>Which map mounts which other one below itself, as far as the visitors needed the entries; each pair once.</summary>
    public IReadOnlyList<Submount> Submounts => submounts;

    /// <summary>Receives where the walk is.</summary>
    public WalkPlace Place { get; init; } = new();

    /// <summary>Ends the walk between two entries.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Visits every map. Linear in the number of entries. To be called once.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(params ReadOnlySpan<IMapVisitor> visitors)
    {
        foreach (var root in maps.Master.EffectiveMaps())
        {
            if (root.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct)
            {
                AddUse(root.Map, root, root.Kind == MasterEntryKind.Direct, maps.ContextOf(root));
            }
        }

        VisitWaiting(visitors);
        var foreign = maps.Master.EffectiveMaps().Where(e => e.Kind == MasterEntryKind.Unsupported).Select(e => e.Map).ToHashSet();
        var unused = maps.Maps.Where(map => !used.Contains(map.Name) && !foreign.Contains(map.Name)).ToList();
        foreach (var map in unused)
        {
            AddUnused(map);
            VisitWaiting(visitors);
        }

        (Place.Map, Place.Entry) = (null, null);
    }

    private void VisitWaiting(ReadOnlySpan<IMapVisitor> visitors)
    {
        var entered = new List<IMapVisitor>(visitors.Length);
        while (waiting.TryDequeue(out var use))
        {
            entered.Clear();
            (Place.Map, Place.Entry) = (use.Map, null);
            Cancel.ThrowIfCancellationRequested();
            foreach (var visitor in visitors)
            {
                if (visitor.Enter(use))
                {
                    entered.Add(visitor);
                }
            }

            if (entered.Count > 0)
            {
                VisitEntries(use, entered);
            }
        }
    }

    private void VisitEntries(MapUse use, List<IMapVisitor> visitors)
    {
        foreach (var record in use.Map.Entries)
        {
            Place.Entry = record;
            Cancel.ThrowIfCancellationRequested();
            var (parsed, error) = parse(record.IsWildcard ? WildcardKey : record.Key, record.Value, use.Context);
            var entry = new ParsedEntry(use, record, parsed, error);
            foreach (var visitor in visitors)
            {
                visitor.Visit(entry);
            }

            AddSubmounts(entry);
        }
    }

    private void AddSubmounts(in ParsedEntry entry)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            if (mount.Kind == MountKind.Submount)
            {
                AddSubmount(entry, mount);
            }
        }
    }

    /// <summary>
    /// Records that an entry mounts another map below itself. That map is visited once, with the options of the first submount that
    /// leads to it, unless an entry of the master map uses it.
    /// </summary>
    private void AddSubmount(in ParsedEntry entry, EntryMount mount)
    {
        if (SubmountMap.Name(mount) is not { } name || !pairs.Add((entry.Use.Map.Name, name)))
        {
            return;
        }

        submounts.Add(new Submount(entry.Use, entry.Record, name) { Options = mount.Options });
        if (!used.Contains(name))
        {
            var context = SubmountOptions.Of(mount.Options).Context(entry.Use.Context);
            AddUse(name, entry.Use.Root, isDirect: false, context, entry.Use.IsUnused);
        }
    }

    /// <summary>
    /// A map that nothing uses counts as a direct map when it has keys that are paths, and no others but a wildcard. A wildcard alone says
    /// nothing: most maps of homes are that, and they are indirect.
    /// </summary>
    private void AddUnused(MapContent map)
    {
        var isDirect = map.Entries.Any(IsPath) && map.Entries.All(e => e.Key is "*" || IsPath(e));
        var kind = isDirect ? MasterEntryKind.Direct : MasterEntryKind.Indirect;
        var point = isDirect ? MasterEntry.DirectMountPoint : "";
        var root = new MasterEntry(point, kind, MapSource.Nsswitch, map.Name, new MasterOptions(), new MapRecord("", ""));
        AddUse(map.Name, root, isDirect, maps.ContextOf(root), isUnused: true);
    }

    private static bool IsPath(MapRecord record) => record.Key.Length > 1 && record.Key[0] == '/';

    private void AddUse(string name, MasterEntry root, bool isDirect, EntryContext context, bool isUnused = false)
    {
        if (maps.Find(name) is { } map && uses.Add((name, isDirect, context, root.Options.NoBind)))
        {
            used.Add(name);
            waiting.Enqueue(new MapUse(map, root, isDirect, context) { IsUnused = isUnused });
        }
    }
}
