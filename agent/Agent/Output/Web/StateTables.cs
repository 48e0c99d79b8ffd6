using System.Text;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Web;

/// <summary>The tables of the status page, one for each thing that is watched. A table without rows is left out.</summary>
internal static class StateTables
{
    private const int MaxPaths = 5;

    /// <summary>The links of the chain.</summary>
    public static void Links(StringBuilder page, ChainReport report) => PageTable.Write(
        page,
        "Chain",
        [new("Link", true), new("State", true), new("Since", true), new("Findings")],
        [.. report.Links.Select(link => Row(link, report.Time))]);

    /// <summary>What else there is of the node.</summary>
    public static void Node(StringBuilder page, NodeOverview node)
    {
        PageTable.Write(page, "Required paths", [new("Path"), new("State", true), new("Seen")], [.. node.Required.Select(Row)]);
        PageTable.Write(
            page,
            "NFS servers",
            [new("Server"), new("Version", true), new("State", true), new("Answers in", true), new("Mounts")],
            [.. node.Servers.Select(Row)]);
        PageTable.Write(
            page,
            "Mount points of automount",
            [new("Mount point"), new("Map"), new("Mounted", true), new("Expiry", true), new("State")],
            [.. node.Roots.Select(Row)]);
        PageTable.Write(page, "Pods", [new("Pod"), new("State", true), new("Paths of the node")], [.. node.Pods.Select(Row)]);
    }

    private static PageCell[] Row(LinkReport link, DateTimeOffset now)
    {
        var codes = link.Findings.Select(finding => finding.Kind).Distinct().Select(PageText.Code);
        var what = link.Findings.IsEmpty ? PageText.Sentence(link.Reason) : string.Join(", ", codes);
        return [new(link.Link.Name()), new(link.State.Name(), link.State.Name()), new(Times.Short(link.Since, now)), new(what)];
    }

    private static PageCell[] Row(PathOverview path)
    {
        var state = path.IsReady ? new PageCell("ready", "ok") : new PageCell("not ready", "broken");
        return [new(PageText.Name(path.Path)), state, new(PageText.Sentence(path.Detail))];
    }

    private static PageCell[] Row(ServerOverview server)
    {
        var took = server.ResponseTime is { } time ? $"{time.TotalMilliseconds:0.0} ms" : "";
        var counts = server.Mounts.Select(mounts => $"{mounts.Count} {mounts.State.Name()}");
        var detail = string.Join(", ", counts.Append(server.Detail).Where(text => text.Length > 0));
        return
        [
            new(PageText.Name(server.Host)),
            new(server.Version),
            new(server.State.Name(), server.State.Name()),
            new(took),
            new(PageText.Sentence(detail)),
        ];
    }

    private static PageCell[] Row(RootOverview root)
    {
        var expiry = root.Timeout == TimeSpan.Zero ? "never" : $"{root.Timeout.TotalSeconds:0} s";
        var state = root.IsServed ? new PageCell("served", "ok") : new PageCell("no daemon behind it", "broken");
        return [new(PageText.Name(root.MountPoint)), new(PageText.Name(root.Map)), new($"{root.Mounts}"), new(expiry), state];
    }

    private static PageCell[] Row(PodOverview pod)
    {
        var paths = Wording.Some([.. pod.Paths.Select(PageText.Name)], MaxPaths);
        return [new(PageText.Name(pod.Pod)), new(pod.State.Name(), pod.State == PodState.Ok ? "ok" : "broken"), new(paths)];
    }
}
