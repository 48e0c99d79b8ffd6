using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>All the maps, how they refer to each other, and the node.</summary>
/// <param name="maps">The maps.</param>
/// <param name="submounts">Which map mounts which other one below itself; each pair once.</param>
/// <param name="uses">What the entries of the maps were found to mount.</param>
internal sealed class LintContext(KnownMaps maps, IEnumerable<Submount> submounts, LintedUses uses)
{
    /// <summary>The maps.</summary>
    public KnownMaps Maps => maps;

    /// <summary>The node.</summary>
    public NodeFacts Node => maps.Inputs.Node;

    /// <summary>Whether the map of an entry of the master map has an NFS mount.</summary>
    public bool IsOfNfs(MasterEntry entry) =>
        entry.Kind == MasterEntryKind.Hosts || uses.OfNfs.Contains((entry.Map, maps.ContextOf(entry).Options));

    /// <summary>Whether a map has an NFS mount, whatever it is used with.</summary>
    public bool IsOfNfs(string map) => uses.MapsOfNfs.Contains(map);

    /// <summary>Whether an entry of a map mounts something below its key.</summary>
    public bool HasOffsets(string map) => uses.MapsWithOffsets.Contains(map);

    /// <summary>The entries of the master map that take effect.</summary>
    public IReadOnlyList<MasterEntry> Roots { get; } = [.. maps.Master.Effective()];

    /// <summary>Which map mounts which other one below itself; each pair once.</summary>
    public IReadOnlyList<Submount> Submounts { get; } = [.. submounts];
}
