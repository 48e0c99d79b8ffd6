using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Compares what sssd serves with what LDAP holds: one finding per map, with the likely cause and until when it lasts.</summary>
internal static class ServedMapRules
{
    private const int MaxNames = 3;

    /// <summary>sssd's default of <c>entry_cache_timeout</c>.</summary>
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(5400);

    /// <summary>Judges every map of which both copies were read, while sssd runs.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (!state.IsSssdRunning || state.Sssd is not { Seen: { } sssd } observation)
        {
            return [];
        }

        var compared = state.Compared.Maps.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m =>
        {
            var domain = DomainOf(m.Key, state);
            return Judge(new Served(m.Key, m.Value, sssd, observation.At, domain, LifetimeIn(domain, sssd)));
        });
        return [.. compared.OfType<Finding>(), .. sssd.Maps.Select(m => LookupDiffers(m, state)).OfType<Finding>()];
    }

    private static Finding? Judge(Served served)
    {
        var (name, map) = (served.Name, served.Map);
        if (map.IsMissing)
        {
            return Make(SssdFindings.MapMissing, served, $"LDAP has map {name}, sssd says there is none: {WhyMissing(served)}");
        }

        if (map.IsEmpty)
        {
            var count = map.Ldap.Entries.Length;
            return Make(
                SssdFindings.MapEmpty, served, $"LDAP has {count} entries of map {name}, sssd has the map and no entry of it: "
                    + WhyEmpty(served));
        }

        return map.Differences.IsEmpty ? null : Differs(served);
    }

    private static Finding? LookupDiffers(SssdMap map, NodeState state)
    {
        var isListed = map.Outcome != SssdMapOutcome.NotListed;
        var lives = LifetimeIn(DomainOf(map.Name, state), state.Sssd!.Seen!);
        if (map.Disagreements.FirstOrDefault(d => isListed ? d.IsConfirmed : d.At + lives < state.Sssd.At) is not { } key)
        {
            return null;
        }

        var holder = isListed ? "sssd lists" : $"for longer than sssd's cache lives ({lives.TotalSeconds:0} s) LDAP has";
        var does = key.Value is null ? "finds no such key" : "gives another value";
        return new()
        {
            Kind = SssdFindings.LookupDiffers,
            Subject = map.Name,
            Message = $"{holder} {key.Key} in map {map.Name}, but the look-up of {key.Key} {does}: "
                + "automount mounts what the look-up gives",
            Source = new FindingSource(Map: map.Name),
        };
    }

    private static string WhyMissing(Served served) => (served.Offline, IsConfigNewer(served.Sssd)) switch
    {
        (not null, _) => $"it is offline (domain {served.Offline}) and has not cached it",
        (_, true) => "it runs with an older sssd.conf, so with another search base, or another class or name attribute of maps",
        _ => "its search base, or its class or name attribute of maps, is not what sssd.conf says now, "
            + "or its cache is from before the map was there",
    };

    private static string WhyEmpty(Served served) => (served.Offline, IsConfigNewer(served.Sssd)) switch
    {
        (not null, _) => $"it is offline (domain {served.Offline}) and has cached the map only",
        (_, true) => "it runs with an older sssd.conf, so with another class or other attributes of entries",
        _ => "it finds the map, so the base and the names of maps are right; the class or an attribute of entries is not, "
            + "or its cache is from before they were there",
    };

    private static bool IsConfigNewer(SssdSnapshot sssd) => sssd.Unit?.StartedAt is { } started && sssd.Configuration.ChangedAt > started;

    private static Finding Differs(Served served)
    {
        var (name, map) = (served.Name, served.Map);
        var since = map.Differences.Min(d => d.Since);
        var message = $"sssd does not serve map {name} as LDAP has held it since {since:u} ({What(map)}){Oddity(map)}";
        if (served.Offline is { } offline)
        {
            return Make(
                SssdFindings.MapStale, served, $"{message}: sssd is offline (domain {offline}), "
                    + "and serves what it has cached until it is back");
        }

        // The map is read through sssd at intervals, and not at the moment in which its cache runs out.
        var lives = $"its cache lives for {served.Lifetime.TotalSeconds:0} s";
        var expires = since + served.Lifetime;
        if (served.At > expires + ReadSpacing.Of(map.Ldap.Entries.Length, TimeSpan.FromMinutes(1)))
        {
            return Make(SssdFindings.MapStale, served, $"{message}: {lives} and should have run out at {expires:u}");
        }

        var until = map.Differences.Max(d => d.Since) + served.Lifetime;
        return Make(SssdFindings.MapBehind, served, $"{message}: {lives}, so it will see the change by {until:u} at the latest");
    }

    private static string What(MapComparison map) => string.Join("; ", map.Differences
        .GroupBy(d => d.Kind)
        .OrderBy(g => g.Key)
        .Select(g => $"{Verb(g.Key)} {Wording.Some([.. g.Select(d => d.Key)], MaxNames)}"));

    private static string Verb(KeyDifferenceKind kind) => kind switch
    {
        KeyDifferenceKind.NotServed => "it lacks",
        KeyDifferenceKind.StillServed => "it still has",
        _ => "it has another value of",
    };

    /// <summary>
    /// What is special about a key: LDAP takes Dale and dale for one, sssd does not, and it takes no entry with several values.
    /// </summary>
    private static string Oddity(MapComparison map)
    {
        var stillServed = map.Differences.Where(d => d.Kind == KeyDifferenceKind.StillServed).Select(d => d.Key).ToHashSet();
        var lacking = map.Differences
            .Where(d => d.Kind == KeyDifferenceKind.NotServed)
            .Select(d => d.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (stillServed.FirstOrDefault(lacking.Contains) is { } variant)
        {
            return $", and {variant} is there in another case";
        }

        return map.Ldap.Dropped.FirstOrDefault(d => stillServed.Contains(d.Record.Key)) is { } dropped
            ? $", and sssd will drop {dropped.Record.Key}, which is not a single key with a single value any more"
            : "";
    }

    /// <summary>The domain whose directory has the map; null when none has.</summary>
    private static string? DomainOf(string map, NodeState state) => state.Directory?.Seen?.Domains
        .FirstOrDefault(d => d.Outcome == DirectoryOutcome.Answered && d.Maps.Any(m => m.Name == map))?.Domain;

    private static TimeSpan LifetimeIn(string? domain, SssdSnapshot sssd) =>
        sssd.Configuration.Domains.FirstOrDefault(d => d.Name == domain)?.CacheLifetime ?? DefaultLifetime;

    private static Finding Make(FindingKind kind, Served served, string message) => new()
    {
        Kind = kind,
        Subject = served.Name,
        Domain = served.Domain,
        Message = message,
        Source = new FindingSource(Map: served.Name),
    };

    /// <summary>A map as it is compared.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Map">LDAP's copy against sssd's.</param>
    /// <param name="Sssd">sssd, which runs.</param>
    /// <param name="At">When it was observed.</param>
    /// <param name="Domain">The domain that has the map.</param>
    /// <param name="Lifetime">How long sssd caches it.</param>
    private sealed record Served(
        string Name, MapComparison Map, SssdSnapshot Sssd, DateTimeOffset At, string? Domain, TimeSpan Lifetime)
    {
        public string? Offline { get; } = SssdRules.OfflineDomain(Sssd);
    }
}
