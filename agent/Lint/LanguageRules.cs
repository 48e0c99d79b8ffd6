using Automount.Catalog;
using Automount.Maps.Sources;
using Automount.Maps;
using static Automount.Lint.FindingCollector;

namespace Automount.Lint;

/// <summary>
/// Maps that automount reads and this agent does not. Without a finding, no findings about their entries would look like approval.
/// </summary>
internal static class LanguageRules
{
    /// <summary>Checks the maps of the master map one by one.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        var ofMaster = findings.Master;
        var local = context.Maps.Inputs.Local;
        var programs = local.Programs.Except(local.TextPrograms).ToHashSet(StringComparer.Ordinal);
        var texts = local.TextPrograms.ToHashSet(StringComparer.Ordinal);
        var scripts = local.ScriptsAsText.ToHashSet(StringComparer.Ordinal);
        var left = local.Unread.Where(u => !u.IsFailure).ToDictionary(u => u.Path, u => u.Why, StringComparer.Ordinal);
        Amd(context, ofMaster);
        foreach (var map in context.Maps.Master.EffectiveMaps())
        {
            Programs(map, texts, scripts, ofMaster);
            var what = Unread(map) ?? LeftAlone(map, programs, left);
            if (what is not null && ofMaster.ShouldList(MapSourceFindings.NotValidated, map.Record))
            {
                var uses = $"{Escape(map.MountPoint)} of {ofMaster.Map} uses {Escape(map.Map)}, {what}";
                ofMaster.AddForKey(MapSourceFindings.NotValidated, map.Record, $"{uses}: its entries are not looked into");
            }
        }
    }

    /// <summary>Files whose mode and whose first bytes contradict each other.</summary>
    private static void Programs(
        MasterEntry map, HashSet<string> texts, HashSet<string> scripts, FindingCollector findings)
    {
        if (map.Source is not (MapSource.File or MapSource.Nsswitch))
        {
            return;
        }

        var path = PathOf(map);
        var uses = $"{Escape(map.MountPoint)} of {findings.Map} uses {Escape(map.Map)}";
        if (map.Type.Length == 0 && texts.Contains(path) && findings.ShouldList(MapSourceFindings.TextAsProgram, map.Record))
        {
            findings.AddForKey(MapSourceFindings.TextAsProgram, map.Record,
                $"{uses}, an executable file that is no program: automount runs it and gets no key");
        }
        else if (scripts.Contains(path) && findings.ShouldList(MapSourceFindings.ScriptAsText, map.Record))
        {
            var why = map.Type.Length == 0 ? "is not executable" : $"has the type {map.Type}";
            findings.AddForKey(MapSourceFindings.ScriptAsText, map.Record,
                $"{uses}, a program that {why}: automount reads it as a map, each line of it as an entry");
        }
    }

    private static string PathOf(MasterEntry map) => map.Map.StartsWith('/') ? map.Map : MapLookup.Folder + map.Map;

    private static void Amd(LintContext context, FindingCollector findings)
    {
        var roots = context.Roots.Select(r => r.MountPoint).ToHashSet(StringComparer.Ordinal);
        foreach (var mount in context.Node.AmdMounts.Where(m => !roots.Contains(m.MountPoint)))
        {
            var record = new MapRecord(mount.MountPoint, mount.Map, Line: mount.Line) { File = mount.File };
            if (findings.ShouldList(MapSourceFindings.NotValidated, record))
            {
                var uses = mount.Map.Length > 0 ? $"uses {Escape(mount.Map)}, a map in amd format" : "names no map";
                var point = $"{Escape(mount.MountPoint)} is a mount point of its own in {mount.File}";
                findings.AddForKey(MapSourceFindings.NotValidated, record, $"{point} and {uses}: its entries are not looked into");
            }
        }
    }

    private static string? Unread(MasterEntry map) => map switch
    {
        { Kind: MasterEntryKind.Unsupported } => $"a map in {map.Format} format",
        { Kind: not (MasterEntryKind.Indirect or MasterEntryKind.Direct) } => null,
        { Source: MapSource.Program } => "a program",
        { Source: MapSource.Other } => $"a map of type {map.Type}",
        _ => null,
    };

    /// <summary>
    /// automount runs an executable file where its type is not given. Other files are not read because reading them might hang.
    /// </summary>
    private static string? LeftAlone(MasterEntry map, HashSet<string> programs, Dictionary<string, string> left)
    {
        if (map.Source is not (MapSource.File or MapSource.Nsswitch))
        {
            return null;
        }

        var path = PathOf(map);
        if (map.Type.Length == 0 && programs.Contains(path))
        {
            return "an executable file, which automount runs";
        }

        return left.TryGetValue(path, out var why) ? $"a file that {why}" : null;
    }
}
