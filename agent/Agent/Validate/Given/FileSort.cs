using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Validate.Given;

/// <summary>What sort a given file is, as far as its path and its content say.</summary>
/// <param name="masterName">The file name of the master map that the user gives; null for the usual ones.</param>
internal sealed class FileSort(string? masterName)
{
    /// <summary>The folder whose files are drop-ins of the master map.</summary>
    public const string DropInFolder = "auto.master.d";

    private const string DropInSuffix = ".autofs";

    /// <summary>What the parameters of amd maps are called (am-utils, "Location Format"); <c>:=</c> follows them.</summary>
    private static readonly string[] AmdParameters =
        ["type", "rhost", "rfs", "fs", "opts", "dev", "sublink", "cachedir", "mount", "unmount", "pref", "addopts", "remopts", "delay"];

    /// <summary>Whether a file is a master map or a drop-in of one: <c>auto.master</c>, <c>site.auto.master</c>, <c>x.autofs</c>.</summary>
    public bool IsMaster(string path)
    {
        var name = Path.GetFileName(path);
        if (masterName is not null && name == masterName)
        {
            return true;
        }

        var isUsual = masterName is null && MasterMap.UsualNames.Any(name.Contains);
        return !LeftoverNames.IsBackup(name) && (isUsual || name.EndsWith(DropInSuffix, StringComparison.Ordinal));
    }

    /// <summary>The order in which master maps are read: the map itself, others like it, drop-ins.</summary>
    public int Rank(string path)
    {
        var name = Path.GetFileName(path);
        if (name.EndsWith(DropInSuffix, StringComparison.Ordinal) && name != masterName)
        {
            return 2;
        }

        return IsMasterItself(path) ? 0 : 1;
    }

    /// <summary>Whether a file is the master map, of which a node has one.</summary>
    public bool IsMasterItself(string path) =>
        Path.GetFileName(path) is var name && (masterName is null ? MasterMap.UsualNames.Contains(name) : name == masterName);

    /// <summary>Whether a file lies where automount reads drop-ins, under a name that it does not read.</summary>
    public static bool IsIgnoredDropIn(string path) =>
        Path.GetFileName(Path.GetDirectoryName(path)) == DropInFolder && !path.EndsWith(DropInSuffix, StringComparison.Ordinal);

    /// <summary>Whether entries are written in the language of amd.</summary>
    public static bool IsAmd(MapContent map) => map.Entries.Any(e => e.Key == "/defaults" || HasAmdParameter(e.Value));

    /// <summary>Whether entries are those of a master map: mount points, and other maps that are given.</summary>
    /// <param name="map">The file, read as a map.</param>
    /// <param name="isGiven">Whether a map of a name is given.</param>
    public static bool LooksLikeMaster(MapContent map, Func<string, bool> isGiven)
    {
        var entries = map.Entries.Where(e => !e.Key.StartsWith('+')).ToList();
        return entries.Count > 0
            && entries.TrueForAll(e => e.Key.StartsWith('/'))
            && MasterMap.Parse(map with { Entries = [.. entries] }).EffectiveMaps().Any(e => IsOfMaster(e, isGiven));
    }

    private static bool IsOfMaster(MasterEntry entry, Func<string, bool> isGiven) =>
        entry.Kind is MasterEntryKind.Hosts or MasterEntryKind.Null
        || (entry.Map.Length > 0 && (isGiven(entry.Map) || entry.MountPoint == MasterEntry.DirectMountPoint));

    private static bool HasAmdParameter(string value)
    {
        for (var at = value.IndexOf(":=", StringComparison.Ordinal); at >= 0; at = value.IndexOf(":=", at + 2, StringComparison.Ordinal))
        {
            var head = value.AsSpan(0, at);
            var word = head[(head.LastIndexOfAnyExceptInRange('a', 'z') + 1)..];
            foreach (var parameter in AmdParameters)
            {
                if (word.SequenceEqual(parameter))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
