using System.Collections.Immutable;
using static AutomountPackaging.Emit.Monitoring.Conditions;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>
/// Every alert there is, in the order of the chain: the PrometheusRule and the documents are made from this list. One fault is told once:
/// an alert stays silent while its cause has one of its own, and where many nodes have it there is one for all of them.
/// </summary>
internal static class Alerts
{
    private static readonly AlertCause NoDirectory = new(DirectoryDown);
    private static readonly AlertCause NoUnit = new(UnitInactive);
    private static readonly AlertCause NoServer = new(ServerDown, "instance, server");

    /// <summary>The list.</summary>
    public static ImmutableArray<Alert> All { get; } =
    [
        new("AutomountDirectoryDown", DirectoryDown, "2m", "warning",
            "A node cannot read the maps in LDAP.",
            "{{ $labels.instance }} gets no answer, or no maps, from the LDAP servers of its sssd.conf: keys that it has not cached are "
                + "missing, changes are not seen.")
        {
            Fleet = new("link", "directory", "automount_link_state{link=\"directory\",state=\"broken\"}",
                "Nodes cannot read the maps in LDAP.",
                "{{ $value }} of $all nodes get no answer, or no maps, from LDAP: "
                    + "automount_directory_server_up says from which server."),
        },
        new("AutomountSssdOffline", DomainOffline, "5m", "warning",
            "sssd takes its servers for unreachable.",
            "Domain {{ $labels.domain }} is offline on {{ $labels.instance }}: sssd serves what it has cached, new keys and changes are "
                + "not seen. Check the LDAP servers from that node.")
        {
            Causes = [NoDirectory],
            Fleet = new("domain", "sssd_domain", "automount_sssd_domain_online",
                "sssd takes its servers for unreachable on many nodes.",
                "Domain {{ $labels.domain }} is offline on {{ $value }} of $all nodes."),
        },
        new("AutomountUnitInactive", UnitInactive, "2m", "warning",
            "A service of the chain does not run.",
            "{{ $labels.unit }} is not active on {{ $labels.instance }}: systemctl status {{ $labels.unit }} on the node says why.")
        {
            Fleet = new("unit", "unit", "automount_unit_active",
                "A service of the chain does not run on many nodes.",
                "{{ $labels.unit }} is not active on {{ $value }} of $all nodes: what was rolled out last?"),
        },
        new("AutomountRootMissing", RootMissing, "2m", "warning",
            "A mount point of automount is not mounted.",
            "{{ $labels.root }} is in the maps but not in the mount table of {{ $labels.instance }}: every path below it is No such file "
                + "or directory. journalctl -u autofs on the node says why.")
        {
            Causes = [NoDirectory, NoUnit],
            Fleet = new("root", "root", "automount_root_mounted",
                "A mount point of automount is not mounted on many nodes.",
                "{{ $labels.root }} is not mounted on {{ $value }} of $all nodes."),
        },
        new("AutomountMapIncomplete",
            "automount_map_entries{view=\"sssd\"} < on (instance, map) automount_map_entries{view=\"ldap\"}", "30m", "warning",
            "sssd serves fewer entries of a map than LDAP holds.",
            "sssd serves {{ $value }} entries of {{ $labels.map }} on {{ $labels.instance }}, LDAP holds more: pods there do not see the "
                + "others. sss_cache -A on the node makes sssd read the map again.")
        {
            Causes = [NoDirectory, new(DomainOffline)],
            Fleet = new("map", "map", "automount_map_entries{view=\"ldap\"}",
                "sssd serves fewer entries of a map than LDAP holds, on many nodes.",
                "{{ $value }} of $all nodes do not see all entries of {{ $labels.map }}."),
        },
        new("AutomountMapsBroken",
            "count by (code) (automount_findings{code=~\"map/.*\",severity=\"error\",follows=\"\"})", "5m", "warning",
            "The maps have an error.",
            "{{ $value }} nodes find {{ $labels.code }} in the maps: some path cannot be mounted anywhere. automount-agent check on one of "
                + "them, or validate, names the entries."),
        new("AutomountServerDown", ServerDown, "2m", "warning",
            "An NFS server does not answer.",
            "{{ $labels.server }} does not answer {{ $labels.instance }}: new mounts from it fail, processes on old ones hang. Check the "
                + "server, then the network between the two.")
        {
            Fleet = new("server", "nfs_server", "automount_nfs_server_up",
                "An NFS server does not answer.",
                "{{ $labels.server }} does not answer {{ $value }} of $all nodes: new mounts from it fail, "
                    + "processes on old ones hang. Bring it back; the nodes need no reboot."),
        },
        new("AutomountMountsHung", MountsHung, "2m", "warning",
            "NFS mounts hang.",
            "{{ $value }} mounts of {{ $labels.server }} hang on {{ $labels.instance }}, although the server answers it: processes that "
                + "touch them stay in D state.")
        {
            Causes = [NoServer],
            Fleet = new("server", "mounts_hung", AnyMounts,
                "NFS mounts of a server hang on many nodes.",
                "Mounts of {{ $labels.server }} hang on {{ $value }} of $all nodes, although it answers."),
        },
        new("AutomountMountsStale", MountsStale, "10m", "warning",
            "NFS mounts are stale or fail.",
            "{{ $value }} mounts of {{ $labels.server }} answer with an error on {{ $labels.instance }}: the export moved or was removed. "
                + "Pods that use them must be restarted after it is back.")
        {
            Causes = [NoServer],
            Fleet = new("server", "mounts_stale", AnyMounts,
                "NFS mounts of a server are stale or fail on many nodes.",
                "Mounts of {{ $labels.server }} answer with an error on {{ $value }} of $all nodes."),
        },
        new("AutomountRetransmissions",
            "rate(automount_nfs_rpc_retransmissions_total[5m]) / rate(automount_nfs_rpc_requests_total[5m]) > 0.05", "10m", "warning",
            "Many NFS requests are sent twice.",
            "{{ $value | humanizePercentage }} of the requests of {{ $labels.instance }} to {{ $labels.server }} are sent again: packets "
                + "are lost, or the server is overloaded.")
        {
            Causes = [NoServer],
            Fleet = new("server", "retransmissions", "automount_nfs_rpc_requests_total",
                "Many NFS requests to a server are sent twice.",
                "{{ $value }} of $all nodes send many requests to {{ $labels.server }} again."),
        },
        new("AutomountServerSlow",
            "histogram_quantile(0.95, rate(automount_nfs_server_response_duration_seconds_bucket[5m])) > 0.5", "10m", "warning",
            "An NFS server answers slowly.",
            "One in twenty empty calls to {{ $labels.server }} takes {{ $value | humanizeDuration }} or longer from {{ $labels.instance "
                + "}}: everything on its mounts is slow. Check the load and the nfsd threads of the server, then the network between the "
                + "two.")
        {
            Causes = [NoServer],
            Fleet = new("server", "nfs_server_slow", "automount_nfs_server_response_duration_seconds_bucket{le=\"+Inf\"}",
                "An NFS server answers many nodes slowly.",
                "{{ $labels.server }} answers {{ $value }} of $all nodes slowly."),
        },
        new("AutomountRequiredPathNotReady", RequiredPathNotReady, "2m", "warning",
            "A path that pods need cannot be used.",
            "{{ $labels.path }} is not usable on {{ $labels.instance }}. On the node, automount-agent explain {{ $labels.path }} names the "
                + "first broken link.")
        {
            Causes =
            [
                NoDirectory, NoUnit, NoServer, new(RootMissing), new(MountsHung, "instance, server"), new(MountsStale, "instance, server"),
            ],
            Fleet = new("path", "required_path", "automount_required_path_ready",
                "A path that pods need cannot be used on many nodes.",
                "{{ $labels.path }} is not usable on {{ $value }} of $all nodes."),
        },
        new("AutomountLinkBroken", OtherLinkBroken, "2m", "warning",
            "A link between LDAP and the pods is broken on a node.",
            "Link {{ $labels.link }} is broken on {{ $labels.instance }} ({{ $labels.code }}): paths below an automount may fail there. On "
                + "the node, automount-agent check names the cause and the remedy.")
        {
            Causes =
            [
                NoDirectory, new(DomainOffline), NoUnit, new(RootMissing), new(ServerDown), new(MountsHung), new(MountsStale),
                new(RequiredPathNotReady),
            ],
            Fleet = new("link", "link", "automount_link_state{state=\"broken\"}",
                "A link between LDAP and the pods is broken on many nodes.",
                "Link {{ $labels.link }} is broken on {{ $value }} of $all nodes: the cause is most likely a server, "
                    + "the network, or what was rolled out last."),
        },
        new("AutomountCheckFailing", "automount_check_success == 0", "10m", "warning",
            "The agent cannot look at a link.",
            "Check {{ $labels.check }} fails on {{ $labels.instance }}: its link is unknown, not well. journalctl -u automount-agent on "
                + "the node says why.")
        {
            Fleet = new("check", "check", "automount_check_success",
                "The agents of many nodes cannot look at a link.",
                "Check {{ $labels.check }} fails on {{ $value }} of $all nodes."),
        },
        new("AutomountCheckStale",
            "time() - automount_check_last_run_timestamp_seconds > 300 + 3 * automount_check_interval_seconds", "5m", "warning",
            "The agent has not looked for a long time.",
            "Check {{ $labels.check }} last ran {{ $value | humanizeDuration }} ago on {{ $labels.instance }}: what the agent says of its "
                + "link is old."),
        new("AutomountConfigRefused", "automount_config_last_reload_successful == 0", "10m", "warning",
            "The agent has refused its new configuration.",
            "The agent on {{ $labels.instance }} goes on with the configuration of before, and would not start with the new one. "
                + "automount-agent check on the node names the file and the line.")
        {
            Fleet = new("job", "config", "automount_config_last_reload_successful",
                "The agents of many nodes have refused their new configuration.",
                "{{ $value }} of $all agents go on with the configuration of before."),
        },
        new("AutomountProbersAbandoned", "automount_probers_abandoned > 0", "15m", "warning",
            "Processes of the agent hang on dead mounts.",
            "{{ $value }} processes of the agent hang in a call on {{ $labels.instance }}, although its servers answer. They end by "
                + "themselves when the mount behind it answers.") { Causes = [new(ServerDown), new(MountsHung)] },
        new("AutomountAgentDown", $"{Up} == 0", "5m", "warning",
            "The agent of a node cannot be scraped.",
            "No metrics from {{ $labels.instance }}: systemctl status automount-agent on the node; if it runs, look at the pod "
                + "automount-metrics of that node.")
        {
            Fleet = new("job", "agent", Up,
                "The agents of many nodes cannot be scraped.",
                "No metrics from {{ $value }} of $all agents."),
        },
        new("AutomountAgentAbsent", $"absent({Up})", "15m", "warning",
            "No node has an agent.",
            "Nothing is scraped: the pool has no nodes, the DaemonSet automount-metrics has no pods, or the token of the ServiceMonitor "
                + "is missing."),
        new("AutomountVersionsDiffer", "count(count by (version) (automount_agent_info)) > 1", "1d", "info",
            "The nodes run different versions of the agent.",
            "{{ $value }} versions of the agent run for more than a day: a pool is paused, or its rollout is stuck (oc get mcp)."),
    ];

    /// <summary>That of an NFS server which does not answer: since when it has not is in its series.</summary>
    public static Alert OfServer { get; } = All.Single(alert => alert.Condition == ServerDown);

    /// <summary>What Prometheus keeps for the alerts, in the order of the list.</summary>
    public static ImmutableArray<RecordingRule> Recordings { get; } =
    [
        .. All.SelectMany(Counts),
        new("automount:findings:nodes", "count by (code, severity) (automount_findings)"),
        new("automount:directory_server:nodes", "count by (server) (automount_directory_server_up)"),
        new("automount:directory_server_failing:nodes", "count by (server) (automount_directory_server_up == 0)"),
    ];

    /// <summary>How many nodes have it, and how many could.</summary>
    private static IEnumerable<RecordingRule> Counts(Alert alert) => alert.Fleet is not { } fleet ? [] :
    [
        new(fleet.All, $"count by ({fleet.Label}) ({fleet.Population})"),
        new(fleet.Failing, $"count by ({fleet.Label}) ({alert.OfNode})"),
    ];
}
