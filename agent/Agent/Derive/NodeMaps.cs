using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>The maps of a node, made of the copies that were read. Pure.</summary>
internal static class NodeMaps
{
    /// <summary>The maps that are known in a new state. The same instance, unless a copy was read since.</summary>
    /// <param name="state">The state, with the maps that were known before.</param>
    public static KnownMaps Of(NodeState state)
    {
        var inputs = Inputs(state, state.Automount?.Seen);
        return inputs.IsSame(state.Maps.Inputs) ? state.Maps : KnownMaps.Of(inputs);
    }

    /// <summary>When the master map was last read; null when that is not known.</summary>
    public static DateTimeOffset? ReadAt(NodeState state) => state.Maps.Content?.File is null ? ServedAt(state) : state.Automount?.At;

    /// <summary>When LDAP's copies were last read; null when it is not LDAP's copies that are known, or they may be old.</summary>
    public static DateTimeOffset? ServedAt(NodeState state) => state.Directory?.Seen?.Domains is { IsEmpty: false } domains
        && domains.All(d => d.Outcome == DirectoryOutcome.Answered)
        ? domains.Min(d => d.MapsCurrentAt)
        : null;

    /// <summary>The copies of the maps, and where automount looks for them.</summary>
    /// <param name="state">The state, with the maps that were known before.</param>
    /// <param name="automount">automount's configuration and the map files; null where they are not known.</param>
    public static MapInputs Inputs(NodeState state, AutomountSnapshot? automount)
    {
        var before = state.Maps.Inputs;
        var domains = state.Directory?.Seen?.Domains ?? [];
        var isComplete = state.Directory?.Seen is not null && domains.All(d => d.Outcome.IsComplete);
        var inLdap = domains.SelectMany(d => d.Maps).DistinctBy(m => m.Name);
        var served = domains.Any(d => !d.Maps.IsEmpty) && isComplete ? [.. inLdap] : WithoutLdap(inLdap, state.Sssd?.Seen, before.Served);
        return new(
            served, isComplete, automount?.Local ?? before.Local, automount?.MasterMap
                ?? before.MasterMap, automount?.Sources ?? before.Sources)
        {
            IsMasterNamed = automount?.IsMasterNamed ?? before.IsMasterNamed,
            Node = automount?.Node ?? before.Node,
        };
    }

    /// <summary>Each map from the first who has it: LDAP (another domain), sssd, the last copy known.</summary>
    private static ImmutableArray<MapContent> WithoutLdap(
        IEnumerable<MapContent> inLdap, SssdSnapshot? sssd, ImmutableArray<MapContent> before) =>
    [
        .. inLdap
            .Concat(sssd?.Maps.Where(m => m.Content is not null).Select(m => m.Content!) ?? [])
            .Concat(before)
            .DistinctBy(m => m.Name),
    ];
}
