using System.Collections.Immutable;
using System.DirectoryServices.Protocols;
using System.Text;
using AutomountAgent.Maps;
using AutomountAgent.Observe.Sssd;

namespace AutomountAgent.Observe.Directory;

/// <summary>What one server answered.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">What there is to say; empty when all is well.</param>
/// <param name="SearchBase">The base that was searched, or the first of them.</param>
/// <param name="Maps">The maps, when they were asked for and read.</param>
internal sealed record LdapAnswer(DirectoryOutcome Outcome, string Detail, string SearchBase, ImmutableArray<MapContent> Maps);

/// <summary>
/// Asks one server for the maps with the queries that sssd sends, so that it sees what sssd would see. Entries are searched map by map below the
/// map's DN, each with scope and filter of every search base, exactly like sssd; one search over the base would be fewer round trips, but would
/// have to guess by DN which map an entry belongs to, and would miss maps whose base has another scope. Its calls block.
/// </summary>
internal static class LdapReader
{
    /// <summary>Looks for the object of the master map only, which proves server, credentials, base and schema with one small query.</summary>
    public static LdapAnswer Probe(LdapSession session, SssdDomainSettings domain) => Run(session, domain, (bases, missing) =>
    {
        foreach (var searchBase in bases)
        {
            var filter = LdapFilter.Map(domain.Schema, domain.MasterMap, searchBase);
            if (Objects(session, searchBase, filter, missing, domain.Schema.MapName).Count > 0)
            {
                return new LdapAnswer(DirectoryOutcome.Answered, "", searchBase.Dn, []);
            }
        }

        return null;
    });

    /// <summary>Reads all maps.</summary>
    public static LdapAnswer ReadAll(LdapSession session, SssdDomainSettings domain) => Run(session, domain, (bases, missing) =>
    {
        var maps = new Dictionary<string, SearchResultEntry>(StringComparer.Ordinal);
        var twice = new List<string>();
        foreach (var searchBase in bases)
        {
            var earlier = maps.Keys.ToHashSet(StringComparer.Ordinal); // The first base that has a map wins.
            foreach (var map in Objects(session, searchBase, LdapFilter.Maps(domain.Schema, searchBase), missing, domain.Schema.MapName))
            {
                var name = Values(map, domain.Schema.MapName) is [var first, ..] ? first : "";
                if (!earlier.Contains(name) && !maps.TryAdd(name, map))
                {
                    twice.Add($"{name} ({maps[name].DistinguishedName}, {map.DistinguishedName})");
                }
            }
        }

        if (!maps.TryGetValue(domain.MasterMap, out var master))
        {
            return null;
        }

        var detail = twice.Count == 0 ? "" : $"sssd cannot list a map that is there twice in one search base: {string.Join("; ", twice.Take(5))}";
        var contents = maps.Select(m => new MapContent(m.Key, m.Value.DistinguishedName, Entries(session, domain, bases, m.Value.DistinguishedName)));
        return new LdapAnswer(DirectoryOutcome.Answered, detail, BaseOf(bases, master), [.. contents]);
    });

    private static LdapAnswer Run(
        LdapSession session, SssdDomainSettings domain, Func<ImmutableArray<SearchBase>, List<string>, LdapAnswer?> read)
    {
        session.Open();
        var bases = domain.SearchBases.IsEmpty ? DefaultBases(session) : domain.SearchBases;
        if (bases.IsEmpty)
        {
            return new LdapAnswer(DirectoryOutcome.BaseMissing, "no search base is configured, and the server names no default", "", []);
        }

        var missing = new List<string>();
        if (read(bases, missing) is { } answer)
        {
            return answer;
        }

        var absent = missing.Count == 0 ? "" : $"the server knows no {string.Join(", no ", missing)}";
        return missing.Count == bases.Length
            ? new LdapAnswer(DirectoryOutcome.BaseMissing, absent, bases[0].Dn, [])
            : new LdapAnswer(DirectoryOutcome.MapMissing, absent, bases[0].Dn, []);
    }

    /// <summary>Without a configured base sssd takes the one that the root DSE names.</summary>
    private static ImmutableArray<SearchBase> DefaultBases(LdapSession session)
    {
        var root = session.Search("", "base", "(objectclass=*)", "defaultNamingContext", "namingContexts").FirstOrDefault();
        var named = root is null ? [] : Values(root, "defaultNamingContext") is { Length: > 0 } byDefault ? byDefault : Values(root, "namingContexts");
        return named is [var only] ? [new SearchBase(only)] : [];
    }

    private static List<SearchResultEntry> Objects(
        LdapSession session, SearchBase searchBase, string filter, List<string> missing, string attribute)
    {
        try
        {
            return [.. session.Search(searchBase.Dn, searchBase.Scope, filter, attribute)];
        }
        catch (DirectoryOperationException e) when (e.Response?.ResultCode == ResultCode.NoSuchObject)
        {
            missing.Add(searchBase.Dn); // For sssd that is an empty answer.
            return [];
        }
    }

    private static ImmutableArray<MapRecord> Entries(LdapSession session, SssdDomainSettings domain, ImmutableArray<SearchBase> bases, string mapDn)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var records = ImmutableArray.CreateBuilder<MapRecord>();
        foreach (var searchBase in bases)
        {
            var filter = LdapFilter.Entries(domain.Schema, searchBase);
            foreach (var entry in session.Search(mapDn, searchBase.Scope, filter, domain.Schema.EntryKey, domain.Schema.EntryValue))
            {
                // sssd skips an entry that does not have exactly one key and one value.
                if (Values(entry, domain.Schema.EntryKey) is [var key] &&
                    Values(entry, domain.Schema.EntryValue) is [var value] &&
                    seen.Add(entry.DistinguishedName))
                {
                    session.Count(key.Length + value.Length + entry.DistinguishedName.Length);
                    records.Add(new MapRecord(key, value, entry.DistinguishedName));
                }
            }
        }

        return records.ToImmutable();
    }

    /// <summary>The values of an attribute. They are bytes and may be anything; what is not UTF-8 becomes U+FFFD.</summary>
    private static string[] Values(SearchResultEntry entry, string attribute) => entry.Attributes[attribute] is { } values
        ? [.. values.GetValues(typeof(byte[])).Cast<byte[]>().Select(Encoding.UTF8.GetString)]
        : [];

    private static string BaseOf(ImmutableArray<SearchBase> bases, SearchResultEntry map) =>
        bases.FirstOrDefault(b => map.DistinguishedName.EndsWith(b.Dn, StringComparison.OrdinalIgnoreCase))?.Dn ?? bases[0].Dn;
}
