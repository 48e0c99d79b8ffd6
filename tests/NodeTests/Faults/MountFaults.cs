using NodeTests.Support;
using static NodeTests.Faults.Fragments;

namespace NodeTests.Faults;

/// <summary>Faults of single mounts and of required paths.</summary>
internal static class MountFaults
{
    private const string Remake =
        "on-host nfs1 sh -c 'cp -a /exports/staff/dale /exports/staff/dale.new && rm -rf /exports/staff/dale && mv " +
        "/exports/staff/dale.new /exports/staff/dale'";

    /// <summary>
    /// A mount with a connection of its own, since no other one speaks NFSv4.1, and with time-outs that the kernel soon complains of.
    /// </summary>
    private const string MountLost =
        "mkdir -p /mnt/lost && mount -t nfs4 -o minorversion=1,hard,timeo=30,retrans=1,nosuid,nodev nfs2.example.com:/exports/scratch " +
        "/mnt/lost";

    /// <summary>
    /// The kernel's ends of its connections to nfs2: they belong to no process. A new one has a new port, below 1024 again.
    /// </summary>
    private const string NfsPorts =
        "ss -tnpH state established dst 192.168.77.12:2049 | grep -v users: | awk '{ sub(/.*:/, \"\", $3); print $3 }'";

    private const string Nfs2 = "iptables -A OUTPUT -p tcp -d 192.168.77.12";

    public static IReadOnlyList<Fault> All { get; } =
    [
        // automount 5.1.8 remembers no missing key while its last source is one that lacks the map, as the files are after sss here.
        new(
            16,
            "automount still remembers that a key was missing",
            $"""
            sed -i 's/^negative_timeout.*/negative_timeout = 45/' /etc/autofs.conf
            cp -p /etc/nsswitch.conf /run/nsswitch.good; sed -i 's/^automount:.*/automount: {MapSource.Name}/' /etc/nsswitch.conf
            systemctl restart autofs
            {Shell.Until("ls /scratch/data/", 20)}; ! ls /scratch/fresh/ 2>/dev/null
            {Ldap.Add("fresh", "auto.scratch", "-fstype=nfs4,rw,hard,nosuid,nodev nfs2.example.com:/exports/scratch")}; {Ldap.Forget}
            if ls /scratch/fresh/; then echo automount does not remember it >&2; exit 1; fi
            {AgentWith("[required]\\npaths = /home/dale, /data/tools, /scratch/fresh")}
            """,
            "mount/trigger-failed",
            $"{RestoreAgent}; {Ldap.Delete("fresh", "auto.scratch")}; {Ldap.Forget}; sed -i 's/^negative_timeout.*/negative_timeout = " +
            "5/' /etc/autofs.conf; cp -p /run/nsswitch.good /etc/nsswitch.conf; systemctl restart autofs")
        {
            Path = "/scratch/fresh",
            Clears = 60,
            Says = "automount remembers the failure for up to 45 s more",
        },
        new(
            22,
            "the export of a required path does not exist",
            "on-host nfs1 mv /exports/staff/dale /exports/staff/dale.gone; umount -l /home/dale",
            "mount/trigger-failed",
            "on-host nfs1 mv /exports/staff/dale.gone /exports/staff/dale") { Path = "/home/dale", Blamed = "server" },
        new(
            25,
            "the connection of a mount is lost, and its server answers others",
            $"for port in $({NfsPorts}); do {Nfs2} --sport $port -j ACCEPT; done; {MountLost}; {Nfs2} --sport 1:1023 -j DROP; setsid " +
            "stat -f /mnt/lost >/dev/null 2>&1 </dev/null &",
            "mount/hung",
            "iptables -F OUTPUT; timeout 60 stat -f /mnt/lost; umount /mnt/lost")
        {
            Seconds = 60,
            Clears = 60,
            Also = ServerStates,
            Says = "the kernel says: nfs: server nfs2.example.com not responding",
        },
        new(
            26,
            "the export of a required path in use is made anew",
            $"{Remake}; (for i in $(seq 600); do timeout 10 ls -l /home/dale/; sleep 0.5; done) >/dev/null 2>&1 </dev/null & echo $! > " +
            "/run/reader",
            "mount/required-stale",
            "kill $(cat /run/reader); umount -l /home/dale") { Seconds = 120, Clears = 60, Path = "/home/dale" },
        new(
            33,
            "a process stands in a mount that nobody uses",
            $"{AgentWith("[mounts]\\ninterval = 2s")}; cd /scratch/data; setsid sleep 600 >/dev/null 2>&1 </dev/null & echo $! > /run/busy",
            "mount/held",
            $"kill $(cat /run/busy); {RestoreAgent}")
        {
            Seconds = 150,
            Clears = 60,
            Says = "sleep (pid ",
            Path = "/scratch/data",
            Blamed = "none",
        },
        new(
            35,
            "a required path with a typing error, which a wildcard takes",
            AgentWith("[required]\\npaths = /home/dale, /data/tools, /home/allice"),
            "mount/trigger-failed",
            RestoreAgent) { Path = "/home/allice", Blamed = "server" },
    ];
}
