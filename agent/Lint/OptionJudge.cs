using Automount.Catalog;
using Automount.Findings;

namespace Automount.Lint;

/// <summary>The faults of mount options in one map. Of a million entries most have the same options: each text is judged once.</summary>
/// <param name="mapOptions">Options of the master map's entry, which come before those of each entry and are judged there.</param>
/// <param name="holdsHomes">The map is one of homes.</param>
internal sealed class OptionJudge(string mapOptions, bool holdsHomes)
{
    /// <summary>So many texts are remembered: in a map in which each entry has its own options, memory would help nobody.</summary>
    private const int Remembered = 1024;

    private readonly Dictionary<string, OptionFault[]> judged = new(StringComparer.Ordinal);
    private readonly HashSet<(FindingKind Kind, string Option)> ofMap =
    [
        .. OptionFaults.Part(mapOptions).Select(f => (f.Kind, f.Option)),
        .. new OptionText(mapOptions).All.Select(o => (MapOptionFindings.BindOptions, o)), // A map of NFS mounts may have a bind mount among them.
    ];

    private string lastOptions = "";
    private OptionFault[]? last;

    /// <summary>The faults that an entry adds to those of its map.</summary>
    /// <param name="options">All options of a mount.</param>
    public OptionFault[] Of(string options)
    {
        if (last is not null && options == lastOptions)
        {
            return last;
        }

        if (!judged.TryGetValue(options, out var faults))
        {
            faults = [.. OptionFaults.Whole(options, holdsHomes).Where(f => !ofMap.Contains((f.Kind, f.Option)))];
            if (judged.Count < Remembered)
            {
                judged.Add(options, faults);
            }
        }

        (lastOptions, last) = (options, faults);
        return faults;
    }
}
