using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>All the maps, how they refer to each other, and the node.</summary>
/// <param name="maps">The maps.</param>
/// <param name="submounts">Which map mounts which other one below itself; each pair once.</param>
internal sealed class LintContext(KnownMaps maps, IEnumerable<Submount> submounts)
{
    /// <summary>The maps.</summary>
    public KnownMaps Maps => maps;

    /// <summary>The node.</summary>
    public NodeFacts Node => maps.Inputs.Node;

    /// <summary>The entries of the master map that take effect.</summary>
    public IReadOnlyList<MasterEntry> Roots { get; } = [.. maps.Master.Effective()];

    /// <summary>Which map mounts which other one below itself; each pair once.</summary>
    public IReadOnlyList<Submount> Submounts { get; } = [.. submounts];
}
