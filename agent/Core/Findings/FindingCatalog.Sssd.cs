namespace Automount.Findings;

/// <content>The kinds of the link <c>sssd</c>.</content>
public static partial class FindingCatalog
{
    /// <summary>sssd.conf cannot be read or understood.</summary>
    public static readonly FindingKind SssdConfigInvalid = new(
        "sssd/config-invalid",
        Link.Sssd,
        Severity.Error,
        new Guid("2feea353-6292-5e71-971e-e782387d3b18"),
        "sssd.conf cannot be read or understood",
        "sssd's configuration is missing, unreadable or not valid INI. sssd refuses to start with it, or starts with another meaning than intended.",
        "Correct the line that the message names: sssctl config-check.");

    /// <summary>sssd is not installed.</summary>
    public static readonly FindingKind SssdNotInstalled = new(
        "sssd/not-installed",
        Link.Sssd,
        Severity.Error,
        new Guid("146f0272-98b1-5032-9681-6a07b2a934da"),
        "sssd is not installed",
        "systemd knows no sssd.service. Without it the automount maps of LDAP do not reach automount.",
        "Install sssd in the node image.");

    /// <summary>sssd is stopped.</summary>
    public static readonly FindingKind SssdStopped = new(
        "sssd/stopped",
        Link.Sssd,
        Severity.Error,
        new Guid("0612c93d-84a1-5e48-9eaa-b7d545a64d55"),
        "sssd is stopped",
        "sssd.service is not running. automount gets no key from sssd and answers every new access with No such file or directory.",
        "systemctl start sssd; journalctl -u sssd.");

    /// <summary>sssd has failed.</summary>
    public static readonly FindingKind SssdFailed = new(
        "sssd/failed",
        Link.Sssd,
        Severity.Error,
        new Guid("218f1bb8-7e4a-5ff2-a03c-ac524104bc2b"),
        "sssd has failed",
        "sssd.service ended in failure. automount gets no key from sssd and answers every new access with No such file or directory.",
        "journalctl -u sssd; sssctl config-check; systemctl restart sssd.");

    /// <summary>sssd works offline.</summary>
    public static readonly FindingKind SssdDomainOffline = new(
        "sssd/domain-offline",
        Link.Sssd,
        Severity.Warning,
        new Guid("3895f789-a1e3-5455-bf27-a2813131456a"),
        "sssd works offline",
        "The back end of the domain does not reach its server. Cached maps are served, however old; what is not cached does not exist.",
        "Repair the directory link; then kill -USR2 $(pidof sssd) makes sssd try again at once.");

    /// <summary>sssd's autofs responder is not enabled.</summary>
    public static readonly FindingKind SssdAutofsNotEnabled = new(
        "sssd/autofs-not-enabled",
        Link.Sssd,
        Severity.Error,
        new Guid("e7d3150a-2298-5907-a4be-d377bc55db0a"),
        "sssd's autofs responder is not enabled",
        "sssd runs, but autofs is not in services and the responder's socket is not activated. Every map looks missing.",
        "Add autofs to services in the [sssd] section of sssd.conf, then: systemctl restart sssd.");

    /// <summary>sssd's autofs responder is not running.</summary>
    public static readonly FindingKind SssdResponderDown = new(
        "sssd/responder-down",
        Link.Sssd,
        Severity.Error,
        new Guid("6e3325a2-51b8-52d6-96b8-266c3ac993c8"),
        "sssd's autofs responder is not running",
        "sssd runs, but nobody listens on the autofs responder's socket. automount falls through to the next source and finds nothing.",
        "systemctl restart sssd; tail /var/log/sssd/sssd_autofs.log.");

    /// <summary>sssd's autofs responder does not answer.</summary>
    public static readonly FindingKind SssdResponderHung = new(
        "sssd/responder-hung",
        Link.Sssd,
        Severity.Error,
        new Guid("739ff741-8c43-51f2-b4f8-d3628159bd08"),
        "sssd's autofs responder does not answer",
        "The responder's process is there, and systemd calls it active, but a request is not answered within the deadline. Every first access to an automounted path blocks for up to five minutes.",
        "systemctl restart sssd; if it comes back: pstack $(pidof sssd_autofs).");

