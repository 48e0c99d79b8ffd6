using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>What one server answered.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">What there is to say; empty when all is well.</param>
/// <param name="SearchBase">The base that was searched, or the first of them.</param>
/// <param name="Maps">The maps, when they were asked for and read.</param>
/// <param name="Duplicates">Maps of which one search base has two objects.</param>
internal sealed record LdapAnswer(
    DirectoryOutcome Outcome, string Detail, string SearchBase, ImmutableArray<MapContent> Maps, ImmutableArray<DuplicateMap> Duplicates)
{
    /// <summary>Nothing but an outcome.</summary>
    public LdapAnswer(DirectoryOutcome outcome, string detail, string searchBase = "")
        : this(outcome, detail, searchBase, [], [])
    {
    }
}

/// <summary>
/// Asks one server for the maps with the queries that sssd sends, so that it sees what sssd would see. Entries are searched map by map
/// below the map's DN, each with scope and filter of every search base, exactly like sssd; one search over the base would be fewer round
/// trips, but would have to guess by DN which map an entry belongs to, and would miss maps whose base has another scope. What counts is the
/// number of entries: they are parsed as they come, while the server is at the next ones. Its calls block.
/// </summary>
/// <param name="session">An open session.</param>
/// <param name="domain">What to look for.</param>
/// <param name="bases">Where.</param>
internal sealed class LdapReader(LdapSession session, SssdDomainSettings domain, ImmutableArray<SearchBase> bases)
{
    /// <summary>
    /// More than this is not taken from one server: real maps are ten times smaller, and the unit has memory for two copies of so many.
    /// </summary>
    private const int MaxEntries = 500_000;

    /// <summary>As <see cref="MaxEntries"/>, in characters of all names, keys and values.</summary>
    private const long MaxText = 64 * 1024 * 1024;

    private const int ProgressStep = 500;

    private readonly AutofsSchema schema = domain.Schema;
    private readonly List<string> missing = [];
    private readonly List<DuplicateMap> duplicates = [];
    private long text;
    private int count;
    private int objects;

    /// <summary>The configured search bases; without one sssd takes the one that the root DSE names.</summary>
    public static ImmutableArray<SearchBase> Bases(LdapSession session, SssdDomainSettings domain)
    {
        if (!domain.SearchBases.IsEmpty)
        {
            return domain.SearchBases;
        }

        string[] named = [];
        session.Read("", ["defaultNamingContext", "namingContexts"], root =>
        {
            var attribute = root.Count("defaultNamingContext") > 0 ? "defaultNamingContext" : "namingContexts";
            named = [.. root.WithOptions(attribute).Select(v => v.Value)];
        });
        return named is [var only] ? [new SearchBase(only)] : [];
    }

    /// <summary>
    /// Looks for the object of the master map only, which proves server, credentials, base and schema with one small query.
    /// </summary>
    public LdapAnswer Probe()
    {
        foreach (var searchBase in bases)
        {
            var found = false;
            Search(searchBase, LdapFilter.Map(schema, domain.MasterMap, searchBase), NoDeadline, _ => found = true);
            if (found)
            {
                return new LdapAnswer(DirectoryOutcome.Answered, "", searchBase.Dn);
            }
        }

        return Nothing();
    }

    /// <summary>Reads all maps.</summary>
    /// <param name="progress">Told how many entries there are so far, now and then.</param>
    /// <param name="deadline">Looked at before each page; may throw.</param>
    public LdapAnswer ReadAll(IProgress<int>? progress, Action deadline)
    {
        var maps = new Dictionary<string, (string Dn, string Base)>(StringComparer.Ordinal);
        var reading = "the list of maps";
        try
        {
            foreach (var searchBase in bases)
            {
                var earlier = maps.Keys.ToHashSet(StringComparer.Ordinal); // The first base that has a map wins.
                Search(searchBase, LdapFilter.Maps(schema, searchBase), deadline, map => Take(map, searchBase, maps, earlier));
            }

            if (!maps.TryGetValue(domain.MasterMap, out var master))
            {
                return Nothing();
            }

            var contents = ImmutableArray.CreateBuilder<MapContent>(maps.Count);
            foreach (var (name, (dn, _)) in maps)
            {
                reading = $"map {name}";
                contents.Add(Entries(name, dn, progress, deadline));
            }

            progress?.Report(count);
            return new LdapAnswer(DirectoryOutcome.Answered, "", master.Base, contents.MoveToImmutable(), [.. duplicates]);
        }
        catch (LdapError e) when (e.Code is LdapError.SizeLimitExceeded or LdapError.AdminLimitExceeded)
        {
            // What is here is a part of the truth, and looks like all of it: it is not handed on.
            return new LdapAnswer(
                DirectoryOutcome.SizeLimit,
                $"{count} entries were handed out, then the server stopped in {reading}: {e.Message}"
                    + (session.PageProblem is { } problem ? $"; {problem}" : ""),
                bases[0].Dn);
        }
    }

