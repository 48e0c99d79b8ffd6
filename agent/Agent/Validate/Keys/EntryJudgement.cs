using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Validate.Keys;

/// <summary>Judges one entry by the rules of the maps, whatever else is in its map.</summary>
internal static class EntryJudgement
{
    /// <summary>What is wrong with an entry.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="use">Its map.</param>
    /// <param name="record">The entry.</param>
    /// <param name="submounts">The maps that it mounts below itself.</param>
    /// <param name="silence">What is not reported.</param>
    public static ImmutableArray<Finding> Of(
        KnownMaps maps, MapUse use, MapRecord record, IEnumerable<string> submounts, Silence silence)
    {
        // Of all the others only their names count: to judge them again for each entry would be far too much.
        var alone = use.Map with { Entries = [record], Dropped = [], Allows = [] };
        var others = submounts.Where(name => name != alone.Name).Select(maps.Find).OfType<MapContent>();
        var root = use.Root.Record;
        var master = root.Key.Length == 0 ? null : maps.Content! with { Entries = [root], Dropped = [], Allows = [] };
        var known = KnownMaps.From(master, [alone, .. others.Select(m => m with { Entries = [], Dropped = [] })], maps.Inputs.Node);
        return
        [
            .. MapLinter.Run(known, silence, unusedToo: true).Kinds
                .Where(kind => kind.Map == alone.Name)
                .SelectMany(kind => kind.Listed)
                .Where(finding => finding.Source?.Key == record.Key)
                .OrderBy(finding => finding.Severity),
        ];
    }
}
