using System.Globalization;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Programs;
using AutomountAgent.Validate.Keys;

namespace AutomountAgent.Validate.Programs;

/// <summary>A program map, and how the master map uses it.</summary>
/// <param name="Path">Path of the program.</param>
/// <param name="Root">The entry of the master map; null when none that is given names it.</param>
internal sealed record ProgramUse(string Path, MasterEntry? Root)
{
    /// <summary>The use of a program in some maps.</summary>
    /// <param name="maps">The maps; <see cref="KnownMaps.None"/> when none are given.</param>
    /// <param name="path">Path of the program.</param>
    public static ProgramUse Of(KnownMaps maps, string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var named = maps.Master.EffectiveMaps().Where(e => System.IO.Path.GetFileName(e.Map) == System.IO.Path.GetFileName(full)).ToList();
        return new ProgramUse(full, named.FirstOrDefault(e => e.Map == full) ?? named.FirstOrDefault());
    }

    /// <summary>Variables that the entry of the master map defines.</summary>
    public IReadOnlyDictionary<string, string> Variables => Root?.Options.Variables ?? new MasterOptions().Variables;
}

/// <summary>What a program map answered, as a report on its key. Pure.</summary>
internal static class ProgramReport
{
    /// <summary>The report: the entry judged as one of a map, or why there is none.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="use">The program.</param>
    /// <param name="key">The key.</param>
    /// <param name="answer">What it answered.</param>
    /// <param name="silence">Which findings are not reported.</param>
    public static KeyReport Of(KnownMaps maps, ProgramUse use, string key, ProgramAnswer answer, Silence silence)
    {
        if (!answer.IsEntry)
        {
            return new KeyReport(key, [], [], []) { Notes = [WhyNot(use.Path, answer)] };
        }

        var content = new MapContent(use.Root?.Map ?? use.Path, null, [new MapRecord(key, answer.Line)]);
        var root = use.Root ?? new MasterEntry(
            "", MasterEntryKind.Indirect, MapSource.Program, use.Path, new MasterOptions(), new MapRecord("", ""));
        var isDirect = root.Kind == MasterEntryKind.Direct;
        var map = new MapUse(content, root, isDirect, maps.ContextOf(root));
        var point = root.MountPoint.Length > 0 ? root.MountPoint : null;
        var lookup = new KeyLookup(maps, use.Path, silence);
        string[] notes = answer.HasMore ? [$"{use.Path} printed more than one line: automount reads the first"] : [];
        return new KeyReport(key, [lookup.AnswerOf(map, key, content.Entries[0], point)], [], []) { Notes = [.. notes] };
    }

    private static string WhyNot(string path, ProgramAnswer answer) => answer switch
    {
        { Status: null } => $"{path} did not end in time and was killed: automount would wait, and every other key of the map with it",
        { Status: > 128 and var status } => $"{path} was ended by signal {Number(status - 128)}: automount mounts nothing",
        { Status: 0 } => $"{path} printed nothing: for automount the key does not exist",
        { Status: { } status } => $"{path} ended with status {Number(status)}: automount mounts nothing, whatever it printed",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
