namespace NodeTests;

/// <summary>One way to break the chain.</summary>
/// <param name="Name">What happens, as the name of the test.</param>
/// <param name="Cause">Commands that break it.</param>
/// <param name="Code">The code of the first broken link.</param>
/// <param name="Cure">Commands that repair it.</param>
/// <param name="Seconds">Time within which it must be named.</param>
public sealed record Fault(string Name, string Cause, string Code, string Cure, int Seconds = 30)
{
    public override string ToString() => Name;
}

/// <summary>The faults that the agent must name, in the order of the chain.</summary>
public static class Faults
{
    private const string RestoreSssd = "cp -p /run/sssd.conf.good /etc/sssd/sssd.conf; systemctl restart sssd";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("slapd stopped", "systemctl stop slapd", "directory/refused", "systemctl start slapd"),
        new("slapd SIGSTOPped", "systemctl kill -s STOP slapd", "directory/no-answer", "systemctl kill -s CONT slapd"),
        new(
            "wrong search base",
            "cp -p /etc/sssd/sssd.conf /run/sssd.conf.good; sed -i 's/^ldap_autofs_search_base.*/ldap_autofs_search_base = ou=nowhere,dc=example,dc=com/' /etc/sssd/sssd.conf; systemctl restart sssd",
            "directory/base-missing",
            RestoreSssd),
        new(
            "wrong schema",
            "cp -p /etc/sssd/sssd.conf /run/sssd.conf.good; sed -i 's/^ldap_autofs_map_name.*/ldap_autofs_map_name = automountMapName/' /etc/sssd/sssd.conf; systemctl restart sssd",
            "directory/map-missing",
            RestoreSssd),
        new("sssd stopped", "systemctl stop sssd", "sssd/stopped", "systemctl start sssd"),
        new("sssd's autofs responder SIGSTOPped", "pkill -STOP -x sssd_autofs", "sssd/responder-hung", "pkill -CONT -x sssd_autofs"),
        new(
            "autofs missing in services",
            "cp -p /etc/sssd/sssd.conf /run/sssd.conf.good; sed -i 's/^services.*/services = nss, ifp/' /etc/sssd/sssd.conf; systemctl restart sssd",
            "sssd/autofs-not-enabled",
            RestoreSssd),
        new("autofs stopped", "systemctl stop autofs", "automount/stopped", "systemctl start autofs"),
        new("autofs SIGKILLed", "systemctl kill -s KILL autofs", "automount/failed", "systemctl start autofs"),
        new(
            "a mount point that automount has not read",
            Ldap("add", "dn: cn=/late,ou=auto.master,ou=automount,dc=example,dc=com\nobjectClass: automount\ncn: /late\nautomountInformation: auto.scratch"),
            "automount/root-missing",
            Ldap("delete", "cn=/late,ou=auto.master,ou=automount,dc=example,dc=com")),
        new(
            "a map that is missing",
            Ldap("add", "dn: cn=/lost,ou=auto.master,ou=automount,dc=example,dc=com\nobjectClass: automount\ncn: /lost\nautomountInformation: auto.lost"),
            "map/dangling-map",
            Ldap("delete", "cn=/lost,ou=auto.master,ou=automount,dc=example,dc=com")),
        new(
            "a server name that does not resolve",
            Ldap("add", "dn: cn=lost,ou=auto.scratch,ou=automount,dc=example,dc=com\nobjectClass: automount\ncn: lost\nautomountInformation: -fstype=nfs4 nosuch.example.com:/exports/lost"),
            "server/unresolvable",
            Ldap("delete", "cn=lost,ou=auto.scratch,ou=automount,dc=example,dc=com")),
        new(
            "a map entry without a colon",
            Ldap("add", "dn: cn=odd,ou=auto.scratch,ou=automount,dc=example,dc=com\nobjectClass: automount\ncn: odd\nautomountInformation: nfs1.example.com /exports/scratch"),
            "map/bad-entry",
            Ldap("delete", "cn=odd,ou=auto.scratch,ou=automount,dc=example,dc=com")),
        new("NFS server SIGSTOPped", "systemctl kill -s STOP nfs2", "server/hung", "systemctl kill -s CONT nfs2", Seconds: 15),
        new("NFS port refused", "systemctl stop nfs2", "server/refused", "systemctl start nfs2"),
        new(
            "the export of a required path does not exist",
            "on-host nfs1 mv /exports/staff/dale /exports/staff/dale.gone; umount -l /home/dale",
            "mount/trigger-failed",
            "on-host nfs1 mv /exports/staff/dale.gone /exports/staff/dale"),
    ];

    private static string Ldap(string verb, string text) =>
        $"printf '%s\\n' '{text.Replace("\n", "' '")}' | ldap{verb} -Q -Y EXTERNAL -H ldapi:///";
}
