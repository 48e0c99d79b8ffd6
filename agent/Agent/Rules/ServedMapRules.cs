using System.Collections.Immutable;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Compares what sssd serves with what LDAP holds: one finding per map, with the likely cause and until when it lasts.</summary>
internal static class ServedMapRules
{
    /// <summary>How many keys of a map are named.</summary>
    private const int Named = 3;

    /// <summary>Judges every map that both were read of.</summary>
    /// <param name="sssd">sssd, which runs.</param>
    /// <param name="state">The state that it is from.</param>
    public static IEnumerable<Finding> Run(SssdView sssd, NodeState state)
    {
        var offline = sssd.Domains.FirstOrDefault(d => d.Online == false)?.Name;
        foreach (var (name, map) in state.Compared.Maps.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (map.IsMissing)
            {
                yield return Make(SssdMapMissing, name, $"LDAP has map {name}, sssd says there is none: {Missing(sssd, offline)}");
            }
            else if (map.IsEmpty)
            {
                yield return Make(SssdMapEmpty, name, $"LDAP has {map.Ldap.Entries.Length} entries of map {name}, sssd has the map and no entry of it: {Empty(sssd, offline)}");
            }
            else if (!map.Differences.IsEmpty)
            {
                yield return Differs(name, map, sssd, state, offline);
            }
        }

        foreach (var map in sssd.Maps)
        {
            if (map.Disagreements.FirstOrDefault(d => d.IsConfirmed) is { } key)
            {
                var says = key.Value is null ? "finds no such key" : "gives another value";
                yield return Make(
                    SssdLookupDiffers, map.Name, $"sssd lists {key.Key} in map {map.Name}, but the look-up of {key.Key} {says}: automount mounts what the look-up gives");
            }
        }
    }

    private static string Missing(SssdView sssd, string? offline) => (offline, IsConfigNewer(sssd)) switch
    {
        (not null, _) => $"it is offline (domain {offline}) and has not cached it",
        (_, true) => "it runs with an older sssd.conf, so with another search base, or another class or name attribute of maps",
        _ => "its search base, or its class or name attribute of maps, is not what sssd.conf says now, or its cache is from before the map was there",
    };

    private static string Empty(SssdView sssd, string? offline) => (offline, IsConfigNewer(sssd)) switch
    {
        (not null, _) => $"it is offline (domain {offline}) and has cached the map only",
        (_, true) => "it runs with an older sssd.conf, so with another class or other attributes of entries",
        _ => "it finds the map, so the base and the names of maps are right; the class or an attribute of entries is not, or its cache is from before they were there",
    };

    private static bool IsConfigNewer(SssdView sssd) => sssd.Unit?.StartedAt is { } started && sssd.Configuration.ChangedAt > started;

    private static Finding Differs(string name, MapComparison map, SssdView sssd, NodeState state, string? offline)
    {
        var lifetime = Lifetime(name, sssd, state);
        var since = map.Differences.Min(d => d.Since);
        var until = map.Differences.Max(d => d.Since) + lifetime;

        // The map is read through sssd at intervals, and not at the moment in which its cache runs out.
        var isOver = state.Sssd!.At > since + lifetime + ServedMapPlan.Spacing(map.Ldap.Entries.Length, TimeSpan.FromMinutes(1));
        var cause = offline is not null ? $"sssd is offline (domain {offline}), and serves what it has cached until it is back"
            : isOver ? $"its cache lives for {lifetime.TotalSeconds:0} s and should have run out at {since + lifetime:u}"
            : $"its cache lives for {lifetime.TotalSeconds:0} s, so it will see the change by {until:u} at the latest";
        return Make(
            offline is not null || isOver ? SssdMapStale : SssdMapBehind,
            name,
            $"sssd does not serve map {name} as LDAP has held it since {since:u} ({What(map)}){Twins(map)}: {cause}");
    }

    private static string What(MapComparison map) => string.Join("; ", map.Differences
        .GroupBy(d => d.Kind)
        .OrderBy(g => g.Key)
        .Select(g => $"{Verb(g.Key)} {Some([.. g.Select(d => d.Key)])}"));

    private static string Verb(KeyDifferenceKind kind) => kind switch
    {
        KeyDifferenceKind.NotServed => "it lacks",
        KeyDifferenceKind.StillServed => "it still has",
        _ => "it has another value of",
    };

    private static string Some(ImmutableArray<string> keys) =>
        string.Join(", ", keys.Take(Named)) + (keys.Length > Named ? $" and {keys.Length - Named} more" : "");

    /// <summary>What is special about a key: LDAP takes Dale and dale for one, sssd does not; and an entry with several values sssd does not take at all.</summary>
    private static string Twins(MapComparison map)
    {
        var stillServed = map.Differences.Where(d => d.Kind == KeyDifferenceKind.StillServed).Select(d => d.Key).ToHashSet();
        var lacking = map.Differences.Where(d => d.Kind == KeyDifferenceKind.NotServed).Select(d => d.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (stillServed.FirstOrDefault(lacking.Contains) is { } twin)
        {
            return $", and {twin} is there in another case";
        }

        return map.Ldap.Dropped.FirstOrDefault(d => stillServed.Contains(d.Record.Key)) is { } dropped
            ? $", and sssd will drop {dropped.Record.Key}, which is not a single key with a single value any more"
            : "";
    }

    private static TimeSpan Lifetime(string map, SssdView sssd, NodeState state)
    {
        var of = state.Directory?.Seen?.Domains.FirstOrDefault(d => d.Outcome == DirectoryOutcome.Answered && d.Maps.Any(m => m.Name == map))?.Domain;
        return sssd.Configuration.Domains.FirstOrDefault(d => d.Name == of)?.CacheLifetime ?? TimeSpan.FromSeconds(5400);
    }

    private static Finding Make(FindingKind kind, string map, string message) =>
        new() { Kind = kind, Subject = map, Message = message, Source = new FindingSource(Map: map) };
}
