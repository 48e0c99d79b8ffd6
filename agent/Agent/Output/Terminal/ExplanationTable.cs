using Automount.Findings;
using Automount.Text;
using AutomountAgent.Explain;
using AutomountAgent.Model;
using Spectre.Console;

namespace AutomountAgent.Output.Terminal;

/// <summary>What <c>explain</c> prints for people: the answer in one line, the links of the path, and what to do.</summary>
internal static class ExplanationTable
{
    private const int MaxText = 2000;

    /// <summary>Prints an explanation.</summary>
    public static void Print(IAnsiConsole screen, Explanation explanation)
    {
        screen.MarkupLine($"[bold {Colors.Of(explanation.Verdict)}]{Safe(Sentence(explanation))}[/]");
        if (explanation.Meaning.Length > 0)
        {
            screen.MarkupLine($"The message means: {Safe(explanation.Meaning)} ({Safe(explanation.MessageSource)})");
        }

        screen.WriteLine();
        var table = new Table().Border(TableBorder.None).AddColumns("LINK", "STATE", "TIME", "WHAT WAS SEEN");
        foreach (var step in explanation.Steps)
        {
            table.AddRow(step.Link.Name(), $"[{Colors.Of(step.State)}]{step.State.Name()}[/]", Time(step.Took), Safe(step.Evidence));
        }

        screen.Write(table);
        foreach (var finding in explanation.Steps.SelectMany(step => step.Findings))
        {
            screen.WriteLine();
            screen.MarkupLine($"{finding.Severity.Name()} {Safe(finding.Kind.Code)}: {Safe(finding.Message)}");
            screen.MarkupLine($"  do: {Safe(finding.WhatToDo)}");
        }

        foreach (var step in explanation.Steps.Where(step => step.WhatToDo.Length > 0))
        {
            screen.WriteLine();
            screen.MarkupLine($"do: {Safe(step.WhatToDo)}");
        }
    }

    /// <summary>The answer in one line.</summary>
    public static string Sentence(Explanation explanation)
    {
        if (explanation.FirstBroken is not null)
        {
            return $"{explanation.Path}: {Broken(explanation)}";
        }

        return explanation.Verdict == Verdict.Ok
            ? $"{explanation.Path}: ok{Untold(explanation)}"
            : $"{explanation.Path}: {explanation.Verdict.Name()}, no link is known to be broken";
    }

    private static string Untold(Explanation explanation) =>
        explanation.Unasked.IsEmpty ? "" : "; whether it is exported the server tells ports below 1024 alone, so ask as root";

    /// <summary>The first broken link in one sentence; empty when none is.</summary>
    public static string Broken(Explanation explanation) => explanation.FirstBroken is { } broken
        ? $"broken at {broken.Link.Name()}: {broken.Findings.FirstOrDefault()?.Message ?? broken.Evidence}"
        : "";

    private static string Time(TimeSpan? took) => took is { } time ? $"{time.TotalMilliseconds:0.#} ms" : "";

    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, MaxText));
}
