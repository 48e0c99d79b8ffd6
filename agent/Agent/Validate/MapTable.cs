using System.Globalization;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Output.Terminal;
using Spectre.Console;

namespace AutomountAgent.Validate;

/// <summary>
/// The findings about maps for people and their editors: the place first, as compilers print it, then the text with a caret below the
/// place, then what to do, once for each remedy; what is not listed is counted behind its map. The last line is the verdict and the totals.
/// </summary>
internal static class MapTable
{
    private const int Longest = 1000;

    /// <summary>Prints the result of a validation.</summary>
    public static void Print(IAnsiConsole screen, MapValidation result)
    {
        var helped = new HashSet<(string Code, string Text)>();
        var more = result.More.ToLookup(m => m.Map);
        foreach (var map in result.Findings.GroupBy(f => f.Source?.Map ?? f.Source?.File ?? f.Subject))
        {
            foreach (var finding in map.OrderBy(f => f.Severity))
            {
                Print(screen, finding, helped);
            }

            foreach (var rest in more[map.Key])
            {
                screen.MarkupLine($"... and {Number(rest.More)} more {Safe(rest.Kind.Code)} in {Safe(map.Key)}");
            }
        }

        if (!result.Findings.IsEmpty)
        {
            screen.WriteLine();
        }

        screen.MarkupLine($"{Verdict(result)}: {Markup.Escape(Summary(result))}");
    }

    private static string Verdict(MapValidation result) => result.Verdict switch
    {
        Model.Verdict.Broken => "[bold red]broken[/]",
        Model.Verdict.Degraded => "[bold yellow]degraded[/]",
        _ => "[bold green]ok[/]",
    };

    private static void Print(IAnsiConsole screen, Finding finding, HashSet<(string Code, string Text)> helped)
    {
        var (kind, color) = (finding.Kind, Colors.Of(finding.Severity));
        screen.MarkupLine(
            $"[bold]{Safe(Place(finding))}:[/] [{color}]{finding.Severity.Name()}:[/] {Safe(finding.Message)} {Safe($"[{kind.Code}]")}");
        if (finding.Excerpt is { } excerpt)
        {
            var shown = CaretText.Of(excerpt);
            screen.MarkupLine($"    {Markup.Escape(shown.Text)}");
            screen.MarkupLine($"    {new string(' ', shown.Caret)}[{color}]^[/]");
        }

        if (finding.Source is { File: null, Dn: { } dn })
        {
            screen.MarkupLine($"    [dim]dn: {Safe(dn)}[/]");
        }

        if (helped.Add((kind.Code, finding.WhatToDo)))
        {
            screen.MarkupLine($"    help: {Safe(finding.WhatToDo)}");
        }
    }

    /// <summary>The place in a file as editors read it; of an entry of a directory its map and key.</summary>
    private static string Place(Finding finding) => finding.Source switch
    {
        { File: { } file, Line: { } line, Column: { } column } => $"{file}:{line}:{column}",
        { File: { } file, Line: { } line } => $"{file}:{line}",
        { File: { } file } => file,
        _ => finding.Subject,
    };

    private static string Summary(MapValidation result) => string.Join(", ", [
        Wording.Count(result.Maps, "map"),
        Wording.Count(result.Entries, "entry", "entries"),
        Total(result, Severity.Error, "error"),
        Total(result, Severity.Warning, "warning"),
        $"{Number(result.Silenced.Values.Sum())} silenced"]);

    private static string Total(MapValidation result, Severity severity, string noun)
    {
        var (all, listed) = (result.Count(severity), result.Listed(severity));
        var count = Wording.Count(all, noun);
        return all == listed ? count : $"{count} ({Number(listed)} shown)";
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Text from outside: no control character, and no markup of Spectre.Console.</summary>
    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));
}
