using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>sssd</c>: its service, its domains, and the maps that it serves.</summary>
public static class SssdFindings
{
    private static readonly KindList Kinds = new(Link.Sssd);

    /// <summary>Where the agent gets no answer from the directory, sssd gets none.</summary>
    private static readonly Dependency DirectoryDown = new(
        Same.Domain,
        "directory/unresolvable",
        "directory/refused",
        "directory/unreachable",
        "directory/no-answer",
        "directory/tls-failed",
        "directory/kerberos-failed",
        "directory/bad-credentials");

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind ConfigInvalid { get; } = Kinds.Error(
        "sssd/config-invalid",
        "sssd.conf cannot be read or understood",
        "sssd's configuration is missing, unreadable or not valid INI. sssd refuses to start with it, or starts with another meaning "
            + "than intended.",
        "Correct the line that the message names: sssctl config-check.");

    public static FindingKind ProviderNone { get; } = Kinds.Error(
        "sssd/provider-none",
        "sssd is told to have no automount maps",
        "nsswitch.conf sends automount to sssd, and the domain of sssd.conf says autofs_provider = none. No other domain has automount "
            + "maps, and the master map is no file, so automount finds no map at all.",
        "Remove autofs_provider = none, or set it to ldap, ipa or ad, then: systemctl restart sssd; systemctl reload autofs. Where maps "
            + "are files, take sss out of the automount line of nsswitch.conf.");

    public static FindingKind NotInstalled { get; } = Kinds.Error(
        "sssd/not-installed",
        "sssd is not installed",
        "systemd knows no sssd.service. Without it the automount maps of LDAP do not reach automount.",
        "Install sssd in the node image.");

    public static FindingKind Stopped { get; } = Kinds.Error(
        "sssd/stopped",
        "sssd is stopped",
        "sssd.service is not running. automount gets no key from sssd and answers every new access with No such file or directory.",
        "systemctl start sssd; journalctl -u sssd.");

    public static FindingKind Failed { get; } = Kinds.Error(
        "sssd/failed",
        "sssd has failed",
        "sssd.service ended in failure. automount gets no key from sssd and answers every new access with No such file or directory.",
        "journalctl -u sssd; sssctl config-check; systemctl restart sssd.");

    public static FindingKind DomainOffline { get; } = Kinds.Warning(
        "sssd/domain-offline",
        "sssd works offline",
        "The back end of the domain does not reach its server. Cached maps are served, however old; what is not cached does not exist.",
        "Repair what the message names; then kill -USR2 $(pidof sssd) makes sssd try again.",
        DirectoryDown);

    public static FindingKind DuplicateKey { get; } = Kinds.Error(
        "sssd/duplicate-key",
        "A key is in an LDAP map more than once",
        "sssd finds such a key by its name until somebody lists the map through it (automount does when it starts or reloads, automount -m "
            + "does). From then on each look-up of the key fails with error 1432158209, and users get No such file or directory. "
            + "sss_cache, a restart of sssd, and the deletion of the duplicate alone do not cure that.",
        "Delete the entry that is not meant from LDAP; then have the map listed again: sss_cache -A; systemctl kill -s HUP sssd; "
            + "automount -m.");

    public static FindingKind AutofsNotEnabled { get; } = Kinds.Error(
        "sssd/autofs-not-enabled",
        "sssd's autofs responder is not enabled",
        "sssd runs, but autofs is not in services and the responder's socket is not activated. Every map looks missing.",
        "Add autofs to services in the [sssd] section of sssd.conf, then: systemctl restart sssd.");

    public static FindingKind ResponderDown { get; } = Kinds.Error(
        "sssd/responder-down",
        "sssd's autofs responder is not running",
        "sssd runs, but nobody listens on the autofs responder's socket. automount falls through to the next source and finds nothing.",
        "systemctl restart sssd; tail /var/log/sssd/sssd_autofs.log.");

    public static FindingKind ResponderHung { get; } = Kinds.Error(
        "sssd/responder-hung",
        "sssd's autofs responder does not answer",
        "The responder's process is there, and systemd calls it active, but a request is not answered within the deadline. Every "
            + "first access to an automounted path blocks for up to five minutes.",
        "systemctl restart sssd; if it comes back: pstack $(pidof sssd_autofs).");

    public static FindingKind ResponderFailed { get; } = Kinds.Error(
        "sssd/responder-failed",
        "sssd's autofs responder answers with an error",
        "Reading maps through sssd fails with the error in the message.",
        "tail /var/log/sssd/sssd_autofs.log; systemctl restart sssd.");

