using Automount.Catalog;
using Automount.Findings;

namespace Automount.Lint;

/// <summary>
/// Finds the faults of mount options in one map. Of a million entries most have the same options, so each text is checked once.
/// </summary>
/// <param name="mapOptions">Options of the master map's entry, which come before those of each entry. Their faults are the master
/// map's.</param>
/// <param name="holdsHomes">The map is one of homes.</param>
internal sealed class OptionChecker(string mapOptions, bool holdsHomes)
{
    /// <summary>This many texts are kept: in a map in which each entry has its own options, more memory would not help.</summary>
    private const int MaxTexts = 1024;

    private readonly Dictionary<string, OptionFault[]> checkedTexts = new(StringComparer.Ordinal);
    private readonly HashSet<(FindingKind Kind, string Option)> ofMap =
    [
        .. OptionFaults.Part(mapOptions).Select(f => (f.Kind, f.Option)),


        // A map of NFS mounts may have a bind mount among them.
        .. new OptionText(mapOptions).All.Select(o => (MapOptionFindings.BindOptions, o)),
    ];

    private string lastOptions = "";
    private OptionFault[]? last;

    /// <summary>The faults that an entry adds to those of its map.</summary>
    /// <param name="options">All options of a mount.</param>
    public OptionFault[] Of(string options)
    {
        if (last is null || options != lastOptions)
        {
            (lastOptions, last) = (options, Find(options));
        }

        return last;
    }

    private OptionFault[] Find(string options)
    {
        if (checkedTexts.TryGetValue(options, out var known))
        {
            return known;
        }

        OptionFault[] faults = [.. OptionFaults.Whole(options, holdsHomes).Where(f => !ofMap.Contains((f.Kind, f.Option)))];
        if (checkedTexts.Count < MaxTexts)
        {
            checkedTexts.Add(options, faults);
        }

        return faults;
    }
}
