using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate;

/// <summary>Maps that were read to be judged, wherever they come from.</summary>
/// <param name="Master">The master map; null when there is none: then every map is judged by itself.</param>
/// <param name="Maps">The other maps.</param>
/// <param name="Findings">What reading them has shown already.</param>
internal sealed record MapSet(MapContent? Master, ImmutableArray<MapContent> Maps, ImmutableArray<Finding> Findings)
{
    /// <summary>The node that uses them; of maps that come from elsewhere nothing is known.</summary>
    public NodeFacts Node { get; init; } = NodeFacts.None;

    /// <summary>
    /// Maps of which sssd serves something else than <see cref="Maps"/> has, as sssd serves them: they are judged as well.
    /// </summary>
    public ImmutableArray<MapContent> Served { get; init; } = [];

    /// <summary>How the maps belong together; null for maps that are found by their names alone.</summary>
    public MapInputs? Inputs { get; init; }

    /// <summary>The maps as automount would apply them.</summary>
    public KnownMaps Known => Inputs is null ? KnownMaps.From(Master, Maps, Node) : KnownMaps.Of(Inputs);

    /// <summary>All maps, each once: a file that has two names is one map.</summary>
    public IEnumerable<MapContent> All =>
        Maps.Prepend(Master).OfType<MapContent>().DistinctBy(m => m.Entries.IsEmpty ? (object)m : m.Entries);

    /// <summary>The same with other copies of some maps.</summary>
    /// <param name="served">The copies, by name.</param>
    public KnownMaps KnownWith(IReadOnlyDictionary<string, MapContent> served) => Inputs is { } inputs
        ? KnownMaps.Of(inputs with { Served = Replaced(inputs.Served, served) })
        : KnownMaps.From(Master, Replaced(Maps, served), Node);

    private static ImmutableArray<MapContent> Replaced(ImmutableArray<MapContent> maps, IReadOnlyDictionary<string, MapContent> by) =>
        [.. maps.Select(map => by.GetValueOrDefault(map.Name) ?? map)];

    /// <summary>Number of maps, the master map included.</summary>
    public int Count => All.Count();
}

/// <summary>What the judgement of a set of maps gave.</summary>
/// <param name="Findings">The findings: what reading has shown, the master map, then map by map.</param>
/// <param name="Maps">Number of maps.</param>
/// <param name="Entries">Number of entries in them, those included that nobody hands out.</param>
/// <param name="Silenced">How many findings the administrator does not want to hear of, by code.</param>
internal sealed record MapValidation(
    ImmutableArray<Finding> Findings, int Maps, int Entries, ImmutableSortedDictionary<string, int> Silenced)
{
    /// <summary>What is not listed among the findings, by map and kind; none with a count of 0.</summary>
    public ImmutableArray<ListedFindings> More { get; init; } = [];

    /// <summary>Judges a set of maps: those that the master map uses, and the others each by itself.</summary>
    /// <param name="set">The maps.</param>
    /// <param name="silence">What is only counted.</param>
    /// <param name="listed">How many entries of one code in one map are listed, and how many faults of each; at least 1.</param>
    public static MapValidation Of(MapSet set, Silence silence, int listed)
    {
        var linted = MapLinter.Run(set.Known, silence, listed, unusedToo: true);
        var read = set.Findings.ToLookup(silence.Covers);
        var other = OfServed(set, silence, listed, linted);
        var silenced = read[true].CountBy(f => f.Kind.Code).Concat(linted.Silenced).GroupBy(s => s.Key);
        return new MapValidation(
            [.. read[false], .. linted.Kinds.SelectMany(k => k.Listed), .. other],
            set.Count,
            set.All.Sum(m => m.Entries.Length + m.Dropped.Length),
            silenced.ToImmutableSortedDictionary(s => s.Key, s => s.Sum(c => c.Value)))
        {
            More = [.. linted.Kinds.Where(k => k.More > 0)],
        };
    }

    /// <summary>What is wrong with the copies that sssd serves, and not with those of LDAP.</summary>
    private static IEnumerable<Finding> OfServed(MapSet set, Silence silence, int listed, LintResult linted)
    {
        if (set.Served.IsEmpty)
        {
            return [];
        }

        var served = set.Served.ToDictionary(m => m.Name);
        var known = linted.Kinds.SelectMany(k => k.Listed).Select(f => f.Identity).ToHashSet();
        return MapLinter.Run(set.KnownWith(served), silence, listed, unusedToo: true).Kinds
            .SelectMany(k => k.Listed)
            .Where(f => !known.Contains(f.Identity))
            .Select(f => f with { Message = $"{f.Message} (so it is in sssd's copy, not in LDAP's)" });
    }

    /// <summary>Number of findings of one severity, listed or not.</summary>
    public int Count(Severity severity) => Listed(severity) + More.Where(m => m.Kind.Severity == severity).Sum(m => m.More);

    /// <summary>Number of findings of one severity that are listed.</summary>
    public int Listed(Severity severity) => Findings.Count(f => f.Severity == severity);

    /// <summary>The same with what asking for the exports gave.</summary>
    /// <param name="exports">By server and kind.</param>
    /// <param name="silence">What is only counted.</param>
    public MapValidation With(IReadOnlyCollection<ListedFindings> exports, Silence silence)
    {
        var found = exports.SelectMany(kind => kind.Listed).ToLookup(silence.Covers);
        return this with
        {
            Findings = Findings.AddRange(found[false]),
            More = More.AddRange(exports.Where(kind => kind.More > 0)),
            Silenced = Silenced.SetItems(
                found[true].CountBy(f => f.Kind.Code).Select(s => KeyValuePair.Create(s.Key, Silenced.GetValueOrDefault(s.Key) + s.Value))),
        };
    }

    /// <summary>What was looked at, and how much was found.</summary>
    public ValidationSummary Summary =>
        new(Maps, Entries, Count(Severity.Error), Count(Severity.Warning), Silenced.Values.Sum())
        {
            ErrorsShown = Listed(Severity.Error),
            WarningsShown = Listed(Severity.Warning),
            More = [.. More.Select(m => new MoreFindings(m.Map, m.Kind.Code, m.More))],
        };

    /// <summary>The verdict on the link <c>map</c> that the findings give.</summary>
    public Verdict Verdict
    {
        get
        {
            if (Count(Severity.Error) > 0)
            {
                return Verdict.Broken;
            }

            return Count(Severity.Warning) > 0 ? Verdict.Degraded : Verdict.Ok;
        }
    }

    /// <summary>As a report on the link <c>map</c>, with the findings about exports in it.</summary>
    /// <param name="node">Name of the machine.</param>
    /// <param name="time">When it was judged.</param>
    public ChainReport ToReport(string node, DateTimeOffset time) =>
        new(
            node,
            time,
            [new LinkReport(Link.Map, Verdict, default, "", [.. Findings.OrderBy(f => f.Severity)])]) { Silenced = Silenced };
}
