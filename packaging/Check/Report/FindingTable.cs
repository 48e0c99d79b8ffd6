using Automount.Findings;
using Automount.Text;
using Spectre.Console;

namespace AutomountPackaging.Check.Report;

/// <summary>Findings for people: by file, each with its place, code, message and remedy.</summary>
internal static class FindingTable
{
    // More would be read by nobody; JSON has all of them.
    private const int MaxUnseen = 20;

    // Of one rule in one file; the other formats have all of them.
    private const int MaxOfRule = 20;

    public static void Print(IAnsiConsole screen, CheckResult result)
    {
        var findings = result.Findings;
        foreach (var file in findings.GroupBy(f => f.File))
        {
            screen.MarkupLine($"[bold]{Markup.Escape(Quote.Path(file.Key))}[/]");
            foreach (var finding in Shown(file))
            {
                Print(screen, finding);
            }

            foreach (var (rule, count) in file.CountBy(f => f.Rule).Where(r => r.Value > MaxOfRule))
            {
                screen.MarkupLine($"  ... and {Wording.Count(count - MaxOfRule, "finding")} more of {Markup.Escape(rule.Code)}");
            }

            screen.WriteLine();
        }

        var errors = findings.Count(f => f.Rule.Severity == Severity.Error);
        var warnings = findings.Count(f => f.Rule.Severity == Severity.Warning);
        foreach (var (file, why) in result.NotLookedInto.Take(MaxUnseen))
        {
            screen.MarkupLine($"not looked into: {Markup.Escape(Quote.Path(file))}: {Markup.Escape(why)}");
        }

        if (result.NotLookedInto.Count > MaxUnseen)
        {
            screen.MarkupLine($"not looked into: {result.NotLookedInto.Count - MaxUnseen} more");
        }

        var (files, faults) = (Wording.Count(result.Files, "file"), Wording.Count(errors, "error"));
        screen.MarkupLine($"{files}, {faults}, {Wording.Count(warnings, "warning")}, for OpenShift {result.Target}");
    }

    private static IEnumerable<PackagingFinding> Shown(IEnumerable<PackagingFinding> findings)
    {
        var seen = new Dictionary<PackagingRule, int>();
        return findings.Where(f => (seen[f.Rule] = seen.GetValueOrDefault(f.Rule) + 1) <= MaxOfRule);
    }

    private static void Print(IAnsiConsole screen, PackagingFinding finding)
    {
        var (rule, color) = (finding.Rule, Color(finding.Rule.Severity));
        screen.MarkupLine(
            $"  {Place(finding),-8} [{color}]{rule.Severity.Name(),-7}[/]  {Markup.Escape(finding.Message)}  [dim]{rule.Code}[/]");
        screen.MarkupLine($"           [dim]{Markup.Escape(rule.Remedy)}[/]");
    }

    /// <summary>The catalogue.</summary>
    public static void PrintRules(IAnsiConsole screen)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("RULE", "SEVERITY", "CODE", "WHAT");
        table.ShowHeaders = true;
        foreach (var rule in RuleCatalog.All)
        {
            table.AddRow(Markup.Escape($"{rule.Rule}"), rule.Severity.Name(), Markup.Escape(rule.Code), Markup.Escape(rule.Summary));
        }

        screen.Write(table);
    }

    private static string Place(PackagingFinding finding) => (finding.Line, finding.Column) switch
    {
        (0, _) => "-",
        (var line, 0) => $"{line}",
        var (line, column) => $"{line}:{column}",
    };

    private static string Color(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        _ => "blue",
    };
}
