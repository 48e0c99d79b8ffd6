namespace Automount.Maps.Sources;

/// <summary>Map files away from a node, made one set of maps: a checkout, a set of manifests, files on a command line.</summary>
public static class FileMaps
{
    /// <summary>What a file includes is on the node, or given as a file of its own and judged then.</summary>
    public static MapContent WithoutIncludes(MapContent map) => map with { Entries = map.Entries.RemoveAll(e => e.Key.StartsWith('+')) };

    /// <summary>
    /// Several master maps, auto.master and those of auto.master.d, as one: automount reads them as if the first included the others.
    /// </summary>
    /// <returns>The first with the entries of all; null when there is none.</returns>
    public static MapContent? Join(IReadOnlyList<MapContent> masters) =>
        masters.Count == 0 ? null : masters.Skip(1).Aggregate(masters[0], Join);

    /// <summary>
    /// The maps under the names by which the master map calls them. The path of a file counts, and where no name has it, the name of the
    /// file: files away from a node may be in folders of their own. A file that has two names is there twice.
    /// </summary>
    public static IEnumerable<MapContent> Named(IEnumerable<MapContent> maps, MapContent? master)
    {
        var entries = master is null ? [] : MasterMap.Parse(master).EffectiveMaps();
        var names = entries.Select(e => e.Map).Distinct(StringComparer.Ordinal).ToList();
        var byPath = names.ToLookup(MapPath.OfFile, StringComparer.Ordinal);
        var byFile = names.ToLookup(name => Path.GetFileName(name), StringComparer.Ordinal);
        var all = maps.ToList();
        var paths = all.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var map in all)
        {
            var own = byPath.Contains(map.Name)
                ? byPath[map.Name]
                : byFile[Path.GetFileName(map.Name)].Where(name => !paths.Contains(MapPath.OfFile(name)));
            foreach (var name in own.DefaultIfEmpty(map.Name))
            {
                yield return map with { Name = name };
            }
        }
    }

    private static MapContent Join(MapContent one, MapContent other) => one with
    {
        Entries = [.. one.Entries, .. other.Entries.Select(e => e with { File = e.File ?? other.File })],
        Dropped = [.. one.Dropped, .. other.Dropped.Select(d => d with { Record = d.Record with { File = d.Record.File ?? other.File } })],
        Allows = [.. one.Allows, .. other.Allows.Select(a => a with { File = a.File ?? other.File })],
    };
}
