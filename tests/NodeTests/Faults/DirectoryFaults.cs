using Automount.Catalog;
using NodeTests.Support;
using static NodeTests.Faults.Fragments;

namespace NodeTests.Faults;

/// <summary>Faults of the LDAP server, of sssd, and of what sssd serves of the one to the node.</summary>
internal static class DirectoryFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            1,
            "LDAP down, nothing cached",
            "systemctl stop sssd slapd; rm -f /var/lib/sss/db/cache_*; systemctl start sssd",
            "directory/refused",
            "systemctl start slapd; sleep 1; systemctl restart sssd")
        {
            Also = [.. Restarted, "mount/required-blocked"],
            Brings = ConditionEffect.NotReady, // sssd/map-offline
            Path = "/home/bob",
        },
        new(
            2,
            "slapd stopped",
            "systemctl stop slapd",
            "directory/refused",
            "systemctl start slapd") { Also = ["directory/server-down"], Path = "/home/bob" },
        new(
            3,
            "slapd SIGSTOPped",
            "systemctl kill -s STOP slapd",
            "directory/no-answer",
            "systemctl kill -s CONT slapd") { Also = ["directory/server-down"], Path = "/home/bob" },
        new(
            3,
            "slapd SIGSTOPped, asked for StartTLS",
            $"systemctl kill -s STOP slapd; {Sssd("s/^ldap_id_use_start_tls.*/ldap_id_use_start_tls = true/")}",
            "directory/no-answer",
            $"systemctl kill -s CONT slapd; {RestoreSssd}") { Also = Restarted, Then = Idle, Path = "/home/bob" },
        new(
            3,
            "slapd SIGSTOPped, asked with ldaps",
            $"systemctl kill -s STOP slapd; {Sssd("s,^ldap_uri.*,ldap_uri = ldaps://ldap.example.com:389,")}",
            "directory/no-answer",
            $"systemctl kill -s CONT slapd; {RestoreSssd}") { Also = Restarted, Then = Idle, Path = "/home/bob" },
        new(4, "sssd forced offline", "pkill -USR1 -x sssd", "sssd/domain-offline", "pkill -USR2 -x sssd") { Path = "/home/bob" },
        new(5, "sssd stopped", "systemctl stop sssd", "sssd/stopped", "systemctl start sssd") { Also = Restarted, Path = "/home/bob" },
        new(
            6,
            "sssd's autofs responder SIGSTOPped",
            "pkill -STOP -x sssd_autofs",
            "sssd/responder-hung",
            "pkill -CONT -x sssd_autofs") { Also = Restarted, Path = "/home/bob" },
        new(
            7,
            "autofs missing in services",
            Sssd("s/^services.*/services = nss, ifp/"),
            "sssd/autofs-not-enabled",
            RestoreSssd) { Also = Restarted, Path = "/home/bob" },
        new(
            8,
            "wrong schema",
            Sssd("s/^ldap_autofs_map_name.*/ldap_autofs_map_name = automountMapName/"),
            "directory/map-missing",
            RestoreSssd) { Also = [.. Restarted, "sssd/map-missing", "map/empty-map"], Path = "/home/bob" },
        new(
            8,
            "wrong search base",
            Sssd("s/^ldap_autofs_search_base.*/ldap_autofs_search_base = ou=nowhere,dc=example,dc=com/"),
            "directory/base-missing",
            RestoreSssd) { Also = [.. Restarted, "sssd/map-missing", "map/empty-map"], Path = "/home/bob" },
        new(
            8,
            "sssd running with other attributes than sssd.conf has",
            $"{Sssd("s/^ldap_autofs_entry_value.*/ldap_autofs_entry_value = description/")}; sss_cache -A; systemctl restart sssd; cp -p " +
            "/run/sssd.conf.good /etc/sssd/sssd.conf",
            "sssd/map-empty",
            $"systemctl restart sssd; {Ldap.Forget}") { Seconds = 90, Clears = 90, Also = Restarted, Path = "/home/bob" },
        new(
            9,
            "sssd.conf changed, sssd not restarted",
            "touch /etc/sssd/sssd.conf",
            "sssd/config-newer",
            "systemctl restart sssd") { Also = Restarted, Path = "/home/bob" },
        new(
            13,
            "an entry with two keys",
            Ldap.Modify("data", "auto.scratch", "add", "cn", "data2"),
            "map/several-values",
            $"{Ldap.Modify("data", "auto.scratch", "delete", "cn", "data2")}; {Ldap.Forget}")
        {
            Seconds = 90,
            Clears = 90,
            Path = "/scratch/data",
        },
        new(
            17,
            "a deleted entry that sssd still serves",
            Ldap.Delete("mem", "auto.scratch"),
            "sssd/map-behind",
            $"{Ldap.Add("mem", "auto.scratch", "-fstype=nfs4,rw,hard,nosuid,nodev nfs2.example.com:/exports/mem")}; {Ldap.Forget}")
        {
            Path = "/scratch/mem",
            Blamed = "map",
            Seconds = 90,
            Clears = 90,
        },
        new(
            40,
            "the InfoPipe refuses root",
            Sssd("$a[ifp]\\nallowed_uids = 1"),
            "sssd/infopipe-unavailable",
            RestoreSssd) { Also = Restarted, Path = "/home/bob", Blamed = "none" },
        new(
            46,
            "TLS to the LDAP server fails",
            Sssd("s/^ldap_id_use_start_tls.*/ldap_id_use_start_tls = true/"),
            "directory/tls-failed",
            RestoreSssd) { Also = Restarted, Path = "/home/bob" },
        new(
            48,
            "a duplicate key in a map of LDAP",
            $"{Ldap.Add("two", "auto.scratch", Mem)}; {Ldap.Again("two", "auto.scratch", Mem)}; sleep 5; {Ldap.Forget}",
            "sssd/duplicate-key",
            $"{Ldap.Delete("two", "auto.scratch")}; {Ldap.DeleteAgain("two", "auto.scratch")}; {Ldap.Forget}; systemctl restart autofs")
        {
            Path = "/scratch/two",
            Clears = 90,
            Also = [.. AutofsRestarted, "map/duplicate-key"],

            // The agent has looked, and so has the command: the key must still be found by its name, by an automount without a copy of it.
            Then = "automount-agent check > /dev/null; systemctl restart autofs; sleep 2; stat -f /scratch/two",
        },
    ];

    private const string Mem = "-fstype=nfs4,rw,hard,nosuid,nodev nfs2.example.com:/exports/mem";

    /// <summary>In ten seconds the agent takes less than half of an emulated core; libldap in a busy loop takes a whole one.</summary>
    private const string Idle = "t() { awk '{ print $14 + $15 }' /proc/$(systemctl show -p MainPID --value automount-agent)/stat; }; "
        + "a=$(t); sleep 10; [ $(($(t) - a)) -lt 500 ]";
}
