namespace AutomountPackaging.Emit.Monitoring;

/// <summary>What may be the matter with one node, as PromQL: conditions of alerts, and causes of others.</summary>
internal static class Conditions
{
    /// <summary>The agents that are scraped.</summary>
    public const string Up = "up{job=\"automount-metrics\"}";

    public const string DirectoryDown = "automount_link_state{link=\"directory\",state=\"broken\"} == 1";

    public const string DomainOffline = "automount_sssd_domain_online == 0";

    public const string UnitInactive = "automount_unit_active == 0";

    public const string RootMissing = "automount_root_mounted == 0";

    public const string ServerDown = "automount_nfs_server_up == 0";

    public const string MountsHung = "automount_nfs_mounts{state=\"hung\"} > 0";

    public const string MountsStale = "sum by (instance, server) (automount_nfs_mounts{state=~\"stale|failed\"}) > 0";

    /// <summary>Whether a node has mounts of a server: a state that none is in has no series.</summary>
    public const string AnyMounts = "sum by (instance, server) (automount_nfs_mounts)";

    public const string RequiredPathNotReady = "automount_required_path_ready == 0";

    /// <summary>The links about which other alerts say what is broken: this one is for what those leave.</summary>
    public const string OtherLinkBroken = "automount_first_broken{link!~\"directory|map\"}";
}
