using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Automount.Findings;
using Spectre.Console;

namespace AutomountAgent.Output.Terminal;

/// <summary>The catalogue of findings, as the command <c>findings</c> prints it.</summary>
internal static class CatalogTable
{
    /// <summary>Prints one line per kind.</summary>
    public static void Print(IAnsiConsole screen, IEnumerable<FindingKind> kinds)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("CODE", "SEVERITY", "SUMMARY");
        foreach (var kind in kinds)
        {
            table.AddRow(Markup.Escape(kind.Code), kind.Severity.Name(), Markup.Escape(kind.Summary));
        }

        screen.Write(table);
    }

    /// <summary>Prints all that is known about one kind.</summary>
    public static void Print(IAnsiConsole screen, FindingKind kind)
    {
        screen.MarkupLine($"[bold]{Markup.Escape(kind.Code)}[/] ({kind.Severity.Name()}): {Markup.Escape(kind.Summary)}");
        screen.WriteLine();
        screen.MarkupLine(Markup.Escape(kind.Explanation));
        if (kind.WarningWhile is { } unused)
        {
            screen.WriteLine();
            screen.MarkupLine($"A warning while {Markup.Escape(unused)}.");
        }

        screen.WriteLine();
        screen.MarkupLine($"What to do: {Markup.Escape(kind.Remedy)}");
        if (!kind.DependsOn.IsEmpty)
        {
            screen.MarkupLine($"May follow from: {Markup.Escape(string.Join(", ", kind.Causes))}");
        }

        screen.MarkupLine($"In the journal: journalctl MESSAGE_ID={kind.MessageId:N}");
    }

    /// <summary>The kinds as a JSON document: <c>{"schema":1,"findings":[…]}</c>, with a newline at the end.</summary>
    public static string Json(IEnumerable<FindingKind> kinds)
    {
        var document = new CatalogDocument(1, [.. kinds.Select(Of)]);
        return Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(document, ChainJsonContext.Default.CatalogDocument)) + '\n';
    }

    private static KindDocument Of(FindingKind kind) => new(
        kind.Code,
        kind.Link.Name(),
        kind.Severity.Name(),
        kind.MessageId.ToString("N"),
        kind.Summary,
        kind.Explanation,
        kind.Remedy,
        kind.DependsOn.IsEmpty ? null : [.. kind.Causes]);
}

internal sealed record CatalogDocument(int Schema, ImmutableArray<KindDocument> Findings);

internal sealed record KindDocument(
    string Code, string Link, string Severity, string MessageId, string Summary, string Explanation, string Remedy, string[]? DependsOn);
