using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>
/// Says what automount, mount.nfs or the kernel would refuse in a set of maps, or silently read as something else. Pure: the maps, and
/// facts about the
/// node, are all it knows. Time and memory are linear in the size of the maps; each entry is parsed once and shown to all rules.
/// </summary>
public static class MapCritic
{
    /// <summary>Findings of one code in one map beyond this many are counted, not listed: a report must stay readable.</summary>
    public const int Listed = 20;

    private static readonly ImmutableArray<MasterRule> MasterRules =
        [MasterEntryRules.Judge, MasterOptionRules.Judge, ReferenceRules.Judge, LayoutRules.Judge, LanguageRules.Judge];

    private static readonly ImmutableArray<MapRule> MapRules = [SiblingRules.Judge, WildcardRules.Judge];

    private static readonly ImmutableArray<EntryRule> EntryRules = [KeyRules.Judge, SyntaxRules.Judge, SubstitutionRules.Judge, LocationRules.Judge, TypeRules.Judge, OptionRules.Judge];

    /// <summary>Judges the master map and every map that it uses, itself or through submounts.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="node">What is known of the node that uses them.</param>
    /// <param name="silence">What is only counted.</param>
    /// <param name="listed">How many findings of one code in one map are listed, at least 1; the last one counts the rest.</param>
    /// <param name="unusedToo">Judges also the maps that nothing uses, each by itself.</param>
    public static Criticism Judge(KnownMaps maps, NodeFacts node, Silence silence, int listed = Listed, bool unusedToo = false)
    {
        var site = new Site(maps, node);
        var sheets = new FindingSheets(maps.Content, listed, silence);
        foreach (var use in site.Uses(unusedToo))
        {
            Judge(site, use, sheets.Of(use));
        }

        // Last, because which map uses which is learnt from the entries.
        foreach (var rule in MasterRules)
        {
            rule(site, sheets);
        }

        return sheets.Sum();
    }

    private static void Judge(Site site, MapUse use, FindingSheet sheet)
    {
        foreach (var rule in MapRules)
        {
            rule(use, sheet);
        }

        foreach (var record in use.Map.Entries)
        {
            var (parsed, error) = EntryParser.Parse(record.Key is "*" or "/" ? "key" : record.Key, record.Value, use.Context);
            var entry = new JudgedEntry(use, record, parsed, error);
            foreach (var rule in EntryRules)
            {
                rule(entry, sheet);
            }

            if (parsed is not null)
            {
                foreach (var mount in parsed.Mounts)
                {
                    if (mount.Kind == MountKind.Submount)
                    {
                        site.Meet(entry, mount);
                    }
                }
            }
        }
    }
}
