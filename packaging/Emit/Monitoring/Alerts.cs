using System.Collections.Immutable;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>An alert on the agent's metrics.</summary>
/// <param name="Name">Its name, and the heading of its section in docs/packaging.md.</param>
/// <param name="Expression">PromQL.</param>
/// <param name="For">How long it must be true.</param>
/// <param name="Severity"><c>critical</c>: pods of many nodes suffer; <c>warning</c>: somebody should look; <c>info</c>: it may be on
/// purpose.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">What it means and what to do, with the labels in it.</param>
internal sealed record Alert(string Name, string Expression, string For, string Severity, string Summary, string Description);

/// <summary>Every alert there is, in the order of the chain: the PrometheusRule and the runbook are made from this list.</summary>
internal static class Alerts
{
    private const string Up = "up{job=\"automount-metrics\"}";

    /// <summary>The list.</summary>
    public static ImmutableArray<Alert> All { get; } =
    [
        new("AutomountLinkBroken", "automount_link_state{state=\"broken\"} == 1", "2m", "warning",
            "A link between LDAP and NFS is broken on a node.",
            "Link {{ $labels.link }} is broken on {{ $labels.instance }}: paths below an automount may fail there. On the node, "
                + "automount-agent check names the cause and the remedy."),
        new("AutomountLinkBrokenOnManyNodes",
            "count by (link) (automount_link_state{state=\"broken\"} == 1) / count by (link) (automount_link_state{state=\"broken\"}) > 0.5"
            + " and count by (link) (automount_link_state{state=\"broken\"} == 1) > 1", "5m", "critical",
            "A link between LDAP and NFS is broken on most nodes.",
            "Link {{ $labels.link }} is broken on {{ $value | humanizePercentage }} of the nodes: the cause is most likely a server or "
                + "the network, not a node."),
        new("AutomountSssdOffline", "automount_sssd_domain_online == 0", "5m", "warning",
            "sssd takes its servers for unreachable.",
            "Domain {{ $labels.domain }} is offline on {{ $labels.instance }}: sssd serves what it has cached, new keys and changes are "
                + "not seen. Check the LDAP servers from that node."),
        new("AutomountUnitInactive", "automount_unit_active == 0", "2m", "warning",
            "A service of the chain does not run.",
            "{{ $labels.unit }} is not active on {{ $labels.instance }}: systemctl status {{ $labels.unit }} on the node says why."),
        new("AutomountRootMissing", "automount_root_mounted == 0", "2m", "warning",
            "A mount point of automount is not mounted.",
            "{{ $labels.root }} is in the maps but not in the mount table of {{ $labels.instance }}: every path below it is No such file "
                + "or directory. journalctl -u autofs on the node says why."),
        new("AutomountMapIncomplete",
            "automount_map_entries{view=\"sssd\"} < on (instance, map) automount_map_entries{view=\"ldap\"}", "30m", "warning",
            "sssd serves fewer entries of a map than LDAP holds.",
            "sssd serves {{ $value }} entries of {{ $labels.map }} on {{ $labels.instance }}, LDAP holds more: pods there do not see the "
                + "others. sss_cache -A on the node makes sssd read the map again."),
        new("AutomountServerDown", "automount_nfs_server_up == 0", "2m", "warning",
            "An NFS server does not answer.",
            "{{ $labels.server }} does not answer {{ $labels.instance }}: new mounts from it fail, processes on old ones hang. Check the "
                + "server, then the network between the two."),
        new("AutomountMountsHung", "automount_nfs_mounts{state=\"hung\"} > 0", "2m", "warning",
            "NFS mounts hang.",
            "{{ $value }} mounts of {{ $labels.server }} hang on {{ $labels.instance }}: processes that touch them stay in D state until "
                + "the server answers. Bring it back, do not reboot the node first."),
        new("AutomountMountsStale", "sum by (instance, server) (automount_nfs_mounts{state=~\"stale|failed\"}) > 0", "10m", "warning",
            "NFS mounts are stale or fail.",
            "{{ $value }} mounts of {{ $labels.server }} answer with an error on {{ $labels.instance }}: the export moved or was removed. "
                + "Pods that use them must be restarted after it is back."),
        new("AutomountRetransmissions",
            "rate(automount_nfs_rpc_retransmissions_total[5m]) / rate(automount_nfs_rpc_requests_total[5m]) > 0.05", "10m", "warning",
            "Many NFS requests are sent twice.",
            "{{ $value | humanizePercentage }} of the requests of {{ $labels.instance }} to {{ $labels.server }} are sent again: packets "
                + "are lost, or the server is overloaded."),
        new("AutomountServerSlow",
            "histogram_quantile(0.95, rate(automount_nfs_server_response_duration_seconds_bucket[5m])) > 0.5", "10m", "warning",
            "An NFS server answers slowly.",
            "One in twenty empty calls to {{ $labels.server }} takes {{ $value | humanizeDuration }} or longer from {{ $labels.instance "
                + "}}: everything on its mounts is slow. Check the load and the nfsd threads of the server, then the network between the "
                + "two."),
        new("AutomountRequiredPathNotReady", "automount_required_path_ready == 0", "2m", "warning",
            "A path that pods need cannot be used.",
            "{{ $labels.path }} is not usable on {{ $labels.instance }}. On the node, automount-agent check names the first broken link."),
        new("AutomountCheckFailing", "automount_check_success == 0", "10m", "warning",
            "The agent cannot look at a link.",
            "Check {{ $labels.check }} fails on {{ $labels.instance }}: its link is unknown, not well. journalctl -u automount-agent on "
                + "the node says why."),
        new("AutomountCheckStale",
            "time() - automount_check_last_run_timestamp_seconds > 300 + 3 * automount_check_interval_seconds", "5m", "warning",
            "The agent has not looked for a long time.",
            "Check {{ $labels.check }} last ran {{ $value | humanizeDuration }} ago on {{ $labels.instance }}: what the agent says of its "
                + "link is old."),
        new("AutomountConfigRefused", "automount_config_last_reload_successful == 0", "10m", "warning",
            "The agent has refused its new configuration.",
            "The agent on {{ $labels.instance }} goes on with the configuration of before, and would not start with the new one. "
                + "automount-agent check on the node names the file and the line."),
        new("AutomountProbersAbandoned", "automount_probers_abandoned > 0", "15m", "warning",
            "Processes of the agent hang on dead mounts.",
            "{{ $value }} processes of the agent hang in a call on {{ $labels.instance }}: the NFS server behind it has been away that "
                + "long. They end by themselves when it answers."),
        new("AutomountAgentDown", $"{Up} == 0", "5m", "warning",
            "The agent of a node cannot be scraped.",
            "No metrics from {{ $labels.instance }}: systemctl status automount-agent on the node; if it runs, look at the pod "
                + "automount-metrics of that node."),
        new("AutomountAgentAbsent", $"absent({Up})", "15m", "info",
            "No node has an agent.",
            "Nothing is scraped: the pool has no nodes, the DaemonSet automount-metrics has no pods, or the token of the ServiceMonitor "
                + "is missing."),
    ];
}
