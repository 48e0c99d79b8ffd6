using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>Why a map must not be listed through sssd.</summary>
/// <param name="Reason">In words.</param>
/// <param name="DuplicateKey">The key that LDAP has more than once; null when it is not known whether there is one.</param>
internal sealed record ListingRisk(string Reason, string? DuplicateKey);

/// <summary>
/// Decides whether a map may be listed through sssd. A listing has sssd store all entries of the map. Where a key is in LDAP more than
/// once, each look-up of it fails from then on (1432158209), which neither sss_cache, nor a restart, nor the deletion of the duplicate
/// cures before the map is listed again (seen with sssd 2.8 to 2.13). So a map is listed only when LDAP's copy of it is known and has no
/// such key, when LDAP is known not to have it, or while sssd is offline: then it answers from its cache and stores nothing.
/// </summary>
internal static class ListingPolicy
{
    private const string Duplicate = "a key of it is in LDAP more than once";
    private const string Unknown = "it is not known whether a key of it is in LDAP more than once";

    /// <summary>Why a map must not be listed; null when it may be.</summary>
    /// <param name="name">Name of the map.</param>
    /// <param name="before">What is known of it through sssd; null when nothing.</param>
    /// <param name="directories">The directories; null when they were not looked at yet.</param>
    /// <param name="configured">The domains of sssd.conf that have maps in LDAP.</param>
    /// <param name="domains">What sssd says of its domains.</param>
    public static ListingRisk? RiskOf(
        string name,
        SssdMap? before,
        DirectorySnapshot? directories,
        ImmutableArray<SssdDomainSettings> configured,
        ImmutableArray<SssdDomain> domains)
    {
        if ((CopyOf(name, directories) ?? before?.LdapCopy) is { } copy)
        {
            var key = ReferenceEquals(copy, before?.LdapCopy) ? before.DuplicateKey : DuplicateIn(copy);
            return key is null ? null : new(Duplicate, key);
        }

        var isKnown = configured.All(c => directories?.Domains.Any(d => d.Domain == c.Name && d.Outcome.IsComplete) == true);
        return isKnown || configured.All(c => domains.Any(d => d.Name == c.Name && d.Online == false)) ? null : new(Unknown, null);
    }

    /// <summary>The first key that a map has more than once; null when there is none.</summary>
    public static string? DuplicateIn(MapContent map)
    {
        var seen = new HashSet<string>(map.Entries.Length, StringComparer.Ordinal);
        return map.Entries.FirstOrDefault(entry => !seen.Add(entry.Key))?.Key;
    }

    /// <summary>LDAP's copy of a map; null when there is none, or it is not known.</summary>
    public static MapContent? CopyOf(string name, DirectorySnapshot? directories) =>
        directories?.Domains.SelectMany(d => d.Maps).FirstOrDefault(m => m.Name == name);
}
