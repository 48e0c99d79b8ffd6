using AutomountAgent.Derive;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The maps, as each view has them.</summary>
internal sealed class MapSeries(MetricFactory metrics)
{
    private readonly Family entries = Family.Gauge(
        metrics, "automount_map_entries",
        "Entries of an automount map, as the directory (ldap), sssd or a file of the node (files) holds it.", "map", "view");

    private readonly Family readAt = Family.Gauge(
        metrics, "automount_map_read_timestamp_seconds", "When a map was last read in full.", "map", "view");

    private readonly Family lookups = Family.Gauge(
        metrics, "automount_map_lookup_seconds", "Time that sssd took to look up a key that it has (hit).", "map", "kind");

    private readonly Family differences = Family.Gauge(
        metrics, "automount_map_differing_keys", "Keys of a map that sssd does not serve as the directory holds them.", "map");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var state = input.State;
        View("ldap", Ldap(state), input.Step);
        View("sssd", Sssd(state), input.Step);
        View("files", Files(state), input.Step);
        entries.RemoveOthers();
        readAt.RemoveOthers();
        Lookups(state);
        differences.Replace(state.Compared.Maps.Select(m => (m.Key, (double)m.Value.Differences.Length)), Series.Sum);
    }

    private static IEnumerable<MapRead> Ldap(NodeState state) =>
        from domain in state.Directory?.Seen?.Domains ?? []
        where domain.MapsReadAt is not null
        from map in domain.Maps
        select new MapRead(map.Name, map.Entries.Length, domain.MapsReadAt!.Value);

    private static IEnumerable<MapRead> Sssd(NodeState state) =>
        from map in state.Sssd?.Seen?.Maps ?? []
        where map.Content is not null
        select new MapRead(map.Name, map.Content!.Entries.Length, map.ReadAt ?? state.Sssd!.At);

    private static IEnumerable<MapRead> Files(NodeState state) =>
        (state.Automount?.Seen?.Local.Files ?? []).Select(f => new MapRead(f.Name, f.Entries.Length, state.Automount!.At));

    /// <summary>Of maps with one name in several domains only the first is served (sssd.conf(5)), so only the first is counted.</summary>
    private void View(string view, IEnumerable<MapRead> maps, TimeSpan step)
    {
        var named = maps.DistinctBy(m => m.Name).Select(m => (m.Name, m));
        foreach (var (name, map) in Series.Bound(named, Together))
        {
            entries.Set(map.Entries, name, view);
            readAt.Set(Series.Seconds(map.At + step), name, view);
        }
    }

    private static MapRead Together(MapRead a, MapRead b) => a with { Entries = a.Entries + b.Entries, At = a.At < b.At ? a.At : b.At };

    /// <summary>There is no kind "miss": each look-up of a key that sssd does not know costs the directory up to three searches.</summary>
    private void Lookups(NodeState state)
    {
        var hits = from map in state.Sssd?.Seen?.Maps ?? []
                   where map.Lookup is { Value: not null }
                   select (map.Name, map.Lookup!.Took.TotalSeconds);
        foreach (var (map, took) in Series.Bound(hits, Math.Max))
        {
            lookups.Set(took, map, "hit");
        }

        lookups.RemoveOthers();
    }

    private sealed record MapRead(string Name, int Entries, DateTimeOffset At);
}
