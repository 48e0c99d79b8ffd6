using Spectre.Console;

namespace AutomountPackaging.Check.Report;

/// <summary>Findings for people: by file, each with its place, code, message and remedy.</summary>
internal static class FindingTable
{
    public static void Print(IAnsiConsole screen, IReadOnlyList<PackagingFinding> findings, int files)
    {
        foreach (var file in findings.GroupBy(f => f.File))
        {
            screen.MarkupLine($"[bold]{Markup.Escape(Quote.Path(file.Key))}[/]");
            foreach (var finding in file)
            {
                var color = finding.Rule.Severity == Severity.Error ? "red" : "yellow";
                var place = finding.Line == 0 ? "-" : finding.Column == 0 ? $"{finding.Line}" : $"{finding.Line}:{finding.Column}";
                screen.MarkupLine($"  {place,-8} [{color}]{Name(finding.Rule.Severity),-7}[/]  {Markup.Escape(finding.Message)}  [dim]{finding.Rule.Code}[/]");
                screen.MarkupLine($"           [dim]{Markup.Escape(finding.Rule.Remedy)}[/]");
            }

            screen.WriteLine();
        }

        var errors = findings.Count(f => f.Rule.Severity == Severity.Error);
        screen.MarkupLine($"{Count(files, "file")}, {Count(errors, "error")}, {Count(findings.Count - errors, "warning")}");
    }

    /// <summary>The catalogue.</summary>
    public static void PrintRules(IAnsiConsole screen)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("RULE", "SEVERITY", "CODE", "WHAT");
        table.ShowHeaders = true;
        foreach (var rule in RuleCatalog.All)
        {
            table.AddRow(Markup.Escape($"{rule.Rule}"), Name(rule.Severity), Markup.Escape(rule.Code), Markup.Escape(rule.Summary));
        }

        screen.Write(table);
    }

    public static string Name(Severity severity) => severity == Severity.Error ? "error" : "warning";

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
