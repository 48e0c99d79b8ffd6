namespace Automount.Findings;

/// <content>The kinds that tell where the sources of a map, and the views of it, differ.</content>
public static partial class FindingCatalog
{
    /// <summary>sssd has not seen a change of a map yet.</summary>
    public static readonly FindingKind SssdMapBehind = new(
        "sssd/map-behind",
        Link.Sssd,
        Severity.Info,
        new Guid("c453669c-63ae-4d57-b425-1b29997d8d26"),
        "sssd has not seen a change of a map yet",
        "The map was changed in LDAP, and sssd serves what it read before: it keeps maps for entry_cache_autofs_timeout (an hour and a half by default). Nothing is wrong; the message says until when it lasts.",
        "To see it at once: sss_cache -A; systemctl kill -s HUP sssd; and for direct maps and new mount points: systemctl reload autofs.");

    /// <summary>sssd serves an old map.</summary>
    public static readonly FindingKind SssdMapStale = new(
        "sssd/map-stale",
        Link.Sssd,
        Severity.Warning,
        new Guid("5ae76dd8-2e40-477e-b962-2bf1d5e586a0"),
        "sssd serves an old map",
        "sssd goes on serving what LDAP no longer holds, or does not serve what LDAP holds, although its cache should have run out, or while it is offline. Users get old locations, or No such file or directory.",
        "sss_cache -A; systemctl kill -s HUP sssd (the expiry of the cache alone leaves the list of keys that the autofs responder has in memory); if it stays: systemctl restart sssd, and look into /var/log/sssd.");

    /// <summary>sssd sees no entry of a map that LDAP fills.</summary>
    public static readonly FindingKind SssdMapEmpty = new(
        "sssd/map-empty",
        Link.Sssd,
        Severity.Error,
        new Guid("5e410ce4-59eb-4acb-aa30-a3ed183ad7a3"),
        "sssd sees no entry of a map that LDAP fills",
        "sssd finds the object of the map, but none of its entries: the running sssd looks for another object class or other attributes than the entries have, or below another base, or may not read them.",
        "Compare ldap_autofs_entry_object_class, ldap_autofs_entry_key and ldap_autofs_entry_value with an entry of the map; then: sss_cache -A; systemctl restart sssd; systemctl reload autofs.");

    /// <summary>sssd answers a key otherwise than it lists it.</summary>
    public static readonly FindingKind SssdLookupDiffers = new(
        "sssd/lookup-differs",
        Link.Sssd,
        Severity.Warning,
        new Guid("cc4af63a-82bf-456b-b401-2dbbfcedf554"),
        "sssd answers a key otherwise than it lists it",
        "sssd keeps the list of a map and each of its keys with clocks of their own. automount mounts what the look-up of the key gives, which is not what the list, and automount -m, show.",
        "sss_cache -A; systemctl kill -s HUP sssd.");

    /// <summary>sssd and automount mean different master maps.</summary>
    public static readonly FindingKind SssdMasterName = new(
        "sssd/master-name-differs",
        Link.Sssd,
        Severity.Warning,
        new Guid("74b1a7ed-d04d-409d-8d2d-518bb0c03617"),
        "sssd and automount mean different master maps",
        "When automount reads the map that sssd takes for the master map, sssd expires all maps. With different names it does not, and systemctl reload autofs brings nothing new for as long as sssd's cache lives.",
        "Set ldap_autofs_map_master_name in sssd.conf to the master_map_name of autofs.conf, then: systemctl restart sssd.");

    /// <summary>Lines of the local master map are never read.</summary>
    public static readonly FindingKind AutomountMasterShadowed = new(
        "automount/master-shadowed",
        Link.Automount,
        Severity.Warning,
        new Guid("c185fecc-3848-4a1e-9644-051d2c6ba69c"),
        "Lines of the local master map are never read",
        "automount reads the master map from the first source of the automount line of nsswitch.conf that has one, and no other. The local master map has mount points that the first source lacks, so they do not exist.",
        "Put the mount points into the master map that is read, or give that map another name; or put files first in nsswitch.conf and +auto.master at the end of /etc/auto.master.");

