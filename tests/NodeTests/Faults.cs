namespace NodeTests;

/// <summary>One way to break the chain.</summary>
/// <param name="Scenario">Number of the row of <see cref="FaultMatrix"/> that it belongs to.</param>
/// <param name="Name">What happens, as the name of the test.</param>
/// <param name="Cause">Commands that break it.</param>
/// <param name="Code">The code of the first broken link; of a fault that breaks nothing yet, of its one finding.</param>
/// <param name="Cure">Commands that repair it.</param>
public sealed record Fault(int Scenario, string Name, string Cause, string Code, string Cure)
{
    /// <summary>Time within which it must be named.</summary>
    public int Seconds { get; init; } = 30;

    /// <summary>What else may be said, because it follows from the fault. Anything more would be a false accusation.</summary>
    public string[] Follows { get; init; } = [];

    public override string ToString() => Name;
}

/// <summary>The faults that the agent must name, in the order of the chain.</summary>
public static class Faults
{
    private const string Site = "ou=automount,dc=example,dc=com";

    /// <summary>What an LDAP server that is gone brings with it, at once or after a while.</summary>
    private static readonly string[] Offline = ["sssd/domain-offline", "sssd/map-offline", "directory/server-down"];

    /// <summary>Restarting sssd leaves a moment without it.</summary>
    private static readonly string[] Restarted = [.. Offline, "sssd/stopped", "sssd/responder-down", "sssd/config-newer", "sssd/infopipe-unavailable"];

