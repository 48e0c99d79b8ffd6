using System.Globalization;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Output.Terminal;
using Spectre.Console;

namespace AutomountAgent.Validate.Diff;

/// <summary>What <c>validate --diff</c> prints for people: a line for each change, its place first.</summary>
internal static class DiffTable
{
    private const int Longest = 1000;

    /// <summary>Prints the differences.</summary>
    /// <param name="screen">Where they are printed.</param>
    /// <param name="differences">What differs.</param>
    /// <param name="listed">How many changes of one kind in one map, and how many findings, are listed.</param>
    public static void Print(IAnsiConsole screen, MapDifferences differences, int listed)
    {
        foreach (var group in differences.Changes.GroupBy(change => (change.Map, change.Kind)))
        {
            var (shown, all) = (0, 0);
            foreach (var change in group)
            {
                all++;
                if (shown < listed)
                {
                    shown++;
                    screen.MarkupLine(Line(change));
                }
            }

            More(screen, all - shown, $"{group.Key.Kind.Name()} in {group.Key.Map}");
        }

        Print(screen, "new", differences.NewFindings, listed);
        Print(screen, "gone", differences.GoneFindings, listed);
        if (differences.IsEmpty)
        {
            screen.WriteLine("no change in meaning");
            return;
        }

        screen.WriteLine(
            $"{Wording.Count(differences.Changes.Length, "change")} in meaning, " +
            $"{Wording.Count(differences.NewFindings.Length, "new finding")}, {Number(differences.GoneFindings.Length)} gone");
    }

    private static void Print(IAnsiConsole screen, string what, IReadOnlyCollection<Finding> findings, int listed)
    {
        foreach (var finding in findings.Take(listed))
        {
            var severity = $"[{Colors.Of(finding.Severity)}]{finding.Severity.Name()}[/]";
            screen.MarkupLine($"{Safe(Place(finding.Source))}{what} {severity}: {Safe($"{finding.Message} [{finding.Kind.Code}]")}");
        }

        More(screen, findings.Count - listed, $"{what} findings");
    }

    private static void More(IAnsiConsole screen, int count, string what)
    {
        if (count > 0)
        {
            screen.MarkupLine(Safe($"... and {Number(count)} more {what}"));
        }
    }

    private static string Line(MapChange change)
    {
        var kind = change.Kind is ChangeKind.KeyRemoved or ChangeKind.MapRemoved or ChangeKind.MasterRemoved or ChangeKind.Refused
            ? $"[red]{change.Kind.Name()}[/]"
            : $"[yellow]{change.Kind.Name()}[/]";
        return $"{Safe(Place(change.Source))}{kind}: {Safe($"{Subject(change)}: {Words(change)}")}";
    }

    private static string Subject(MapChange change)
    {
        var key = change.Key switch
        {
            null => change.Map,
            "*" or "/" => $"the wildcard {change.Key} of {change.Map}",
            _ => $"{change.Key} of {change.Map}",
        };
        var offset = change.Offset == "/" ? "" : $" at {change.Offset}";
        return $"{key}{offset}{(change.ByWildcard ? " (by the wildcard)" : "")}";
    }

    private static string Words(MapChange change) => (change.Before.Length, change.Now.Length) switch
    {
        (0, _) => change.Now,
        (_, 0) => change.Before,
        _ => $"{change.Before} -> {change.Now}",
    };

    private static string Place(FindingSource? source) => source switch
    {
        { File: { } file, Line: { } line } => $"{file}:{line}: ",
        { File: { } file } => $"{file}: ",
        _ => "",
    };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));
}
