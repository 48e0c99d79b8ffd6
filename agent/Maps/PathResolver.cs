namespace Automount.Maps;

/// <summary>
/// Walks from the master map to the location that serves a path, as automount would: root, map (of a <c>multi</c> entry one after the
/// other), key (exact, then <c>/</c>, then <c>*</c>), entry, offset. Only the entries on the way are parsed. Symbolic links are not known.
/// </summary>
/// <param name="master">The master map.</param>
/// <param name="maps">The maps by name, all from the same source.</param>
/// <param name="basis">What holds for all maps: variables of the node, and mount options.</param>
internal sealed class PathResolver(
    MasterMap master, IReadOnlyDictionary<string, MapContent> maps, EntryContext basis)
{
    /// <summary>automount nests submounts without a limit. No site nests them deeper than this on purpose.</summary>
    private const int MaxDepth = 10;

    /// <summary>Resolves an absolute path. It never throws; time is linear in the size of the maps on the way.</summary>
    public PathResolution Resolve(string path)
    {
        path = MountPath.Collapse(path);
        if (!path.StartsWith('/') || MountPath.HasParentStep(path))
        {
            return new(path, ResolutionStep.NotBelowRoot, $"{EntryError.Quote(path)} is not an absolute path without ..");
        }

        var roots = master.Effective().ToList();
        var root = roots
            .Where(r => r.Kind != MasterEntryKind.Direct && !IsDirectMountPoint(r) && MountPath.IsAtOrBelow(path, r.MountPoint))
            .MaxBy(r => r.MountPoint.Length);
        var direct = roots
            .SelectMany(r => r.Maps)
            .Where(r => r.Kind == MasterEntryKind.Direct)
            .MaxBy(r => DirectRecord(r, path)?.Key.Length ?? 0);
        if (direct is not null && DirectRecord(direct, path) is { } record && record.Key.Length > (root?.MountPoint.Length ?? 0))
        {
            var start = Start(path, direct) with { Map = direct.Map, Key = record.Key, Record = record };
            return OfRecord(start, record.Key, direct.Context(basis), 0);
        }

        if (root is null)
        {
            var missing = roots.FirstOrDefault(r => r.Kind == MasterEntryKind.Direct && !maps.ContainsKey(r.Map));
            return missing is null
                ? new(path, ResolutionStep.NotBelowRoot, $"no entry of the master map covers {EntryError.Quote(path)}")
                : MapMissing(Start(path, missing), missing.Map);
        }

        return OfRoot(path, root);
    }

    /// <summary>The maps of a <c>multi</c> entry one after the other, until one has the key.</summary>
    private PathResolution OfRoot(string path, MasterEntry root)
    {
        PathResolution? found = null;
        foreach (var map in root.Maps)
        {
            var start = Start(path, root);
            var next = IsReadable(map)
                ? OfMap(start, map.Map, root.MountPoint, map.Context(basis), 0)
                : Unsupported(start, $"the map of {EntryError.Quote(root.MountPoint)}");
            if (next.Step is not (ResolutionStep.KeyMissing or ResolutionStep.MapMissing))
            {
                return next;
            }

            found = found is { Step: ResolutionStep.KeyMissing } ? found : next;
        }

        return found!;
    }

    private static bool IsReadable(MasterEntry map) =>
        map.Kind == MasterEntryKind.Indirect && map.Source is not (MapSource.Program or MapSource.Other);

    private PathResolution OfMap(PathResolution so, string map, string mountPoint, EntryContext context, int depth)
    {
        so = so with { Map = map, MountPoint = mountPoint };
        if (!maps.TryGetValue(map, out var content))
        {
            return MapMissing(so, map);
        }

        var below = MountPath.Below(so.Path, mountPoint);
        if (below == "/")
        {
            var point = EntryError.Quote(so.Path);
            return Stop(so, ResolutionStep.OwnDirectory, $"{point} is the mount point of the map {EntryError.Quote(map)} itself");
        }

        var end = below.IndexOf('/', 1);
        var key = end < 0 ? below[1..] : below[1..end];
        var record = KeySearch.Find(content, key);
        so = so with { Key = key, Record = record };
        if (record is null)
        {
            var has = $"the map {EntryError.Quote(map)} has neither the key {EntryError.Quote(key)} nor a wildcard";
            return Stop(so, ResolutionStep.KeyMissing, has);
        }

        return OfRecord(so, MountPath.Join(mountPoint, "/" + key), context, depth);
    }

    private PathResolution OfRecord(PathResolution so, string mountPoint, EntryContext context, int depth)
    {
        var (entry, error) = EntryParser.Parse(so.Key!, so.Record!.Value, context);
        so = so with { MountPoint = mountPoint, Error = error };
        if (entry is null)
        {
            var where = $"the key {EntryError.Quote(so.Key!)} of the map {EntryError.Quote(so.Map!)}";
            return Stop(so, ResolutionStep.EntryBad, $"automount refuses {where}: {error!.Message}");
        }

        if (entry.Mounts[0].Kind == MountKind.Null)
        {
            var key = EntryError.Quote(so.Key!);
            return Stop(so, ResolutionStep.KeyMissing, $"the entry -null hides the key {key} of the map {EntryError.Quote(so.Map!)}");
        }

        var below = MountPath.Below(so.Path, mountPoint);
        var mount = entry.At(below);
        if (mount is null)
        {
            return entry.Mounts.Any(m => MountPath.IsAtOrBelow(m.Offset, below))
                ? Stop(so, ResolutionStep.OwnDirectory, $"only directories below {EntryError.Quote(so.Path)} are mounted")
                : Stop(so, ResolutionStep.OffsetMissing, $"the entry mounts nothing at {EntryError.Quote(below)}");
        }

        mountPoint = MountPath.Join(mountPoint, mount.Offset);
        so = so with { MountPoint = mountPoint };
        return mount.Kind == MountKind.Submount
            ? OfSubmount(so, mount, mountPoint, context, depth + 1)
            : Stop(so with { Mount = mount }, ResolutionStep.Resolved, $"mounted at {EntryError.Quote(mountPoint)}");
    }

    private PathResolution OfSubmount(PathResolution so, EntryMount mount, string mountPoint, EntryContext context, int depth)
    {
        var map = SubmountMap.Name(mount);
        if (map is null || depth > MaxDepth)
        {
            return Unsupported(so, $"the submount at {EntryError.Quote(mountPoint)}");
        }

        return OfMap(so, map, mountPoint, SubmountOptions.Of(mount.Options).Context(context), depth);
    }

    private MapRecord? DirectRecord(MasterEntry root, string path)
    {
        var entries = maps.TryGetValue(root.Map, out var content) ? content.Entries : [];
        return entries.Where(r => r.Key is ['/', _, ..] && MountPath.IsAtOrBelow(path, r.Key)).MaxBy(r => r.Key.Length);
    }

    private static bool IsDirectMountPoint(MasterEntry entry) => entry.MountPoint == MasterEntry.DirectMountPoint;

    private static PathResolution Unsupported(PathResolution so, string what) =>
        Stop(so, ResolutionStep.Unsupported, $"{what} is of a kind that this agent does not read");

    private static PathResolution Stop(PathResolution so, ResolutionStep step, string message) =>
        so with { Step = step, Message = message };

    private static PathResolution Start(string path, MasterEntry root) => new(path, ResolutionStep.MapMissing, "") { Root = root };

    private static PathResolution MapMissing(PathResolution so, string map) =>
        Stop(so with { Map = map }, ResolutionStep.MapMissing, $"the map {EntryError.Quote(map)} is not there");
}