    /// <summary>sssd's autofs responder answers with an error.</summary>
    public static readonly FindingKind SssdResponderFailed = new(
        "sssd/responder-failed",
        Link.Sssd,
        Severity.Error,
        new Guid("19d89a46-942e-572d-ac6c-b1c54bb8c6fa"),
        "sssd's autofs responder answers with an error",
        "Reading maps through sssd fails with the error in the message.",
        "tail /var/log/sssd/sssd_autofs.log; systemctl restart sssd.");

    /// <summary>sssd cannot get a map and has none cached.</summary>
    public static readonly FindingKind SssdMapOffline = new(
        "sssd/map-offline",
        Link.Sssd,
        Severity.Error,
        new Guid("be9179eb-ae63-5056-8cd0-399a3a0d5210"),
        "sssd cannot get a map and has none cached",
        "The provider failed, and nothing of this map is cached. Every key of it is No such file or directory.",
        "Repair the directory link; then kill -USR2 $(pidof sssd).");

    /// <summary>sssd does not see a map that LDAP has.</summary>
    public static readonly FindingKind SssdMapMissing = new(
        "sssd/map-missing",
        Link.Sssd,
        Severity.Error,
        new Guid("0457036b-4f08-5296-a24a-a689081c89b6"),
        "sssd does not see a map that LDAP has",
        "The directory holds the map, sssd says that it does not exist: another schema, search base or server in sssd's running configuration, or a stale cache.",
        "sss_cache -A; if it stays: systemctl restart sssd (sssd.conf is read only at start).");

    /// <summary>sssd.conf is newer than the running sssd.</summary>
    public static readonly FindingKind SssdConfigNewer = new(
        "sssd/config-newer",
        Link.Sssd,
        Severity.Warning,
        new Guid("ebb81218-a0b4-59e1-8725-be8dea1c7aee"),
        "sssd.conf is newer than the running sssd",
        "sssd reads its configuration at start only, so what the file says is not what runs.",
        "systemctl restart sssd.");

    /// <summary>systemd cannot be asked about sssd.</summary>
    public static readonly FindingKind SssdBusUnavailable = new(
        "sssd/bus-unavailable",
        Link.Sssd,
        Severity.Warning,
        new Guid("0574ba4b-74b9-5db3-8a05-d04377ffd5a2"),
        "systemd cannot be asked about sssd",
        "The system bus did not answer, so the state of sssd.service and of its domains is not known.",
        "Check D-Bus: systemctl status dbus; busctl status.");

    /// <summary>sssd's InfoPipe does not answer.</summary>
    public static readonly FindingKind SssdInfopipeUnavailable = new(
        "sssd/infopipe-unavailable",
        Link.Sssd,
        Severity.Info,
        new Guid("4156904e-2c97-58f9-8494-3643362bb440"),
        "sssd's InfoPipe does not answer",
        "Whether a domain is online, and which server is active, cannot be told. Nothing else depends on it.",
        "Install sssd-dbus, or add ifp to services in sssd.conf.");

    /// <summary>libsss_autofs is not installed.</summary>
    public static readonly FindingKind SssdLibraryMissing = new(
        "sssd/library-missing",
        Link.Sssd,
        Severity.Warning,
        new Guid("a5f999c0-be87-5805-bbae-9d9016418ab0"),
        "libsss_autofs is not installed",
        "Without it neither automount nor this agent can ask sssd for maps.",
        "Install libsss_autofs (Debian: sssd-common) in the node image.");

    private static IReadOnlyList<FindingKind> SssdKinds =>
    [
        SssdConfigInvalid,
        SssdNotInstalled,
        SssdStopped,
        SssdFailed,
        SssdDomainOffline,
        SssdAutofsNotEnabled,
        SssdResponderDown,
        SssdResponderHung,
        SssdResponderFailed,
        SssdMapOffline,
        SssdMapMissing,
        SssdConfigNewer,
        SssdBusUnavailable,
        SssdInfopipeUnavailable,
        SssdLibraryMissing,
    ];
}
