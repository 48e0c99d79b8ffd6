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

        var best = Array.IndexOf(votes, votes.Max());
        return votes[best] == 0 ? null : Known[best];
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
