using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>The copies of all maps, source by source, and the order in which automount asks the sources.</summary>
/// <param name="Served">What the source <c>sss</c> has: LDAP's copies; where LDAP cannot be read sssd's; where neither can the last ones
/// known.</param>
/// <param name="IsServedComplete">Whether a map that is not among them does not exist, as far as LDAP can tell.</param>
/// <param name="Local">The map files of the node.</param>
/// <param name="MasterMap">Name or path of the master map.</param>
/// <param name="Sources">The sources, in order.</param>
public sealed record MapInputs(
    ImmutableArray<MapContent> Served, bool IsServedComplete, LocalMaps Local, string MasterMap, ImmutableArray<NssSource> Sources)
{
    /// <summary>
    /// Whether autofs.conf names the master map: where it does not, automount tries <c>auto_master</c> after <c>auto.master</c>.
    /// </summary>
    public bool IsMasterNamed { get; init; } = true;

    /// <summary>Files that are read as if the master map included them last. A node has none.</summary>
    public ImmutableArray<string> FurtherMasters { get; init; } = [];

    /// <summary>The node: what autofs.conf and automount's command line set for all entries, and its own names.</summary>
    public NodeFacts Node { get; init; } = NodeFacts.None;

    /// <summary>
    /// Nothing is known. The sources are not known before automount's configuration was read: what sssd serves is the likely answer.
    /// </summary>
    public static MapInputs None { get; } = new([], false, LocalMaps.None, "auto.master", ["sss"]);

    /// <summary>
    /// Whether nothing was read again. Maps are compared by instance: to compare their content in every collection cycle would cost
    /// more than it saves. So is a collection that is forgotten here: a change is never lost.
    /// </summary>
    public bool IsSame(MapInputs other) =>
        ReferenceEquals(Node, other.Node)
        && Sources.SequenceEqual(other.Sources)
        && FurtherMasters.SequenceEqual(other.FurtherMasters)
        && Served.SequenceEqual(other.Served, ReferenceEquals)
        && Local.IsSame(other.Local)
        && other == this with
        {
            Sources = other.Sources,
            FurtherMasters = other.FurtherMasters,
            Served = other.Served,
            Local = other.Local,
        };
}
