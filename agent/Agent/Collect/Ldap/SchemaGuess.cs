using System.Collections.Immutable;
using Automount.Maps.Ldif;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>Finds out by looking which of the automount schemas a directory uses, for directories that no sssd.conf describes.</summary>
internal static class SchemaGuess
{
    /// <summary>
    /// The schemas in use. sssd has no name for the one of ou and cn, the oldest with <c>automountMap</c>; amd's is read by autofs alone.
    /// </summary>
    public static ImmutableArray<AutofsSchema> Known { get; } = [AutofsSchema.Rfc2307Bis, AutofsSchema.Rfc2307, AutofsSchema.OuCn];

    private const int MasterCounts = 1_000_000;

    /// <summary>The schema of most maps below the bases, that of the master map first; null when there is no map.</summary>
    public static AutofsSchema? Find(LdapSession session, ImmutableArray<SearchBase> bases, string master, Action deadline)
    {
        var votes = Votes(session, bases, master, deadline);
        var best = Array.IndexOf(votes, votes.Max());
        return votes[best] == 0 ? null : Known[best];
    }

    /// <summary>The schema in which the master map is there; null when it is in none of them.</summary>
    public static AutofsSchema? FindMaster(LdapSession session, ImmutableArray<SearchBase> bases, string master, Action deadline)
    {
        var votes = Votes(session, bases, master, deadline);
        var best = Array.FindIndex(votes, v => v >= MasterCounts);
        return best < 0 ? null : Known[best];
    }

    /// <summary>That the master map is there in a schema, and what to set for that, as the end of a sentence.</summary>
    public static string Describe(AutofsSchema schema, SssdDomainSettings domain)
    {
        var name = schema switch
        {
            _ when domain.Provider != "ldap" => null,
            _ when schema == AutofsSchema.Rfc2307Bis => "rfc2307bis",
            _ when schema == AutofsSchema.Rfc2307 => "rfc2307",
            _ => null,
        };
        var choice = name is null ? "" : $"ldap_schema = {name} without ldap_autofs_* of other names, or ";
        return $"it is there as an object of class {schema.MapClass} with {schema.MapName}: set {choice}"
            + $"ldap_autofs_map_object_class = {schema.MapClass}, ldap_autofs_map_name = {schema.MapName}, "
            + $"ldap_autofs_entry_object_class = {schema.EntryClass}, ldap_autofs_entry_key = {schema.EntryKey}, "
            + $"ldap_autofs_entry_value = {schema.EntryValue} in sssd.conf";
    }

    private static int[] Votes(LdapSession session, ImmutableArray<SearchBase> bases, string master, Action deadline)
    {
        var classes = string.Concat(Known.Select(s => $"(objectclass={s.MapClass})").Distinct());
        string[] attributes = ["objectClass", .. Known.Select(s => s.MapName)];
        var votes = new int[Known.Length];
        foreach (var searchBase in bases)
        {
            try
            {
                session.Search(searchBase.Dn, searchBase.Scope, $"(|{classes})", attributes, deadline, map => Vote(map, master, votes));
            }
            catch (LdapError e) when (e.Code == LdapError.NoSuchObject)
            {
                // The read that follows says so.
            }
        }

        return votes;
    }

    private static void Vote(LdapEntry map, string master, int[] votes)
    {
        var classes = map.WithOptions("objectClass");
        for (var i = 0; i < Known.Length; i++)
        {
            if (map.Count(Known[i].MapName) > 0 && classes.Any(c => c.Value.Equals(Known[i].MapClass, StringComparison.OrdinalIgnoreCase)))
            {
                votes[i] += map.Value(Known[i].MapName) == master ? MasterCounts : 1;
                return;
            }
        }
    }
}
