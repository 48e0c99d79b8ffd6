using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>All the maps, how they refer to each other, and the node.</summary>
/// <param name="maps">The maps.</param>
/// <param name="submounts">Which map mounts which other one below itself; each pair once.</param>
/// <param name="ofNfs">The maps that have an NFS mount, with the options that they are used with.</param>
internal sealed class LintContext(KnownMaps maps, IEnumerable<Submount> submounts, IReadOnlySet<(string Map, string Options)> ofNfs)
{
    /// <summary>The maps.</summary>
    public KnownMaps Maps => maps;

    /// <summary>The node.</summary>
    public NodeFacts Node => maps.Inputs.Node;

    /// <summary>Whether the map of an entry of the master map has an NFS mount.</summary>
    public bool IsOfNfs(MasterEntry entry) => ofNfs.Contains((entry.Map, maps.ContextOf(entry).Options));

    /// <summary>The entries of the master map that take effect.</summary>
    public IReadOnlyList<MasterEntry> Roots { get; } = [.. maps.Master.Effective()];

    /// <summary>Which map mounts which other one below itself; each pair once.</summary>
    public IReadOnlyList<Submount> Submounts { get; } = [.. submounts];
}