    public static FindingKind MapOffline { get; } = Kinds.Error(
        "sssd/map-offline",
        "sssd cannot get a map and has none cached",
        "The provider failed, and nothing of this map is cached. Every key of it is No such file or directory.",
        "Repair the directory link; then kill -USR2 $(pidof sssd).",
        DirectoryDown,
        new Dependency(Same.Domain, "sssd/domain-offline"));

    public static FindingKind MapMissing { get; } = Kinds.Error(
        "sssd/map-missing",
        "sssd does not see a map that LDAP has",
        "The directory holds the map, sssd says that it does not exist: another schema, search base or server in sssd's running "
            + "configuration, or a stale cache.",
        "sss_cache -A; if it stays: systemctl restart sssd (sssd.conf is read only at start).",
        new Dependency(Same.Domain, "sssd/domain-offline"));

    public static FindingKind ConfigNewer { get; } = Kinds.Warning(
        "sssd/config-newer",
        "sssd.conf is newer than the running sssd",
        "sssd reads its configuration at start only, so what the file says is not what runs.",
        "systemctl restart sssd.");

    public static FindingKind BusUnavailable { get; } = Kinds.Warning(
        "sssd/bus-unavailable",
        "systemd cannot be asked about sssd",
        "The system bus did not answer, so the state of sssd.service and of its domains is not known.",
        "Check D-Bus: systemctl status dbus; busctl status.");

    public static FindingKind InfopipeUnavailable { get; } = Kinds.Info(
        "sssd/infopipe-unavailable",
        "sssd's InfoPipe does not answer",
        "Whether a domain is online, and which server is active, cannot be told. Nothing else depends on it.",
        "Install sssd-dbus, or add ifp to services in sssd.conf.");

    public static FindingKind LibraryMissing { get; } = Kinds.Warning(
        "sssd/library-missing",
        "libsss_autofs is not installed",
        "Without it neither automount nor this agent can ask sssd for maps.",
        "Install libsss_autofs (Debian: sssd-common) in the node image.");

    public static FindingKind MapBehind { get; } = Kinds.Info(
        "sssd/map-behind",
        "sssd has not seen a change of a map yet",
        "The map was changed in LDAP, and sssd serves what it read before: it keeps maps for entry_cache_autofs_timeout (an hour and "
            + "a half by default). Nothing is wrong; the message says until when it lasts.",
        "To see it at once: sss_cache -A; systemctl kill -s HUP sssd; and for direct maps and new mount points: systemctl reload autofs.");

    public static FindingKind MapStale { get; } = Kinds.Warning(
        "sssd/map-stale",
        "sssd serves an old map",
        "sssd goes on serving what LDAP no longer holds, or does not serve what LDAP holds, although its cache should have run out, "
            + "or while it is offline. Users get old locations, or No such file or directory.",
        "sss_cache -A; systemctl kill -s HUP sssd (the expiry of the cache alone leaves the list of keys that the autofs responder "
            + "has in memory); if it stays: systemctl restart sssd, and look into /var/log/sssd.",
        new Dependency(Same.Domain, "sssd/domain-offline"));

    public static FindingKind MapEmpty { get; } = Kinds.Error(
        "sssd/map-empty",
        "sssd sees no entry of a map that LDAP fills",
        "sssd finds the object of the map, but none of its entries: the running sssd looks for another object class or other "
            + "attributes than the entries have, or below another base, or may not read them.",
        "Compare ldap_autofs_entry_object_class, ldap_autofs_entry_key and ldap_autofs_entry_value with an entry of the map; then: "
            + "sss_cache -A; systemctl restart sssd; systemctl reload autofs.",
        new Dependency(Same.Domain, "sssd/domain-offline"));

    public static FindingKind LookupDiffers { get; } = Kinds.Warning(
        "sssd/lookup-differs",
        "sssd answers a key otherwise than it lists it",
        "sssd keeps the list of a map and each of its keys with clocks of their own. automount mounts what the look-up of the key "
            + "gives, which is not what the list, and automount -m, show.",
        "sss_cache -A; systemctl kill -s HUP sssd.",
        new Dependency(Same.Map, "sssd/map-stale", "sssd/map-behind"));

    public static FindingKind MasterName { get; } = Kinds.Warning(
        "sssd/master-name-differs",
        "sssd and automount mean different master maps",
        "When automount reads the map that sssd takes for the master map, sssd expires all maps. With different names it does not, "
            + "and systemctl reload autofs brings nothing new for as long as sssd's cache lives.",
        "Set ldap_autofs_map_master_name in sssd.conf to the master_map_name of autofs.conf, then: systemctl restart sssd.");
}