    private static void NoDeadline()
    {
    }

    private void Take(LdapEntry map, SearchBase searchBase, Dictionary<string, (string Dn, string Base)> maps, HashSet<string> earlier)
    {
        var name = map.Value(schema.MapName);
        Count(name.Length);
        if (!earlier.Contains(name) && !maps.TryAdd(name, (map.Dn, searchBase.Dn)))
        {
            duplicates.Add(new DuplicateMap(name, maps[name].Dn, map.Dn));
        }
    }

    /// <summary>Runs a search for map objects. For sssd a base that is not there is an empty answer.</summary>
    private void Search(SearchBase searchBase, string filter, Action deadline, LdapEntryHandler take)
    {
        try
        {
            session.Search(searchBase.Dn, searchBase.Scope, filter, [schema.MapName], deadline, take);
        }
        catch (LdapError e) when (e.Code == LdapError.NoSuchObject)
        {
            missing.Add(searchBase.Dn);
        }
    }

    private LdapAnswer Nothing()
    {
        var absent = missing.Count == 0 ? "" : $"the server knows no {string.Join(", no ", missing)}";
        return new LdapAnswer(
            missing.Count == bases.Length ? DirectoryOutcome.BaseMissing : DirectoryOutcome.MapMissing, absent, bases[0].Dn);
    }

    private MapContent Entries(string map, string mapDn, IProgress<int>? progress, Action deadline)
    {
        var records = ImmutableArray.CreateBuilder<MapRecord>();
        var dropped = ImmutableArray.CreateBuilder<DroppedRecord>();
        EntryDn? name = null;
        var seen = bases.Length > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var searchBase in bases)
        {
            var filter = LdapFilter.Entries(schema, searchBase);
            session.Search(mapDn, searchBase.Scope, filter, [schema.EntryKey, schema.EntryValue], deadline, entry =>
            {
                if (seen?.Add(entry.Dn) == false)
                {
                    return;
                }

                var (keys, values) = (entry.Count(schema.EntryKey), entry.Count(schema.EntryValue));
                var key = keys > 0 ? entry.Value(schema.EntryKey) : "";
                var dn = entry.DnText();
                name = EntryDn.Of(dn, key, name);
                var record = new MapRecord(key, values > 0 ? entry.Value(schema.EntryValue) : "", name);
                Count(record.Key.Length + record.Value.Length + dn.Length);
                if (++count % ProgressStep == 0)
                {
                    progress?.Report(count);
                }

                if (Reason(keys, values) is { } reason)
                {
                    dropped.Add(new DroppedRecord(record, reason));
                }
                else
                {
                    records.Add(record);
                }
            });
        }

        return new MapContent(map, mapDn, records.DrainToImmutable())
        {
            KeyAttribute = schema.EntryKey,
            Dropped = dropped.DrainToImmutable(),
        };
    }

    /// <summary>sssd skips an entry that does not have exactly one key and one value.</summary>
    private static DropReason? Reason(int keys, int values) => (keys, values) switch
    {
        (0, _) => DropReason.NoKey,
        (> 1, _) => DropReason.SeveralKeys,
        (_, 0) => DropReason.NoValue,
        (_, > 1) => DropReason.SeveralValues,
        _ => null,
    };

    private void Count(int characters)
    {
        text += characters;
        if (text > MaxText)
        {
            throw new LdapError(LdapError.TooLarge, $"the maps are larger than {MaxText / 1024 / 1024} Mi characters");
        }

        if (++objects > MaxEntries)
        {
            throw new LdapError(LdapError.TooLarge, $"the maps have more than {MaxEntries} entries");
        }
    }
}
