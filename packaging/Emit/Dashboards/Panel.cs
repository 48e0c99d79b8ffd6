using System.Collections.Immutable;

namespace AutomountPackaging.Emit.Dashboards;

/// <summary>A part of a dashboard: what is asked of Prometheus, and how the answer is shown.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Form">How it is shown.</param>
/// <param name="Width">Its share of the width, of twelve.</param>
/// <param name="Description">What it says, and what it leaves out. The console shows none.</param>
/// <param name="Queries">What is asked: one query, or several with the same labels.</param>
internal sealed record Panel(string Title, PanelForm Form, int Width, string Description, params ImmutableArray<Query> Queries)
{
    /// <summary>The unit of the values, as Grafana names it.</summary>
    public string Unit { get; init; } = Units.Count;

    /// <summary>Whether the series of a graph are added up.</summary>
    public bool IsStacked { get; init; }

    /// <summary>
    /// The labels that a table or matrix shows. Those of a table are in the order of the alphabet, and the first one tells its rows apart:
    /// older consoles take it for the key of a row (openshift/console, dashboards/table.tsx).
    /// </summary>
    public ImmutableArray<Column> Labels { get; init; } = [];
}

/// <summary>A question to Prometheus.</summary>
/// <param name="Expression">PromQL, with the variables of the dashboard.</param>
/// <param name="Name">What the values are: the legend of a graph, with labels in braces; the header of a column.</param>
internal sealed record Query(string Expression, string Name = "");

/// <summary>A column of a table.</summary>
/// <param name="Label">The label.</param>
/// <param name="Header">Its name for people.</param>
internal sealed record Column(string Label, string Header);

/// <summary>Panels beside each other.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Panels">The panels.</param>
internal sealed record Row(string Title, params ImmutableArray<Panel> Panels);

/// <summary>How an answer is shown.</summary>
internal enum PanelForm
{
    /// <summary>One large number: green at zero, else red.</summary>
    Number,

    /// <summary>Lines over time.</summary>
    Graph,

    /// <summary>A row for each set of labels, a column for each query.</summary>
    Table,

    /// <summary>A row for each value of the first label, a column for each value of the second. The console has no such panel.</summary>
    Matrix,
}

/// <summary>Units, as both programs name them.</summary>
internal static class Units
{
    /// <summary>A number.</summary>
    public const string Count = "short";

    /// <summary>Seconds.</summary>
    public const string Seconds = "s";

    /// <summary>A share, 1 for all.</summary>
    public const string Share = "percentunit";
}
