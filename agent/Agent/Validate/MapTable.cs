using System.Globalization;
using Automount.Findings;
using Automount.Text;
using Spectre.Console;

namespace AutomountAgent.Validate;

/// <summary>
/// The findings about maps for people: the verdict in one line, then map by map what is wrong, with the text and a caret below the place;
/// what to do is printed once per code, at the end.
/// </summary>
internal static class MapTable
{
    private const int Longest = 1000;

    /// <summary>Prints the result of a validation.</summary>
    public static void Print(IAnsiConsole screen, MapValidation result)
    {
        screen.MarkupLine(Verdict(result));
        foreach (var map in result.Findings.GroupBy(f => f.Source?.Map ?? f.Source?.File ?? f.Subject))
        {
            screen.WriteLine();
            screen.MarkupLine($"[bold]{Safe(map.Key)}[/]");
            foreach (var finding in map.OrderBy(f => f.Severity))
            {
                Print(screen, finding);
            }
        }

        if (!result.Findings.IsEmpty)
        {
            screen.WriteLine();
            screen.MarkupLine("[bold]What to do[/]");
            foreach (var finding in result.Findings.DistinctBy(f => (f.Kind.Code, f.WhatToDo)).OrderBy(f => f.Severity))
            {
                screen.MarkupLine($"  {Safe(finding.Kind.Code)}: {Safe(finding.WhatToDo)}");
            }
        }

        screen.WriteLine();
        screen.MarkupLine(Safe(Summary(result)));
    }

    private static string Verdict(MapValidation result)
    {
        if (result.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } first)
        {
            return $"[bold red]broken: {Safe(first.Message)}[/]";
        }

        return result.Findings.Any(f => f.Severity == Severity.Warning)
            ? "[bold yellow]degraded: the maps work, but not as they seem to be meant[/]"
            : "[bold green]ok: nothing is wrong with the maps[/]";
    }

    private static void Print(IAnsiConsole screen, Finding finding)
    {
        var kind = finding.Kind;
        var key = finding.Source?.Key is { } name ? $" {name}" : "";
        screen.MarkupLine($"  [{Color(kind.Severity)}]{kind.Severity.Name()}[/] {Safe(kind.Code)}{Safe(key)}: {Safe(finding.Message)}");
        if (finding.Excerpt is { } excerpt)
        {
            var shown = CaretText.Of(excerpt);
            screen.MarkupLine($"      {Markup.Escape(shown.Text)}");
            screen.MarkupLine($"      {new string(' ', shown.Caret)}[{Color(kind.Severity)}]^[/]");
        }

        if (Where(finding.Source) is { } where)
        {
            screen.MarkupLine($"      [dim]{Safe(where)}[/]");
        }
    }

    private static string? Where(FindingSource? source) => source switch
    {
        { File: { } file, Line: { } line } => $"{file}:{line}",
        { File: { } file } => file,
        { Dn: { } dn } => dn,
        _ => null,
    };

    private static string Summary(MapValidation result) => string.Join(", ", [
        Wording.Count(result.Maps, "map"),
        Wording.Count(result.Entries, "entry", "entries"),
        Wording.Count(result.Count(Severity.Error), "error"),
        Wording.Count(result.Count(Severity.Warning), "warning"),
        $"{result.Silenced.Values.Sum().ToString("N0", CultureInfo.InvariantCulture)} silenced"]);

    /// <summary>Text from outside: no control character, and no markup of Spectre.Console.</summary>
    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));

    private static string Color(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        _ => "blue",
    };
}
