using Automount.Maps;

namespace Automount.Lint;

/// <summary>An entry that names a map: one of the master map, or one that mounts the map below itself.</summary>
/// <param name="Findings">The findings about the map that has the entry.</param>
/// <param name="Record">The entry.</param>
/// <param name="What">The mount point or the key, as it may stand in a message.</param>
/// <param name="Map">Name of the map that it names, or path of its file.</param>
/// <param name="Source">Where that map comes from.</param>
internal sealed record MapReference(FindingCollector Findings, MapRecord Record, string What, string Map, MapSource Source)
{
    /// <summary>Whether it can be a file only.</summary>
    public bool IsFile => Source == MapSource.File || Map.StartsWith('/');

    /// <summary>The column of the name in the entry, from 1.</summary>
    public int Column => Math.Max(Record.Value.IndexOf(Map, StringComparison.Ordinal), 0) + 1;

    /// <summary>Every reference of a set of maps, in order.</summary>
    public static IEnumerable<MapReference> All(LintContext context, FindingCollectors findings)
    {
        var maps = context.Maps.Master.EffectiveMaps()
            .Where(e => e.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct)
            .Where(e => e.IsServed || e.Source == MapSource.File)
            .Select(e => new MapReference(findings.Master, e.Record, FindingCollector.Escape(e.MountPoint), e.Map, e.Source));
        var submounts = context.Submounts.Select(s => new MapReference(
            findings.For(s.From.Map), s.Record, FindingCollector.Escape(s.Record.Key), s.To, MapSource.Nsswitch));
        return maps.Concat(submounts);
    }
}
