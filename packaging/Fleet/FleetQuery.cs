using System.Collections.Immutable;
using AutomountPackaging.Emit.Monitoring;

namespace AutomountPackaging.Fleet;

/// <summary>
/// What is asked about all nodes. Each answer has as few labels as are read of it: a thousand nodes are a few hundred kilobytes.
/// </summary>
/// <param name="Name">Name of the query.</param>
/// <param name="Expression">PromQL.</param>
internal sealed record FleetQuery(string Name, string Expression)
{
    /// <summary>How far back the time is looked for since when a server is down.</summary>
    public static readonly TimeSpan MaxBack = TimeSpan.FromDays(1);

    private static readonly FleetForm ServerDown = Alerts.OfServer.Fleet!;

    private const string Steps = "[1d:1m]";

    /// <summary>Whether Prometheus reaches the agent of a node.</summary>
    public static readonly FleetQuery Up = new("up", $"max by (instance) ({Conditions.Up})");

    /// <summary>The time of the answers. It is that of the server, whose clock the other times are of.</summary>
    public static readonly FleetQuery Now = new("now", "vector(time())");

    /// <summary>How many nodes should have a pod of the proxy.</summary>
    public static readonly FleetQuery Desired =
        new("desired", $"sum(kube_daemonset_status_desired_number_scheduled{{daemonset=\"{ProxyManifests.Name}\"}})");

    /// <summary>How many nodes have a version.</summary>
    public static readonly FleetQuery Versions = new("versions", "count by (version) (automount_agent_info)");

    /// <summary>How many nodes have a link in a state.</summary>
    public static readonly FleetQuery LinkStates = new("links", "count by (link, state) (automount_link_state == 1)");

    /// <summary>How many nodes use a server.</summary>
    public static readonly FleetQuery Servers = new("servers", "count by (server) (automount_nfs_server_up)");

    /// <summary>The nodes that a server does not answer.</summary>
    public static readonly FleetQuery Down = new("down", $"max by (server, instance) ({Conditions.ServerDown})");

    /// <summary>The nodes that have mounts of a server which hang.</summary>
    public static readonly FleetQuery Hung = new("hung", $"sum by (server, instance) ({Conditions.MountsHung})");

    /// <summary>The nodes that have a finding.</summary>
    public static readonly FleetQuery Findings = new("findings", "max by (code, severity, follows, instance) (automount_findings)");

    /// <summary>When a server last answered all nodes that use it.</summary>
    public static readonly FleetQuery LastWell = new(
        "lastWell", $"max by (server) (max_over_time(timestamp({ServerDown.All} unless on (server) {ServerDown.Failing}){Steps}))");

    /// <summary>When a server first did not answer some node.</summary>
    public static readonly FleetQuery FirstDown =
        new("firstDown", $"min by (server) (min_over_time(timestamp({ServerDown.Failing}){Steps}))");

    /// <summary>All of them.</summary>
    public static ImmutableArray<FleetQuery> All { get; } =
        [Up, Now, Desired, Versions, LinkStates, Servers, Down, Hung, Findings, LastWell, FirstDown];
}
