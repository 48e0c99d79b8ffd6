using Automount.Catalog;
using NodeTests.Support;
using static NodeTests.Faults.Fragments;

namespace NodeTests.Faults;

/// <summary>Faults of NFS servers and of the way to them.</summary>
internal static class ServerFaults
{
    private const string Hang = "systemctl kill -s STOP nfs2";
    private const string GoOn = "systemctl kill -s CONT nfs2";

    /// <summary>A required path is on the server, and hangs with it or is not tried: the server by itself does nothing.</summary>
    private const ConditionEffect OfRequiredPath = ConditionEffect.NotReady;

    private static string MountsOf(string state) =>
        $"curl -s http://127.0.0.1:20490/metrics | grep -q '^automount_nfs_mounts{{server=\"rr.example.com\",state=\"{state}\"}} 1'";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            18,
            "a server name that does not resolve",
            Ldap.Add("lost", "auto.scratch", "-fstype=nfs4,nosuid,nodev nosuch.example.com:/exports/lost"),
            "server/unresolvable",
            Ldap.Delete("lost", "auto.scratch")) { Verdict = "degraded", Path = "/scratch/lost" },
        new(
            19,
            "NFS port refused",
            "systemctl stop nfs2",
            "server/refused",
            "systemctl start nfs2") { Also = ServerStates, Brings = OfRequiredPath, Path = "/scratch/mem" },
        new(
            20,
            "packets to the NFS server are lost",
            "ip link set to-nfs2 down",
            "server/unreachable",
            "ip link set to-nfs2 up") { Also = ServerStates, Brings = OfRequiredPath, Path = "/scratch/mem" },
        new(
            21,
            "NFS without a version from a server without a portmapper",
            Ldap.Add("plain", "auto.scratch", "-fstype=nfs,nosuid,nodev nfs2.example.com:/exports/mem"),
            "server/rpcbind-trap",
            Ldap.Delete("plain", "auto.scratch"))
        {
            Path = "/scratch/plain",
            // Debian's autofs.conf leaves mount_nfs_default_protocol at 3, which nfs2 does not have either.
            Also = ["map/needs-rpcbind", "server/version-mismatch"],
        },
        new(25, "NFS server SIGSTOPped", Hang, "server/hung", GoOn)
        {
            Seconds = 15,
            Also = ServerStates,
            Brings = OfRequiredPath,
            Path = "/scratch/mem",
        },
        new(
            34,
            "NFS server SIGSTOPped, and a mount of it is due to expire",
            $"ls /scratch/data/; {Hang}",
            "server/hung",
            GoOn)
        {
            Path = "/scratch/data",
            Seconds = 15,
            Clears = 60,
            Also = ServerStates,
            Brings = OfRequiredPath,
            Then = Shell.Until("curl -s http://127.0.0.1:20490/api/v1/status | grep -q automount/waiting", 50),
        },
        new(
            44,
            "a server with two addresses hangs, whose mount is by address",
            $"""
            ip -n nfs2 address add 192.168.77.13/24 dev eth0; ip -n nfs2 address add 192.168.77.14/24 dev eth0
            cp /etc/hosts /run/hosts.good; printf '192.168.77.13 rr.example.com\n192.168.77.14 rr.example.com\n' >> /etc/hosts
            {Ldap.Add("rr", "auto.scratch", "-fstype=nfs4,nosuid,nodev rr.example.com:/exports/mem")}; {Ldap.Forget}
            {Shell.Until("ls /scratch/rr/", 20)}
            cd /scratch/rr; setsid sleep 300 >/dev/null 2>&1 </dev/null & echo $! > /run/busy; cd /
            {Shell.Until("grep -q ' /scratch/rr .* - nfs4 192.168.77.1[34]:' /proc/self/mountinfo", 20)}
            {Shell.Until(MountsOf("healthy"), 30)}
            {Hang}
            """,
            "server/hung",
            $"{GoOn}; kill $(cat /run/busy); {Shell.Until("umount /scratch/rr", 20)}; {Ldap.Delete("rr", "auto.scratch")}; " +
            $"{Ldap.Forget}; cp /run/hosts.good /etc/hosts; ip -n nfs2 address delete 192.168.77.13/24 dev eth0; ip -n nfs2 address " +
            "delete 192.168.77.14/24 dev eth0")
        {
            Path = "/scratch/rr",
            Seconds = 15,
            Clears = 60,
            Also = ServerStates,
            Brings = OfRequiredPath,
            Says = "NFS server rr.example.com accepts connections but answers no NFS call",
            Then = Shell.Until(MountsOf("hung"), 10),
        },
        new(
            47,
            "the clock is set forward and back by an hour, and the NFS server hangs",
            $"date -s '1 hour'; sleep 12; date -s '1 hour ago'; {Hang}",
            "server/hung",
            GoOn) { Seconds = 15, Also = ServerStates, Brings = OfRequiredPath, Path = "/scratch/mem" },
        new(
            49,
            "NFS server SIGSTOPped when nothing of it is mounted, and a required path is to be mounted again",

            // The agent sleeps meanwhile: it would mount the required path again before the server hangs.
            $$"""
            systemctl kill -s STOP automount-agent
            awk '$1 ~ /^nfs2/ { print $2 }' /proc/self/mounts | xargs -r -n 1 umount
            {{Hang}}; systemctl kill -s CONT automount-agent
            """,
            "server/hung",
            GoOn)
        {
            Path = "/scratch/mem",
            Seconds = 12,
            Clears = 60,
            Also = [.. ServerStates, "mount/required-blocked"],
            Brings = OfRequiredPath,
        },
        new(
            50,
            "a server name that does not resolve, in the entry of a required path",
            $"{Ldap.Add("lost", "auto.scratch", "-fstype=nfs4,nosuid,nodev nosuch.example.com:/exports/lost")}; "
                + AgentWith("[required]\\npaths = /home/dale, /data/tools, /scratch/lost"),
            "server/unresolvable",
            $"{RestoreAgent}; {Ldap.Delete("lost", "auto.scratch")}")
        {
            Path = "/scratch/lost",
            Verdict = "broken",
            Also = ["mount/required-blocked", "mount/trigger-failed", "mount/key-missing"],
            Brings = OfRequiredPath,
        },
    ];
}
