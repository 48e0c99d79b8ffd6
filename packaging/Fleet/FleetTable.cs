using System.Globalization;
using Automount.Text;

namespace AutomountPackaging.Fleet;

/// <summary>All nodes for people: lines of text, with columns that are as wide as what is in them.</summary>
internal static class FleetTable
{
    // More would be read by nobody; JSON has all of them.
    private const int MaxRows = 40;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(FleetView view)
    {
        IEnumerable<string>[] parts = [Head(view), Links(view), Servers(view), Findings(view), Foot(view)];
        return parts.Where(part => part.Any()).SelectMany((part, index) => index == 0 ? part : part.Prepend(""));
    }

    private static IEnumerable<string> Head(FleetView view)
    {
        var (answering, known) = (view.Answering.Length, view.Answering.Length + view.Silent.Length);
        yield return $"{Rfc3339.Of(view.Time)}: the agents of {Number(answering)} of {Wording.Count(known, "node")} answer";
        if (view.Versions.Length > 0)
        {
            var versions = view.Versions.Select(row => $"{Safe(row.Version)} on {Wording.Count(row.Nodes, "node")}").ToList();
            yield return $"versions: {Wording.Some(versions)}";
        }

        if (view.Silent.Length > 0)
        {
            yield return $"not seen, because the agent does not answer: {Some(view.Silent)}";
        }

        if (view.Missing > 0)
        {
            yield return $"not seen, because Prometheus does not know them: {Wording.Count(view.Missing, "node")}";
        }

        foreach (var gap in view.Gaps)
        {
            yield return $"not complete: {Safe(gap)}";
        }
    }

    private static IEnumerable<string> Links(FleetView view) => Columns(
        ["LINK", ">BROKEN", ">DEGRADED", ">UNKNOWN", ">OK"],
        view.Links.Select(row => (string[])[row.Link, Number(row.Broken), Number(row.Degraded), Number(row.Unknown), Number(row.Ok)]));

    private static IEnumerable<string> Servers(FleetView view)
    {
        var faulty = view.Servers.Where(row => row.IsAtFault).ToList();
        var lines = Columns(["SERVER", ">USED BY", ">DOWN ON", ">HUNG ON", "SINCE", "WHERE"], faulty.Take(MaxRows).Select(row => (string[])
        [
            Safe(row.Server), Number(row.Nodes), Number(row.Down.Length), Number(row.Hung.Length), Since(row, view), Some(row.Suffering),
        ]));
        foreach (var line in lines.Concat(More(faulty.Count, "server")))
        {
            yield return line;
        }

        var well = view.Servers.Length - faulty.Count;
        if (well > 0)
        {
            var (answer, them) = (Wording.Of(well, "answers", "answer"), Wording.Of(well, "it", "them"));
            yield return $"{Wording.Count(well, "server")} {answer} every node that uses {them}";
        }
    }

    private static IEnumerable<string> Findings(FleetView view)
    {
        var rows = view.Findings.Take(MaxRows).Select(row => (string[])
            [Safe(row.Code), Safe(row.Severity), Number(row.Nodes.Length), Safe(row.Follows), Some(row.Nodes)]);
        return Columns(["FINDING", "SEVERITY", ">NODES", "FOLLOWS FROM", "WHERE"], rows).Concat(More(view.Findings.Length, "finding"));
    }

    private static IEnumerable<string> Foot(FleetView view)
    {
        var worst = view.Findings.Where(row => row.Nodes.Length > 0).Select(row => row.Nodes[0]).FirstOrDefault();
        return worst is null ? [] : [$"of one node: oc debug node/{Safe(worst)} -- chroot /host automount-agent status"];
    }

    private static string Since(ServerRow row, FleetView view)
    {
        if (row.Since is not { } since)
        {
            return row.Down.IsEmpty ? "" : "not known";
        }

        return view.Time - since < FleetQuery.MaxBack - TimeSpan.FromMinutes(2) ? Rfc3339.Of(since) : "over a day";
    }

    private static IEnumerable<string> More(int count, string what) =>
        count > MaxRows ? [$"and {Wording.Count(count - MaxRows, what)} more, which --output json has"] : [];

    private static string Some(IReadOnlyCollection<string> nodes) => Safe(Wording.Some(nodes));

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Safe(string text) => Printable.Escape(text);

    /// <summary>Rows below their names; those that begin with <c>&gt;</c> are numbers. Nothing without a row.</summary>
    private static IEnumerable<string> Columns(string[] names, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return [];
        }

        var isNumber = names.Select(name => name[0] == '>').ToArray();
        all.Insert(0, [.. names.Select(name => name.TrimStart('>'))]);
        var widths = names.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return all.Select(row => string.Join("  ", row.Select((cell, column) =>
            isNumber[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }
}
