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
        return explanation.Blamed is null
            ? $"{explanation.Path}: ok{Untold(explanation)}"
            : $"{explanation.Path}: {Blame(explanation)}";
    }

    private static string Untold(Explanation explanation) =>
        explanation.Unasked.IsEmpty ? "" : "; whether it is exported the server tells ports below 1024 alone, so ask as root";

    /// <summary>The link to look at in one sentence; empty when all are ok.</summary>
    public static string Blame(Explanation explanation) => explanation.Blamed is { } blamed
        ? $"{blamed.State.Name()} at {blamed.Link.Name()}: {Lead(blamed)?.Message ?? blamed.Evidence}"
        : "";

    private static Finding? Lead(ExplainedStep step) =>
        step.Findings.FirstOrDefault(finding => finding.FollowsFrom is null) ?? step.Findings.FirstOrDefault();

    private static string Time(TimeSpan? took) => took is { } time ? $"{time.TotalMilliseconds:0.#} ms" : "";

    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, MaxText));
}
