using Automount.Text;
using AutomountAgent.Derive;
using Spectre.Console;

namespace AutomountAgent.Output.Terminal;

/// <summary>Servers, mount points, required paths and pods for people; a table without rows is left out.</summary>
internal static class OverviewTable
{
    private const int Longest = 300;

    /// <summary>Prints the tables.</summary>
    /// <param name="screen">Where to, see <see cref="Screen"/>.</param>
    /// <param name="node">What to print.</param>
    /// <param name="more">How many rows the document does not have.</param>
    public static void Print(IAnsiConsole screen, NodeOverview node, int more)
    {
        Print(screen, ["REQUIRED PATH", "STATE", "SEEN"], node.Required.Select(Row));
        Print(screen, ["NFS SERVER", "VERSION", "STATE", "ANSWERS IN", "MOUNTS"], node.Servers.Select(Row));
        Print(screen, ["MOUNT POINT", "MAP", "MOUNTED", "EXPIRY", "STATE"], node.Roots.Select(Row));
        Print(screen, ["POD", "STATE", "PATHS OF THE NODE"], node.Pods.Select(Row));
        if (more > 0)
        {
            screen.WriteLine();
            screen.MarkupLine($"{more} more are not shown; they are in the metrics.");
        }
    }

    private static void Print(IAnsiConsole screen, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.None).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row);
        }

        if (table.Rows.Count > 0)
        {
            screen.WriteLine();
            screen.Write(table);
        }
    }

    private static string[] Row(PathOverview path) => [Safe(path.Path), Good(path.IsReady, "ready", "not ready"), Safe(path.Detail)];

    private static string[] Row(ServerOverview server)
    {
        var counts = server.Mounts.Select(mounts => $"{mounts.Count} {mounts.State.Name()}");
        return
        [
            Safe(server.Host),
            Safe(server.Version),
            Good(server.State == HealthState.Healthy, server.State.Name(), server.State.Name()),
            server.ResponseTime is { } time ? $"{time.TotalMilliseconds:0.0} ms" : "",
            Safe(string.Join(", ", counts.Append(server.Detail).Where(text => text.Length > 0))),
        ];
    }

    private static string[] Row(RootOverview root) =>
    [
        Safe(root.MountPoint),
        Safe(root.Map),
        $"{root.Mounts}",
        root.Timeout == TimeSpan.Zero ? "never" : $"{root.Timeout.TotalSeconds:0} s",
        Good(root.IsServed, "served", "no daemon behind it"),
    ];

    private static string[] Row(PodOverview pod) =>
    [
        Safe(pod.Pod), Good(pod.State == PodState.Ok, pod.State.Name(), pod.State.Name()), Safe(Wording.Some(pod.Paths)),
    ];

    private static string Good(bool isGood, string good, string bad) => isGood ? $"[green]{good}[/]" : $"[red]{bad}[/]";

    private static string Safe(string text) => Markup.Escape(Printable.Escape(text, Longest));
}
