using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Output.Metrics;

/// <content>Maps, mount points and units.</content>
internal static partial class MetricsPage
{
    private static void Maps(MetricsWriter page, MetricsInput input)
    {
        var state = input.State;
        var ldap = new List<MapRead>();
        foreach (var domain in state.Directory?.Seen?.Domains ?? [])
        {
            if (domain.MapsReadAt is { } at)
            {
                ldap.AddRange(domain.Maps.Select(m => new MapRead(m.Name, m.Entries.Length, Seconds(at + input.Step))));
            }
        }

        var sssd = new List<MapRead>();
        foreach (var map in state.Sssd?.Seen?.Maps ?? [])
        {
            if (map.Content is { } content)
            {
                sssd.Add(new MapRead(map.Name, content.Entries.Length, Seconds((map.ReadAt ?? state.Sssd!.At) + input.Step)));
            }
        }

        var files = (state.Automount?.Seen?.Local.Files ?? []).Select(f => new MapRead(f.Name, f.Entries.Length, Seconds(state.Automount!.At + input.Step))).ToList();
        page.Begin(MetricFamilies.MapEntries);
        View(page, "ldap", ldap, m => m.Entries, Sum);
        View(page, "sssd", sssd, m => m.Entries, Sum);
        View(page, "files", files, m => m.Entries, Sum);
        page.Begin(MetricFamilies.MapRead);
        View(page, "ldap", ldap, m => m.At, Math.Min);
        View(page, "sssd", sssd, m => m.At, Math.Min);
        View(page, "files", files, m => m.At, Math.Min);
        Lookups(page, state);
        Write(page, MetricFamilies.MapDifferences, state.Compared.Maps.Select(m => (m.Key, (double)m.Value.Differences.Length)), Sum);
    }

    /// <summary>There is no kind "miss": each look-up of a key that sssd does not know costs the directory up to three searches.</summary>
    private static void Lookups(MetricsWriter page, NodeState state)
    {
        page.Begin(MetricFamilies.MapLookup);
        var lookups = (state.Sssd?.Seen?.Maps ?? []).Where(m => m.Lookup is { Value: not null }).Select(m => (m.Name, m.Lookup!.Took.TotalSeconds));
        foreach (var (map, took) in Series.Bound(lookups, Math.Max))
        {
            page.Sample(took, map, "hit");
        }
    }

    /// <summary>Of maps with one name in several domains only the first is served (sssd.conf(5)), so only the first is counted.</summary>
    private static void View(MetricsWriter page, string view, List<MapRead> maps, Func<MapRead, double> value, Func<double, double, double> combine)
    {
        foreach (var (name, number) in Series.Bound(maps.DistinctBy(m => m.Name).Select(m => (m.Name, value(m))), combine))
        {
            page.Sample(number, name, view);
        }
    }

    /// <summary>
    /// The mount table says which mount points are there; only the judgement knows which are not, because the kernel has them with symbolic links
    /// resolved, and the master map does not.
    /// </summary>
    private static void Roots(MetricsWriter page, NodeState state, ChainReport? report)
    {
        var mounted = (state.Mounts?.Seen?.Roots ?? []).Where(r => r.Kind != "offset").ToArray();
        var missing = report?.Findings.Where(f => f.Kind == FindingCatalog.AutomountRootMissing).Select(f => f.Root ?? f.Subject) ?? [];
        Write(page, MetricFamilies.RootMounted, [.. mounted.Select(r => (r.MountPoint, 1.0)), .. missing.Select(m => (m, 0.0))], Math.Min);
        Write(page, MetricFamilies.RootExpire, mounted.Select(r => (r.MountPoint, r.Timeout.TotalSeconds)), Math.Max);
    }

    private static void Units(MetricsWriter page, NodeState state)
    {
        Write(page, MetricFamilies.SssdDomain,
            from domain in state.Sssd?.Seen?.Domains ?? []
            where domain.Online.HasValue
            select (domain.Name, domain.Online!.Value ? 1.0 : 0), Math.Min);
        Write(page, MetricFamilies.Unit,
            new[] { state.Automount?.Seen?.Unit, state.Sssd?.Seen?.Unit }.OfType<UnitState>()
                .Select(u => (u.Name, u.ActiveState == "active" ? 1.0 : 0)),
            Math.Min);
    }

    private sealed record MapRead(string Name, int Entries, double At);
}
