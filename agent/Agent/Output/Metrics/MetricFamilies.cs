using static AutomountAgent.Output.Metrics.MetricType;

namespace AutomountAgent.Output.Metrics;

/// <summary>Every name on the metrics page, in the order of the page.</summary>
internal static class MetricFamilies
{
    public static readonly MetricFamily Agent = new("automount_agent", Info, "Version and revision of the agent.", "version", "revision");

    public static readonly MetricFamily LinkState = new(
        "automount_link_state", Gauge, "State of a link of the chain: 1 for the state that it is in, 0 for the others.", "link", "state");

    public static readonly MetricFamily Findings = new(
        "automount_findings", Gauge, "Findings that are raised, by code.", "code", "severity");

    public static readonly MetricFamily Silenced = new(
        "automount_findings_silenced", Gauge, "Findings that are not reported because the configuration silences them, by code.", "code");

    public static readonly MetricFamily MapEntries = new(
        "automount_map_entries", Gauge, "Entries of an automount map, as the directory (ldap), sssd or a file of the node (files) holds it.", "map", "view");

    public static readonly MetricFamily MapRead = new(
        "automount_map_read_timestamp_seconds", Gauge, "When a map was last read in full.", "map", "view");

    public static readonly MetricFamily MapLookup = new(
        "automount_map_lookup_seconds", Gauge, "Time that sssd took to look up a key that it has (hit).", "map", "kind");

    public static readonly MetricFamily MapDifferences = new(
        "automount_map_differing_keys", Gauge, "Keys of a map that sssd does not serve as the directory holds them.", "map");

    public static readonly MetricFamily RootMounted = new(
        "automount_root_mounted", Gauge, "Whether a mount point of automount is in the mount table.", "root");

    public static readonly MetricFamily RootExpire = new(
        "automount_root_expire_timeout_seconds", Gauge,
        "Idle time after which a mount below a mount point of automount expires; 0 means never.", "root");

    public static readonly MetricFamily SssdDomain = new(
        "automount_sssd_domain_online", Gauge, "Whether sssd believes the servers of a domain to be reachable.", "domain");

    public static readonly MetricFamily Unit = new(
        "automount_unit_active", Gauge, "Whether a systemd unit of the chain is active.", "unit");

    public static readonly MetricFamily ServerUp = new(
        "automount_nfs_server_up", Gauge,
        "Whether an NFS server answers an RPC NULL call in every version and on every port that the maps use.", "server");

    public static readonly MetricFamily ServerResponse = new(
        "automount_nfs_server_response_seconds", Gauge, "Round trip time of the last RPC NULL call that an NFS server answered.", "server");

    public static readonly MetricFamily ServerResponses = new(
        "automount_nfs_server_response_duration_seconds", Histogram,
        "Round trip times of the RPC NULL calls that an NFS server answered; calls without an answer are not in it.", "server");

    public static readonly MetricFamily Mounts = new(
        "automount_nfs_mounts", Gauge, "NFS mounts on this node, by server and state.", "server", "state");

    public static readonly MetricFamily RpcRequests = new(
        "automount_nfs_rpc_requests", Counter, "RPC requests to an NFS server.", "server");

    public static readonly MetricFamily RpcRetransmissions = new(
        "automount_nfs_rpc_retransmissions", Counter, "RPC requests to an NFS server that were sent again.", "server");

    public static readonly MetricFamily RpcMajorTimeouts = new(
        "automount_nfs_rpc_major_timeouts", Counter, "RPC requests to an NFS server that ran into the major timeout.", "server");

    public static readonly MetricFamily RpcResponse = new(
        "automount_nfs_rpc_response_seconds", Counter, "Sum of the round trip times of RPC requests to an NFS server.", "server");

    public static readonly MetricFamily Required = new(
        "automount_required_path_ready", Gauge, "Whether pods can use a required path.", "path");

    public static readonly MetricFamily Triggers = new(
        "automount_triggers", Counter, "Mounts that the agent triggered, by result.", "root", "result");

    public static readonly MetricFamily TriggerDuration = new(
        "automount_trigger_duration_seconds", Histogram, "Time that a triggered mount took.", "root");

    public static readonly MetricFamily Touches = new(
        "automount_touches", Counter, "Calls of the agent on an automounted path: each resets the clock of its expiry.", "reason");

    public static readonly MetricFamily Expirations = new(
        "automount_expirations", Counter, "Mounts that went away below a mount point of automount.", "root");

    public static readonly MetricFamily Remedies = new(
        "automount_remedies", Counter, "Remedies that the agent applied, or would have applied, by result.", "remedy", "result");

    public static readonly MetricFamily CheckSuccess = new(
        "automount_check_success", Gauge, "Whether the last look of a check could be taken.", "check");

    public static readonly MetricFamily CheckDuration = new(
        "automount_check_duration_seconds", Gauge, "Time that the last look of a check took.", "check");

    public static readonly MetricFamily CheckLastRun = new(
        "automount_check_last_run_timestamp_seconds", Gauge, "When the last look of a check ended.", "check");

    public static readonly MetricFamily ProberRestarts = new(
        "automount_prober_restarts", Counter, "Child processes for calls on mounts that were replaced.", "reason");

    public static readonly MetricFamily ProbersAbandoned = new(
        "automount_probers_abandoned", Gauge, "Child processes that hang in a call on a mount although they were killed.");
}
