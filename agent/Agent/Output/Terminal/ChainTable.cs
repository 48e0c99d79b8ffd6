using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;
using Spectre.Console;

namespace AutomountAgent.Output.Terminal;

/// <summary>
/// The verdict for people: first one sentence that names the first broken link, then what to do, the links, and every finding.
/// </summary>
internal static class ChainTable
{
    private const int Longest = 1000;

    /// <summary>Prints the report.</summary>
    /// <param name="screen">Where to, see <see cref="Screen"/>.</param>
    /// <param name="report">What to print.</param>
    /// <param name="required">The required paths, where they are known.</param>
    public static void Print(IAnsiConsole screen, ChainReport report, RequiredSnapshot? required = null)
    {
        screen.MarkupLine($"[bold {Colors.Of(report.Verdict)}]{Safe(StatusLine.Of(report, required))}[/]");
        if (report.FirstBroken is { } first)
        {
            screen.MarkupLine($"What it breaks: {Safe(first.Kind.Explanation)}");
            screen.MarkupLine($"What to do: {Safe(first.WhatToDo)}");
        }

        screen.WriteLine();
        screen.Write(Links(report));
        if (SilencedText.Of(report) is { } silenced)
        {
            screen.WriteLine();
            screen.MarkupLine(Safe(silenced));
        }

        foreach (var finding in report.Findings)
        {
            screen.WriteLine();
            Print(screen, finding, report.Time, first: ReferenceEquals(finding, report.FirstBroken));
        }
    }

    private static Table Links(ChainReport report)
    {
        var hasSince = report.Links.Any(link => link.Since != default);
        string[] columns = hasSince ? ["LINK", "STATE", "SINCE", "FINDINGS"] : ["LINK", "STATE", "FINDINGS"];
        var table = new Table().Border(TableBorder.None).AddColumns(columns);
        foreach (var link in report.Links)
        {
            var (name, state) = (link.Link.Name(), $"[{Colors.Of(link.State)}]{link.State.Name()}[/]");
            var findings = string.Join(", ", link.Findings.GroupBy(f => f.Kind.Code).Select(Counted));
            var what = Safe(link.Findings.IsEmpty ? link.Reason : findings);
            string[] cells = hasSince ? [name, state, Times.Short(link.Since, report.Time), what] : [name, state, what];
            table.AddRow(cells);
        }

        return table;
    }

    private static string Counted(IGrouping<string, Finding> findings) =>
        findings.Count() == 1 ? findings.Key : $"{findings.Key} ({findings.Count()})";

    private static void Print(IAnsiConsole screen, Finding finding, DateTimeOffset now, bool first)
    {
        var since = finding.Since == default ? "" : $" (since {Times.Short(finding.Since, now)})";
        var severity = $"[{Colors.Of(finding.Severity)}]{finding.Severity.Name()}[/]";
        screen.MarkupLine($"{severity} {Safe(finding.Kind.Code)}: {Safe(finding.Message)}{since}{Follows(finding)}");
        if (Where(finding.Source) is { Length: > 0 } where)
        {
            screen.MarkupLine($"  where: {Safe(where)}");
        }

        // That of the first broken link is at the top already.
        if (!first)
        {
            screen.MarkupLine($"  do: {Safe(finding.WhatToDo)}");
        }
    }

    private static string Follows(Finding finding) => finding.FollowsFrom is { } cause ? $" (follows from {Safe(cause)})" : "";

    private static string Where(FindingSource? source)
    {
        if (source is null)
        {
            return "";
        }

        var parts = new List<string>();
        if (source.Map is { } map)
        {
            parts.Add($"map {map}");
        }

        if (source.Key is { } key)
        {
            parts.Add($"key {key}");
        }

        if (source.Dn is { } dn)
        {
            parts.Add(dn);
        }

        if (source.File is { } file)
        {
            parts.Add(source.Line is { } line ? $"{file}:{line}" : file);
        }

        return string.Join(", ", parts);
    }

    /// <summary>Text from outside: no control character, and no markup of Spectre.Console.</summary>
    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));
}
