using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>What automount never reads of the master maps that are there, because of the order of nsswitch.conf or of the name of a file.</summary>
internal static class MasterSourceRules
{
    /// <summary>How many mount points are named.</summary>
    private const int Named = 3;

    /// <summary>What distributions put into /etc/auto.master. That these are not read is no news.</summary>
    private static readonly (string MountPoint, string Map)[] Shipped = [("/misc", "/etc/auto.misc"), ("/net", "-hosts")];

    /// <summary>Judges the sources of the master map.</summary>
    public static IEnumerable<Finding> Run(AutomountView automount, NodeState state) =>
        [.. Unread(automount, state.Maps), .. automount.Local.WithoutSuffix.Select(WithoutSuffix)];

    private static IEnumerable<Finding> Unread(AutomountView automount, KnownMaps maps)
    {
        if (automount.MasterMap.StartsWith('/') || maps.Content is not { } read)
        {
            yield break;
        }

        var file = MapLookup.Folder + automount.MasterMap;
        if (read.File is null)
        {
            // What the file includes of the directory is no part of the file.
            var local = new MapLookup(maps.Inputs with { Served = [], IsServedComplete = true, MasterMap = file }).Master();
            if (automount.Sources.Any(s => s.Name == "files") && local is not null && Lost(local, maps.Master) is { Count: > 0 } lost)
            {
                yield return new Finding
                {
                    Kind = AutomountMasterShadowed,
                    Subject = file,
                    Message = $"automount does not read {file}, because {First(automount)} comes first in nsswitch.conf and has {automount.MasterMap}: {Some(lost)}",
                    Source = new FindingSource(Map: automount.MasterMap, Key: lost[0].MountPoint, File: lost[0].Record.File ?? file, Line: lost[0].Record.Line),
                };
            }
        }
        else if (automount.Sources.Any(s => s.Name == "sss") && new MapLookup(maps.Inputs).Served(automount.MasterMap) is { } served && Lost(served, maps.Master) is { Count: > 0 } ignored)
        {
            yield return new Finding
            {
                Kind = AutomountMasterIgnored,
                Subject = automount.MasterMap,
                Message = $"automount does not read {automount.MasterMap} of the directory, because {First(automount)} comes first in nsswitch.conf and {read.File} is there: {Some(ignored)}",
                Source = new FindingSource(Map: automount.MasterMap, Key: ignored[0].MountPoint, Dn: ignored[0].Record.Dn),
            };
        }
    }

    private static string First(AutomountView automount) => automount.Sources.FirstOrDefault(s => s.Name is "sss" or "ldap" or "files")?.Name ?? "another source";

    private static List<MasterEntry> Lost(MapContent unread, MasterMap read)
    {
        var there = read.Entries.Where(e => e.MountPoint != MasterEntry.DirectMountPoint).Select(e => e.MountPoint).ToHashSet();
        var direct = read.Entries.Where(e => e.MountPoint == MasterEntry.DirectMountPoint).Select(e => e.Map).ToHashSet();
        return
        [
            .. MasterMap.Parse(unread).Effective().Where(e =>
                !Shipped.Contains((e.MountPoint, e.Record.Value.Trim()))
                && (e.MountPoint == MasterEntry.DirectMountPoint ? !direct.Contains(e.Map) : !there.Contains(e.MountPoint))),
        ];
    }

    private static string Some(List<MasterEntry> lost)
    {
        var named = string.Join(", ", lost.Take(Named).Select(e => e.MountPoint == MasterEntry.DirectMountPoint ? $"direct map {e.Map}" : e.MountPoint));
        var more = lost.Count > Named ? $" and {lost.Count - Named} more" : "";
        return lost.Count == 1 ? $"{named} does not exist" : $"{named}{more} do not exist";
    }

    private static Finding WithoutSuffix(string path) => new()
    {
        Kind = AutomountNoSuffix,
        Subject = path,
        Message = $"automount ignores {path}, because its name does not end in .autofs",
        Source = new FindingSource(File: path),
    };
}