    /// <summary>The master map of the directory is not read.</summary>
    public static readonly FindingKind AutomountMasterIgnored = new(
        "automount/master-ignored",
        Link.Automount,
        Severity.Warning,
        new Guid("3f08a709-3d40-4ac0-940c-c1aa6bd9e81c"),
        "The master map of the directory is not read",
        "automount reads the master map from the first source of the automount line of nsswitch.conf that has one. That is a file here, and it does not include the one of the directory.",
        "Put sss first in nsswitch.conf, or add the line +auto.master to the end of /etc/auto.master; then: systemctl reload autofs.");

    /// <summary>A master map file is ignored for its name.</summary>
    public static readonly FindingKind AutomountNoSuffix = new(
        "automount/no-suffix",
        Link.Automount,
        Severity.Warning,
        new Guid("0ffe4acf-21e8-4f4b-8e9f-30707f433ef9"),
        "A master map file is ignored for its name",
        "Of a directory that the master map includes automount reads only the files whose names end in .autofs and do not begin with a dot. It says nothing about the others.",
        "Rename the file to NAME.autofs, then: systemctl reload autofs.");

    /// <summary>automount has a mount point that its maps no longer name.</summary>
    public static readonly FindingKind AutomountRootStale = new(
        "automount/root-stale",
        Link.Automount,
        Severity.Warning,
        new Guid("db220a50-4c28-4f2c-ad6f-ff6959a863b2"),
        "automount has a mount point that its maps no longer name",
        "automount read its maps before the mount point or the direct key was taken out, and goes on serving it. It is gone with the next reload or restart.",
        "systemctl reload autofs.");

    /// <summary>A mount point has another map than the master map says.</summary>
    public static readonly FindingKind AutomountRootOtherMap = new(
        "automount/root-other-map",
        Link.Automount,
        Severity.Warning,
        new Guid("b90edcb2-6406-4d53-a7f8-7c0f361dd313"),
        "A mount point has another map than the master map says",
        "The master map was changed after automount had read it. Keys are looked up in the old map.",
        "systemctl reload autofs; if the mount point is busy: systemctl restart autofs.");

    /// <summary>A mount point has another timeout than the master map says.</summary>
    public static readonly FindingKind AutomountRootTimeout = new(
        "automount/root-timeout",
        Link.Automount,
        Severity.Warning,
        new Guid("9dd60861-15a9-4565-8490-e7619b155971"),
        "A mount point has another timeout than the master map says",
        "Mounts expire after the time that the kernel has, not after that of the master map or of autofs.conf: they were changed after automount had read them.",
        "systemctl reload autofs; if it stays: systemctl restart autofs.");

    /// <summary>A map is in two sources, with different content.</summary>
    public static readonly FindingKind MapTwoSources = new(
        "map/two-sources",
        Link.Map,
        Severity.Info,
        new Guid("ef9bd9b6-8a58-4537-bf23-5c3b978f2220"),
        "A map is in two sources, with different content",
        "automount looks for a key in one source of nsswitch.conf after the other: the first that has the key, or a wildcard, wins. What is in the second one is used only for keys that the first one lacks.",
        "Keep the map in one place, or include the other one on purpose (+NAME, in a file).");

    /// <summary>The master map names a file that is not on the node.</summary>
    public static readonly FindingKind MapFileMissing = new(
        "map/file-missing",
        Link.Map,
        Severity.Error,
        new Guid("16c464e6-4dee-4733-bdf2-4896d2657b47"),
        "The master map names a file that is not on the node",
        "The map is a file, and the file does not exist here. Every key below the mount point answers No such file or directory.",
        "Put the file on the node, or take the map into LDAP and name it without a path.");

    private static IReadOnlyList<FindingKind> SssdViewKinds =>
    [
        SssdMapBehind,
        SssdMapStale,
        SssdMapEmpty,
        SssdLookupDiffers,
        SssdMasterName,
    ];

    private static IReadOnlyList<FindingKind> AutomountViewKinds =>
    [
        AutomountMasterShadowed,
        AutomountMasterIgnored,
        AutomountNoSuffix,
        AutomountRootStale,
        AutomountRootOtherMap,
        AutomountRootTimeout,
    ];

    private static IReadOnlyList<FindingKind> MapViewKinds =>
    [
        MapTwoSources,
        MapFileMissing,
    ];
}
