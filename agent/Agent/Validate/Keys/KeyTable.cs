using Automount.Findings;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Output.Terminal;
using Spectre.Console;

namespace AutomountAgent.Validate.Keys;

/// <summary>What <c>validate --key</c> prints for people.</summary>
internal static class KeyTable
{
    private const int Longest = 2000;

    /// <summary>Prints the answers.</summary>
    public static void Print(IAnsiConsole screen, KeyReport report)
    {
        foreach (var answer in report.Answers)
        {
            screen.MarkupLine($"[bold]{Safe(Heading(answer))}[/]");
            foreach (var line in Lines(answer))
            {
                screen.MarkupLine($"    {Safe(line)}");
            }

            foreach (var finding in answer.Findings)
            {
                var severity = $"[{Colors.Of(finding.Severity)}]{finding.Severity.Name()}[/]";
                screen.MarkupLine($"    {severity}: {Safe(finding.Message)} {Safe($"[{finding.Kind.Code}]")}");
                screen.MarkupLine($"    help: {Safe(finding.WhatToDo)}");
            }
        }

        if (report.Answers.IsEmpty && report.Notes.IsEmpty)
        {
            var near = report.Near.IsEmpty ? "" : $"; near it: {string.Join(", ", report.Near)}";
            screen.MarkupLine(Safe($"no map that was looked into has the key {report.Key}, or a wildcard{near}"));
        }

        foreach (var note in report.Notes)
        {
            screen.MarkupLine(Safe(note));
        }

        foreach (var why in report.NotLookedInto)
        {
            screen.MarkupLine($"not looked into: {Safe(why)}");
        }
    }

    private static string Heading(KeyAnswer answer)
    {
        var what = $"{answer.Key} of {answer.Use.Map.Name}";
        if (answer.Error is not null)
        {
            return $"{what}: automount refuses the entry";
        }

        return answer.Path is { } path ? $"{what}: mounted at {path}" : $"{what}: the master map does not use the map";
    }

    private static IEnumerable<string> Lines(KeyAnswer answer)
    {
        var (record, use) = (answer.Record, answer.Use);
        yield return $"entry: {Place(answer.Source)}{record.Key} {Credentials.Mask(record.Value)}";
        if (answer.Master is { } master)
        {
            yield return $"map: {use.Map.Name}, by {Place(master)}{use.Root.Record.Key} {Credentials.Mask(use.Root.Record.Value)}";
        }

        if (answer.IsWildcard)
        {
            yield return $"why: the wildcard {record.Key}, because {use.Map.Name} has no key {answer.Key}";
        }

        if (answer.HiddenBy is { } first)
        {
            yield return $"why not: automount asks {first} first, which has the key";
        }

        foreach (var (written, value) in answer.Substitutions)
        {
            yield return value.Length > 0 ? $"put in: {written} is {value}" : $"put in: {written} is not known, and becomes nothing";
        }

        if (answer.Error is { } error)
        {
            yield return $"why not: {Credentials.Mask(error.Message, record.Value)}";
        }

        foreach (var mount in answer.Entry?.Mounts ?? [])
        {
            yield return Mount(answer, mount);
        }
    }

    private static string Mount(KeyAnswer answer, EntryMount mount)
    {
        var options = mount.Options.Length == 0 ? "" : $", options {Credentials.Mask(mount.Options, mount.Options)}";
        return $"mount: {What(answer, mount)}{Where(answer, mount)}, type {mount.Type}{options}";
    }

    private static string Where(KeyAnswer answer, EntryMount mount)
    {
        if (answer.Path is { } path)
        {
            return $" at {MountPath.Join(path, mount.Offset)}";
        }

        return mount.Offset == "/" ? "" : $" at the offset {mount.Offset}";
    }

    private static string What(KeyAnswer answer, EntryMount mount)
    {
        if (mount.Kind != MountKind.Submount)
        {
            return string.Join(" or ", mount.Locations.SelectMany(Sources));
        }

        var name = SubmountMap.Name(mount) ?? mount.Locations.FirstOrDefault()?.Path ?? "";
        return answer.Submounts.GetValueOrDefault(name) is { } entries
            ? $"the map {name} with {Wording.Count(entries, "entry", "entries")}"
            : $"the map {name}, which is not among the given maps,";
    }

    private static IEnumerable<string> Sources(MapLocation location)
    {
        if (location.Hosts.IsEmpty)
        {
            return [$":{location.Path}"];
        }

        return location.Hosts.Select(host => host.Weight == 0
            ? $"{host.Name}:{location.Path}"
            : $"{host.Name}:{location.Path} (weight {host.Weight})");
    }

    private static string Place(FindingSource source) => source switch
    {
        { File: { } file, Line: { } line } => $"{file}:{line}: ",
        { Dn: { } dn } => $"{dn}: ",
        _ => "",
    };

    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));
}
