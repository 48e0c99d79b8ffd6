using System.Collections.Immutable;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Finds the faults of mount options in one map. Of a million entries most have the same options, so each text is checked once.
/// </summary>
/// <param name="mapOptions">Options of the master map's entry, which come before those of each entry. Their faults are the master
/// map's.</param>
/// <param name="map">What is known of the map.</param>
internal sealed class OptionChecker(string mapOptions, OptionMap map)
{
    /// <summary>This many texts are kept: in a map in which each entry has its own options, more memory would not help.</summary>
    private const int MaxTexts = 1024;

    private static readonly OptionText None = new("");

    private readonly Dictionary<string, OptionFault[]> checkedTexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OptionFault[]> checkedLocal = new(StringComparer.Ordinal);
    private readonly OptionText ofMap = new(mapOptions);

    private string lastOptions = "";
    private OptionFault[]? last;

    /// <summary>The faults that an entry adds to those of its map, each once.</summary>
    public IReadOnlyList<OptionFault> Of(MapEntry entry)
    {
        if (entry.Mounts.Length == 1)
        {
            return IsLocal(entry.Mounts[0]) ? OfLocal(entry.Mounts[0].Options) : OfOne(entry.Mounts[0].Options);
        }

        var local = entry.Mounts.Where(IsLocal).ToList();
        ImmutableArray<EntryMount> others = local.Count == 0 ? entry.Mounts : [.. entry.Mounts.Where(m => !IsLocal(m))];
        return [.. others.IsEmpty ? [] : OfAll(others), .. local.SelectMany(m => OfLocal(m.Options))];
    }

    /// <summary>
    /// Whether automount binds what is mounted, on every node: a location without a host, or with the loopback address. With <c>port=</c>
    /// and <c>nobind</c> it does not.
    /// </summary>
    private static bool IsLocal(EntryMount mount) => mount is { Kind: MountKind.Nfs, Locations: [var location] }
        && location.Hosts is [] or [{ Name: "localhost" or "127.0.0.1" or "::1" }]
        && !MountOptions.Has(mount.Options, "nobind") && !MountOptions.HasValue(mount.Options, "port");

    private OptionFault[] OfLocal(string options)
    {
        if (checkedLocal.TryGetValue(options, out var known))
        {
            return known;
        }

        OptionFault[] faults = [.. OptionFaults.Local(IsBefore(mapOptions, options) ? options[mapOptions.Length..] : options)];
        if (checkedLocal.Count < MaxTexts)
        {
            checkedLocal.Add(options, faults);
        }

        return faults;
    }

    private OptionFault[] OfOne(string options)
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

        var (own, before) = IsBefore(mapOptions, options) ? (options[mapOptions.Length..], ofMap) : (options, None);
        OptionFault[] faults = [.. OptionFaults.Whole(own, before, map)];
        if (checkedTexts.Count < MaxTexts)
        {
            checkedTexts.Add(options, faults);
        }

        return faults;
    }

    /// <summary>What the offsets have in common is checked once, so that an entry is not checked for each of its offsets.</summary>
    private List<OptionFault> OfAll(ImmutableArray<EntryMount> mounts)
    {
        var first = mounts.FirstOrDefault(m => m.Kind == MountKind.Nfs) ?? mounts[0];
        var faults = OfOne(first.Options).ToList();
        var common = first.Options;
        foreach (var mount in mounts)
        {
            common = Common(common, mount.Options);
        }

        var isAppended = IsBefore(mapOptions, common);
        var before = isAppended ? new OptionText(common[mapOptions.Length..], ofMap) : new OptionText(common);
        foreach (var mount in mounts.Where(m => m.Options != first.Options))
        {
            faults.AddRange(OptionFaults.Whole(mount.Options[common.Length..], before, map));
        }

        return faults;
    }

    /// <summary>The whole options with which both texts begin.</summary>
    private static string Common(string a, string b)
    {
        var length = a.AsSpan().CommonPrefixLength(b);
        var isWhole = IsEnd(a, length) && IsEnd(b, length);
        return isWhole ? a[..length] : a[..Math.Max(a.AsSpan(0, length).LastIndexOf(','), 0)];
    }

    /// <summary>Options of an entry that hold those of its map replace them (<see cref="MountOptions.Append(string, string)"/>).</summary>
    private static bool IsBefore(string map, string options) =>
        options.StartsWith(map, StringComparison.Ordinal) && IsEnd(options, map.Length);

    private static bool IsEnd(string options, int at) => at == options.Length || options[at] == ',';
}
