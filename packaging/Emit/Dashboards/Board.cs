using System.Collections.Immutable;
using AutomountPackaging.Emit.Monitoring;

namespace AutomountPackaging.Emit.Dashboards;

/// <summary>
/// What the dashboards show: which servers, how many nodes and pods, since when; then the chain. Both forms are made from it. A number that
/// nobody has looked for is absent, never zero.
/// </summary>
internal static class Board
{
    /// <summary>The title of the dashboard.</summary>
    public const string Title = "Automount";

    /// <summary>What its links hold on to.</summary>
    public const string Uid = "automount-agent";

    /// <summary>What can be chosen: a name, and the series and label that have its values.</summary>
    public static ImmutableArray<(string Name, string Series, string Label)> Variables { get; } =
        [("node", "automount_agent_info", "instance"), ("server", "automount_nfs_server_up", "server")];

    private const string Node = "instance=~\"$node\"";
    private const string Server = $"{Node},server=~\"$server\"";
    private const string Agents = $"automount_agent_info{{{Node}}}";
    private const string ServerUp = $"automount_nfs_server_up{{{Server}}}";
    private const string ServerDown = $"{ServerUp} == 0";
    private const string LooksAtMounts = $"automount_check_success{{check=\"mounts\",{Node}}} == 1";

    /// <summary>The rows, from above.</summary>
    public static ImmutableArray<Row> Rows { get; } =
    [
        new("Now",
            Number(3, "Nodes with a broken link", "Nodes whose chain from LDAP to the pods has a broken link.",
                $"count(max by (instance) (automount_first_broken{{{Node}}}))", Agents),
            Number(3, "NFS servers that do not answer", "Servers that do not answer at least one node.",
                $"count(max by (server) ({ServerDown}))", ServerUp),
            Number(2, "Hung mounts", "Mounts of NFS servers on which a call does not return, over all nodes.",
                $"sum(automount_nfs_mounts{{state=\"hung\",{Server}}})", LooksAtMounts),
            Number(2, "Required paths that are not ready", "Paths that pods need and cannot use, counted once for each node.",
                $"count(automount_required_path_ready{{{Node}}} == 0)", $"automount_required_path_ready{{{Node}}}"),
            Number(2, "Pods that suffer", "Pods whose automounted path hangs, is stale, private, dead, or the disk of the node.",
                $"sum(automount_pods{{state!=\"ok\",{Node}}})", $"automount_pods{{{Node}}}")),
        new("What is wrong",
            new("NFS servers that do not answer", PanelForm.Table, 12,
                "For each server: the nodes that it does not answer, of those that ask it, the pods there with a volume of it, and the "
                    + $"minutes since {Alerts.OfServer.Name} has been pending or firing on a node.",
                new($"count by (server) ({ServerDown})", "Nodes"),
                new($"count by (server) ({ServerUp}) and on (server) ({ServerDown})", "Of"),
                new("count by (server) (count by (namespace, pod, server) "
                    + $"(automount_pod_info{{{Server}}} and on (instance, server) ({ServerDown})))", "Pods"),
                new($"(time() - min by (server) (ALERTS_FOR_STATE{{alertname=\"{Alerts.OfServer.Name}\",server=~\"$server\"}})) / 60 "
                    + $"and on (server) ({ServerDown})", "Minutes"))
            {
                Labels = [new("server", "Server")],
            },
            new("Findings", PanelForm.Table, 6, "Errors and warnings that follow from no other: how many nodes have each.",
                new Query($"count by (code) (automount_findings{{severity=~\"error|warning\",follows=\"\",{Node}}} > 0)", "Nodes"))
            {
                Labels = [new("code", "Code")],
            },
            new("First broken link by node", PanelForm.Table, 6,
                "The finding that is the cause on each node: automount-agent findings CODE explains it.",
                new Query("max by (instance, what) "
                    + $"(label_replace(automount_first_broken{{{Node}}}, \"what\", \"$1\", \"code\", \"(.*)\"))"))
            {
                Labels = [new("instance", "Node"), new("what", "Code")],
            },
            new("Required paths that are not ready", PanelForm.Table, 6, "For each path: the nodes on which pods cannot use it.",
                new Query($"count by (path) (automount_required_path_ready{{{Node}}} == 0)", "Nodes"))
            {
                Labels = [new("path", "Path")],
            },
            new("Pods that suffer", PanelForm.Table, 6,
                "Pods by what is wrong with their automounted paths; docs/pods.md says what each means.",
                new Query($"sum by (state) (automount_pods{{state!=\"ok\",{Node}}}) > 0", "Pods"))
            {
                Labels = [new("state", "State")],
            },
            new("Which node is not answered by which server", PanelForm.Matrix, 12,
                "Servers and nodes with at least one failure between them: down, or up.",
                new Query($"{ServerUp} and on (server) ({ServerDown}) and on (instance) ({ServerDown})"))
            {
                Labels = [new("server", "Server"), new("instance", "Node")],
            }),
        new("Chain",
            Graph("Nodes with a link that is not ok", "Unknown is no fault: nobody could look.",
                new Query($"sum by (link, state) (automount_link_state{{state!=\"ok\",{Node}}})", "{{link}} {{state}}")),
            Graph("sssd domains offline", "Nodes on which sssd takes the servers of a domain for unreachable.",
                new Query($"sum by (domain) (1 - automount_sssd_domain_online{{{Node}}})", "{{domain}}")),
            Graph("Map entries", "The smallest number that a node sees: in LDAP, through sssd, in files.",
                new Query($"min by (map, view) (automount_map_entries{{{Node}}})", "{{map}} {{view}}"))),
        new("NFS servers",
            Graph("Nodes that a server does not answer", "The agents ask for nothing: an RPC call without arguments.",
                new Query($"count by (server) ({ServerDown})", "{{server}}")),
            Graph("Response time", "Of the agents' empty calls: the slowest last one, and 95 of 100 over five minutes.",
                new Query($"max by (server) (automount_nfs_server_response_seconds{{{Server}}})", "{{server}}"),
                new Query("histogram_quantile(0.95, sum by (server, le) "
                    + $"(rate(automount_nfs_server_response_duration_seconds_bucket{{{Server}}}[5m])))", "{{server}} p95")) with
            {
                Unit = Units.Seconds,
            },
            Graph("Mean time of a request", "Of the requests of all mounts, as the kernel counts them.",
                new Query($"{Rate("response_seconds")} / {Rate("requests")}", "{{server}}")) with { Unit = Units.Seconds },
            Graph("Requests that are sent again", "A share of the requests of all mounts.",
                new Query($"{Rate("retransmissions")} / {Rate("requests")}", "{{server}}")) with { Unit = Units.Share }),
        new("Mounts",
            Graph("Mounts by state", "NFS mounts of the nodes, and those that containers alone still have.",
                new Query($"sum by (state) (automount_nfs_mounts{{{Server}}})", "{{state}}")) with { IsStacked = true },
            Graph("Triggers and expirations", "Mounts that the agents triggered, and mounts that went away unused, for each second.",
                new Query($"sum by (result) (rate(automount_triggers_total{{{Node}}}[5m]))", "triggered: {{result}}"),
                new Query($"sum(rate(automount_expirations_total{{{Node}}}[5m]))", "expired")),
            Graph("Touches by the agent", "Calls on automounted paths, for each second: each keeps its mount from expiring.",
                new Query($"sum by (reason) (rate(automount_touches_total{{{Node}}}[5m]))", "{{reason}}"))),
        new("Agent",
            Graph("Age of the last look", "Of the node that is furthest behind.",
                new Query($"max by (check) (time() - automount_check_last_run_timestamp_seconds{{{Node}}})", "{{check}}")) with
            {
                Unit = Units.Seconds,
            },
            Graph("Time of a look", "Of the slowest node.",
                new Query($"max by (check) (automount_check_duration_seconds{{{Node}}})", "{{check}}")) with { Unit = Units.Seconds },
            new("Versions", PanelForm.Table, 4, "How many nodes run each build of the agent.",
                new Query($"count by (revision, version) ({Agents})", "Nodes"))
            {
                Labels = [new("revision", "Revision"), new("version", "Version")],
            }),
    ];

    /// <summary>How many there are; zero only where somebody has looked.</summary>
    private static Panel Number(int width, string title, string description, string count, string looked) =>
        new(title, PanelForm.Number, width, description, new Query($"{count} or 0 * count({looked})"));

    private static Panel Graph(string title, string description, params ImmutableArray<Query> queries) =>
        new(title, PanelForm.Graph, 4, description, queries);

    private static string Rate(string counter) => $"sum by (server) (rate(automount_nfs_rpc_{counter}_total{{{Server}}}[5m]))";
}
