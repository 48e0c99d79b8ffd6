using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// What automount never reads of the master maps that are there, because of the order of nsswitch.conf or of the name of a file.
/// </summary>
internal static class MasterSourceRules
{
    private const int MaxNames = 3;

    /// <summary>What distributions put into /etc/auto.master. Nobody expects these to be read.</summary>
    private static readonly (string MountPoint, string Map)[] Shipped = [("/misc", "/etc/auto.misc"), ("/net", "-hosts")];

    /// <summary>Judges the sources of the master map.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Automount?.Seen is not { } automount)
        {
            return [];
        }

        return [.. Unread(automount, state.Maps), .. automount.Local.WithoutSuffix.Select(WithoutSuffix)];
    }

    private static IEnumerable<Finding> Unread(AutomountSnapshot automount, KnownMaps maps)
    {
        if (automount.MasterMap.StartsWith('/') || maps.Content is not { } read)
        {
            return [];
        }

        var finding = read.File is null ? Shadowed(automount, maps) : Ignored(automount, maps, read.File);
        return finding is null ? [] : [finding];
    }

    private static Finding? Shadowed(AutomountSnapshot automount, KnownMaps maps)
    {
        if (automount.Sources.All(s => s.Name != "files"))
        {
            return null;
        }

        // What the file includes of the directory is not a part of the file.
        var file = MapLookup.Folder + automount.MasterMap;
        var local = new MapLookup(maps.Inputs with { Served = [], IsServedComplete = true, MasterMap = file }).Master();
        if (local is null || Lost(local, maps.Master) is not { Count: > 0 } lost)
        {
            return null;
        }

        var record = lost[0].Record;
        return new Finding
        {
            Kind = AutomountFindings.MasterShadowed,
            Subject = file,
            Message = $"automount does not read {file}, because {First(automount)} comes first in nsswitch.conf "
                + $"and has {automount.MasterMap}: {NotThere(lost)}",
            Source = new FindingSource(Map: automount.MasterMap, Key: lost[0].MountPoint, File: record.File ?? file, Line: record.Line),
        };
    }

    private static Finding? Ignored(AutomountSnapshot automount, KnownMaps maps, string readFile)
    {
        if (automount.Sources.All(s => s.Name != "sss") || new MapLookup(maps.Inputs).Served(automount.MasterMap) is not { } served)
        {
            return null;
        }

        if (Lost(served, maps.Master) is not { Count: > 0 } lost)
        {
            return null;
        }

        return new Finding
        {
            Kind = AutomountFindings.MasterIgnored,
            Subject = automount.MasterMap,
            Message = $"automount does not read {automount.MasterMap} of the directory, "
                + $"because {First(automount)} comes first in nsswitch.conf and {readFile} is there: {NotThere(lost)}",
            Source = new FindingSource(Map: automount.MasterMap, Key: lost[0].MountPoint, Dn: lost[0].Record.Dn),
        };
    }

    private static string First(AutomountSnapshot automount) =>
        automount.Sources.FirstOrDefault(s => s.Name is "sss" or "ldap" or "files")?.Name ?? "another source";

    /// <summary>The entries of a map that is not read which the one that is read does not have.</summary>
    private static List<MasterEntry> Lost(MapContent unread, MasterMap read)
    {
        var points = read.Entries.Where(e => !IsDirect(e)).Select(e => e.MountPoint).ToHashSet();
        var direct = read.Entries.Where(IsDirect).Select(e => e.Map).ToHashSet();
        var effective = MasterMap.Parse(unread).Effective().Where(e => !Shipped.Contains((e.MountPoint, e.Record.Value.Trim())));
        return [.. effective.Where(e => IsDirect(e) ? !direct.Contains(e.Map) : !points.Contains(e.MountPoint))];
    }

    private static bool IsDirect(MasterEntry entry) => entry.MountPoint == MasterEntry.DirectMountPoint;

    private static string NotThere(List<MasterEntry> lost)
    {
        var names = lost.ConvertAll(e => IsDirect(e) ? $"direct map {e.Map}" : e.MountPoint);
        return $"{Wording.Some(names, MaxNames)} {Wording.Of(lost.Count, "does", "do")} not exist";
    }

    private static Finding WithoutSuffix(string path) => new()
    {
        Kind = AutomountFindings.NoSuffix,
        Subject = path,
        Message = $"automount ignores {path}, because its name does not end in .autofs",
        Source = new FindingSource(File: path),
    };
}
