using System.Collections.Immutable;
using System.Globalization;
using Automount.Maps.Ldif;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// Where a directory stands: a number that the server raises with every write. While it is the same, so are the maps, the base and the
/// master map,
/// and one read of one object proves it.
/// </summary>
/// <param name="Kind">What the server has.</param>
/// <param name="Dn">The object that holds it; empty for the root DSE.</param>
/// <param name="Server">The server whose number it is; empty when all replicas share it.</param>
/// <param name="Values">The numbers, sorted.</param>
internal sealed record ChangeMark(MarkKind Kind, string Dn, string Server, ImmutableArray<string> Values)
{
    private static readonly string[] RootAttributes =
        ["namingContexts", "defaultNamingContext", "highestCommittedUSN", "lastusn", "lastchangenumber"];

    /// <summary>Whether nothing was written between two marks.</summary>
    public bool IsSame(ChangeMark other) => Kind == other.Kind && Dn == other.Dn && Server == other.Server && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <summary>
    /// A filter for what was written to maps and entries between an earlier mark and this one; null when the server has no such question.
    /// It does
    /// not find what was deleted.
    /// </summary>
    public string? WrittenSince(ChangeMark earlier, AutofsSchema schema)
    {
        if (Kind != earlier.Kind || Server != earlier.Server || Values.Length != earlier.Values.Length)
        {
            return null;
        }

        // One value per writing server, or per database: what is new lies above the old value of those that moved.
        var moved = earlier.Values.Except(Values).ToList();
        if (moved.Count == 0)
        {
            return null;
        }

        var written = Kind switch
        {
            MarkKind.ContextCsn => Above(moved.Min(StringComparer.Ordinal)!),
            MarkKind.HighestCommittedUsn => Above("uSNChanged", moved),
            MarkKind.LastUsn => Above("entryusn", moved),
            _ => null,
        };
        return written is null ? null : $"(&(|(objectclass={schema.MapClass})(objectclass={schema.EntryClass})){written})";
    }

    /// <summary>Finds out what a server has, by its root DSE; null when it has nothing for these bases.</summary>
    internal static ChangeMark? Find(LdapSession session, ImmutableArray<SearchBase> bases)
    {
        ChangeMark? mark = null;
        string[] contexts = [];
        session.Read("", RootAttributes, root =>
        {
            mark = OfRoot(root, MarkKind.HighestCommittedUsn, session) ?? OfRoot(root, MarkKind.LastUsn, session) ?? OfRoot(root, MarkKind.LastChangeNumber, session);
            contexts = [.. root.WithOptions("namingContexts").Select(c => c.Value)];
        });
        if (mark is not null)
        {
            return mark;
        }

        var own = bases.Select(b => contexts.Where(c => IsBelow(b.Dn, c)).MaxBy(c => c.Length)).Distinct().ToList();
        return own is [{ } context] ? Read(session, new ChangeMark(MarkKind.ContextCsn, context, "", [])) : null;
    }

    /// <summary>Reads a mark anew: one search for one object. Null when it is not there any more.</summary>
    internal static ChangeMark? Read(LdapSession session, ChangeMark earlier)
    {
        ChangeMark? mark = null;
        session.Read(earlier.Dn, [Attribute(earlier.Kind)], entry => mark = OfEntry(entry, earlier.Kind, earlier.Dn, earlier.Dn.Length > 0 ? "" : session.Uri.Server));
        return mark;
    }

    private static string Above(string csn) => $"(entryCSN>={LdapFilter.Escape(csn)})(!(entryCSN={LdapFilter.Escape(csn)}))";

    private static string? Above(string attribute, List<string> moved)
    {
        var numbers = moved.Select(m => long.TryParse(m[(m.LastIndexOf(' ') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue);
        return numbers.Min() is < long.MaxValue and var least ? $"({attribute}>={least + 1})" : null;
    }

    private static ChangeMark? OfRoot(LdapEntry root, MarkKind kind, LdapSession session) => OfEntry(root, kind, "", session.Uri.Server);

    private static ChangeMark? OfEntry(LdapEntry entry, MarkKind kind, string dn, string server)
    {
        // 389-ds gives one lastusn per database, each under a name of its own.
        var values = entry.WithOptions(Attribute(kind)).Select(v => kind == MarkKind.LastUsn ? $"{v.Name} {v.Value}" : v.Value).Order(StringComparer.Ordinal).ToImmutableArray();
        return values.IsEmpty ? null : new ChangeMark(kind, dn, server, values);
    }

    private static string Attribute(MarkKind kind) => kind switch
    {
        MarkKind.ContextCsn => "contextCSN",
        MarkKind.HighestCommittedUsn => "highestCommittedUSN",
        MarkKind.LastUsn => "lastusn",
        _ => "lastchangenumber",
    };

    private static bool IsBelow(string dn, string context) =>
        dn.EndsWith(context, StringComparison.OrdinalIgnoreCase) && (dn.Length == context.Length || context.Length == 0 || dn[^(context.Length + 1)] == ',');
}

/// <summary>What a server counts its writes with.</summary>
internal enum MarkKind
{
    /// <summary>OpenLDAP with the overlay syncprov, and its consumers: <c>contextCSN</c> of the naming context.</summary>
    ContextCsn,

    /// <summary>Active Directory and Samba: <c>highestCommittedUSN</c> of the root DSE, per domain controller.</summary>
    HighestCommittedUsn,

    /// <summary>389-ds with the USN plug-in: <c>lastusn</c> of the root DSE.</summary>
    LastUsn,

    /// <summary>389-ds and IPA with the retro changelog: <c>lastchangenumber</c> of the root DSE.</summary>
    LastChangeNumber,
}
