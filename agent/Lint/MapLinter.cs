using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>
/// Reports what automount, mount.nfs or the kernel would refuse in a set of maps, or silently read as something else. Pure: it knows the
/// maps and the facts about the node that come with them. Time is linear in the size of the maps; of memory it takes a few findings of each
/// kind for each map.
/// </summary>
public sealed class MapLinter : IMapVisitor
{
    /// <summary>
    /// Of one code in one map this many entries are listed, and this many faults of each; the rest is counted: a report must stay readable.
    /// </summary>
    public const int MaxListed = 20;

    private static readonly ImmutableArray<MasterRule> MasterRules =
    [
        MasterEntryRules.Check, MasterOptionRules.Check, SubmountRules.Check, MissingMapRules.Check, ReferenceRules.Check,
        LayoutRules.Check, LanguageRules.Check, AllowRules.Check,
    ];

    private static readonly ImmutableArray<MapRule> MapRules = [EmptyMapRules.Check, SiblingRules.Check, WildcardRules.Check];

    private static readonly ImmutableArray<EntryRule> EntryRules =
        [KeyRules.Check, SyntaxRules.Check, SubstitutionRules.Check, LocationRules.Check, TypeRules.Check, OptionRules.Check];

    private readonly KnownMaps maps;
    private readonly bool unusedToo;
    private readonly FindingCollectors collectors;
    private readonly HashSet<(string Map, bool IsDirect, string Options)> linted = [];
    private readonly LintedUses uses = new();
    private LintedMap? map;
    private FindingCollector? findings;

    /// <summary>A linter for one walk over the maps.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="silence">What is only counted.</param>
    /// <param name="maxListed">How many entries of one code in one map are listed, and how many faults of each; at least 1.</param>
    /// <param name="unusedToo">Whether the maps that nothing uses are checked, each by itself.</param>
    public MapLinter(KnownMaps maps, Silence silence, int maxListed = MaxListed, bool unusedToo = false)
    {
        this.maps = maps;
        this.unusedToo = unusedToo;
        collectors = new FindingCollectors(maps.Content, maxListed, silence);
    }

    /// <summary>Checks the master map and every map that it uses, itself or through submounts.</summary>
    /// <inheritdoc cref="MapLinter(KnownMaps, Silence, int, bool)"/>
    public static LintResult Run(KnownMaps maps, Silence silence, int maxListed = MaxListed, bool unusedToo = false)
    {
        var walk = new MapWalk(maps);
        var linter = new MapLinter(maps, silence, maxListed, unusedToo);
        walk.Run(linter);
        return linter.Result(walk);
    }

    /// <summary>Checks the entries of a map together. False when they were checked with the same options before.</summary>
    public bool Enter(MapUse use)
    {
        if ((use.IsUnused && !unusedToo) || !linted.Add((use.Map.Name, use.IsDirect, use.Context.Options)))
        {
            return false;
        }

        map = new LintedMap(use, maps.Inputs.Node);
        findings = collectors.For(use);
        foreach (var rule in MapRules)
        {
            rule(map, findings);
        }

        return true;
    }

    /// <summary>Checks an entry.</summary>
    public void Visit(in ParsedEntry entry)
    {
        var linted = new LintedEntry(map!, entry.Record, entry.Entry, entry.Error);
        uses.Add(entry);
        if (KeyRules.Missing(linted, findings!))
        {
            return;
        }

        foreach (var rule in EntryRules)
        {
            rule(linted, findings!);
        }
    }

    /// <summary>Checks the master map, and reports what was found. To be called after the walk, which has found the submounts.</summary>
    public LintResult Result(MapWalk walk)
    {
        var context = new LintContext(maps, walk.Submounts.Where(s => unusedToo || !s.From.IsUnused), uses);
        foreach (var rule in MasterRules)
        {
            rule(context, collectors);
        }

        return collectors.Sum();
    }
}