    /// <summary>What hangs on a server that is gone.</summary>
    private static readonly string[] Hanging =
        ["mount/hung", "mount/required-hung", "mount/required-blocked", "mount/trigger-failed", "server/hung", "server/refused", "server/unreachable"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            1,
            "LDAP down, nothing cached",
            "systemctl stop sssd slapd; rm -f /var/lib/sss/db/cache_*; systemctl start sssd",
            "directory/refused",
            "systemctl start slapd; sleep 1; systemctl restart sssd") { Follows = [.. Restarted, "mount/required-blocked"] },
        new(2, "slapd stopped", "systemctl stop slapd", "directory/refused", "systemctl start slapd") { Follows = Offline },
        new(3, "slapd SIGSTOPped", "systemctl kill -s STOP slapd", "directory/no-answer", "systemctl kill -s CONT slapd") { Follows = Offline },
        new(4, "sssd forced offline", "pkill -USR1 -x sssd", "sssd/domain-offline", "pkill -USR2 -x sssd"),
        new(5, "sssd stopped", "systemctl stop sssd", "sssd/stopped", "systemctl start sssd") { Follows = Restarted },
        new(6, "sssd's autofs responder SIGSTOPped", "pkill -STOP -x sssd_autofs", "sssd/responder-hung", "pkill -CONT -x sssd_autofs") { Follows = Restarted },
        new(7, "autofs missing in services", Sssd("s/^services.*/services = nss, ifp/"), "sssd/autofs-not-enabled", RestoreSssd) { Follows = Restarted },
        new(
            8,
            "wrong schema",
            Sssd("s/^ldap_autofs_map_name.*/ldap_autofs_map_name = automountMapName/"),
            "directory/map-missing",
            RestoreSssd) { Follows = [.. Restarted, "sssd/map-missing"] },
        new(
            8,
            "wrong search base",
            Sssd("s/^ldap_autofs_search_base.*/ldap_autofs_search_base = ou=nowhere,dc=example,dc=com/"),
            "directory/base-missing",
            RestoreSssd) { Follows = [.. Restarted, "sssd/map-missing"] },
        new(9, "sssd.conf changed, sssd not restarted", "touch /etc/sssd/sssd.conf", "sssd/config-newer", "systemctl restart sssd") { Follows = Restarted },
        new(
            10,
            "a mount point that automount has not read",
            Add("/late", "auto.master", "auto.scratch"),
            "automount/root-missing",
            Delete("/late", "auto.master")),
        new(
            11,
            "a map entry without a colon",
            Add("odd", "auto.scratch", "nfs1.example.com /exports/scratch"),
            "map/bad-entry",
            Delete("odd", "auto.scratch")),
        new(
            12,
            "a relative key in a direct map",
            Add("relative", "auto.direct", "-fstype=nfs4,nosuid,nodev nfs1.example.com:/exports/projects"),
            "map/bad-key",
            Delete("relative", "auto.direct")),
        new(
            14,
            "a map that is missing",
            Add("/lost", "auto.master", "auto.lost"),
            "map/dangling-map",
            Delete("/lost", "auto.master")),
        new(
            15,
            "a mount point twice in the master map",
            Again("/scratch", "auto.master", "auto.home"),
            "map/duplicate-mount-point",
            DeleteAgain("/scratch", "auto.master")),
        new(
            18,
            "a server name that does not resolve",
            Add("lost", "auto.scratch", "-fstype=nfs4,nosuid,nodev nosuch.example.com:/exports/lost"),
            "server/unresolvable",
            Delete("lost", "auto.scratch")),
        new(19, "NFS port refused", "systemctl stop nfs2", "server/refused", "systemctl start nfs2") { Follows = Hanging },
        new(20, "packets to the NFS server are lost", "ip link set to-nfs2 down", "server/unreachable", "ip link set to-nfs2 up") { Follows = Hanging },
        new(
            21,
            "NFS without a version from a server without a portmapper",
            Add("plain", "auto.scratch", "-fstype=nfs,nosuid,nodev nfs2.example.com:/exports/mem"),
            "server/rpcbind-trap",
            Delete("plain", "auto.scratch")) { Follows = ["map/needs-rpcbind", "sssd/map-behind"] },
        new(
            22,
            "the export of a required path does not exist",
            "on-host nfs1 mv /exports/staff/dale /exports/staff/dale.gone; umount -l /home/dale",
            "mount/trigger-failed",
            "on-host nfs1 mv /exports/staff/dale.gone /exports/staff/dale"),
        new(
            23,
            "homes where no mount point is",
            Sssd("s/^ldap_uri.*/&\\noverride_homedir = \\/users\\/%u/"),
            "map/home-mismatch",
            RestoreSssd) { Follows = Restarted },
        new(
            35,
            "a required path with a typing error, which a wildcard takes",
            "printf '[required]\\npaths = /home/dale, /data/tools, /home/allice\\n' > /etc/automount-agent/agent.conf.d/90-typo.conf; systemctl reload automount-agent",
            "mount/trigger-failed",
            "rm /etc/automount-agent/agent.conf.d/90-typo.conf; systemctl reload automount-agent"),
        new(
            36,
            "a key that differs from another by case only",
            Again("MEM", "auto.scratch", "-fstype=nfs4,rw,hard,nosuid,nodev nfs2.example.com:/exports/mem"),
            "map/case-collision",
            DeleteAgain("MEM", "auto.scratch")) { Follows = ["sssd/map-behind"] },
        new(25, "NFS server SIGSTOPped", "systemctl kill -s STOP nfs2", "server/hung", "systemctl kill -s CONT nfs2") { Seconds = 15, Follows = Hanging },
        new(
            27,
            "autofs stopped while a mount is busy",
            "cd /home/dale; setsid sleep 300 >/dev/null 2>&1 </dev/null & echo $! > /run/busy; systemctl stop autofs",
            "automount/stopped",
            "kill $(cat /run/busy); systemctl start autofs") { Follows = ["automount/root-catatonic", "automount/root-missing", .. Hanging] },
        new(28, "autofs SIGKILLed", "systemctl kill -s KILL autofs", "automount/failed", "systemctl start autofs") { Follows = ["automount/root-catatonic"] },
        new(29, "autofs SIGSTOPped", "systemctl kill -s STOP autofs", "automount/suspended", "systemctl kill -s CONT autofs"),
        new(
            40,
            "the InfoPipe refuses root",
            "cp -p /etc/sssd/sssd.conf /run/sssd.conf.good; printf '[ifp]\\nallowed_uids = 1\\n' >> /etc/sssd/sssd.conf; systemctl restart sssd",
            "sssd/infopipe-unavailable",
            RestoreSssd) { Follows = Restarted },
        new(
            45,
            "a mount point on a read-only file system",
            $"mkdir -p /ro; mount -t tmpfs -o ro none /ro; {Add("/ro/late", "auto.master", "auto.scratch")}; systemctl reload autofs; timeout 20 sh -c 'until journalctl -u autofs -n 20 | grep -q \"failed to create autofs directory /ro/late\"; do sleep 0.5; done'",
            "automount/root-missing",
            $"{Delete("/ro/late", "auto.master")}; systemctl reload autofs; umount /ro; rmdir /ro"),
        new(
            46,
            "TLS to the LDAP server fails",
            Sssd("s/^ldap_uri.*/&\\nldap_id_use_start_tls = true/"),
            "directory/tls-failed",
            RestoreSssd) { Follows = Restarted },
    ];

    private const string RestoreSssd = "cp -p /run/sssd.conf.good /etc/sssd/sssd.conf; systemctl restart sssd";

    private static string Sssd(string edit) =>
        $"cp -p /etc/sssd/sssd.conf /run/sssd.conf.good && sed -i '{edit}' /etc/sssd/sssd.conf && systemctl restart sssd";

    private static string Add(string key, string map, string value) =>
        $"printf '%s\\n' 'dn: cn={key},ou={map},{Site}' 'objectClass: automount' 'cn: {key}' 'automountInformation: {value}' | ldapadd -Q -Y EXTERNAL -H ldapi:///";

    /// <summary>A second entry with a key that LDAP does not tell from the first: its name has one more part.</summary>
    private static string Again(string key, string map, string value) =>
        $"printf '%s\\n' 'dn: cn={key}+description=again,ou={map},{Site}' 'objectClass: automount' 'cn: {key}' 'description: again' 'automountInformation: {value}' | ldapadd -Q -Y EXTERNAL -H ldapi:///";

    private static string DeleteAgain(string key, string map) => $"ldapdelete -Q -Y EXTERNAL -H ldapi:/// 'cn={key}+description=again,ou={map},{Site}'";

    private static string Delete(string key, string map) => $"ldapdelete -Q -Y EXTERNAL -H ldapi:/// 'cn={key},ou={map},{Site}'";
}
