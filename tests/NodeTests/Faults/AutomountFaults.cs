using NodeTests.Support;
using static NodeTests.Faults.Fragments;

namespace NodeTests.Faults;

/// <summary>Faults of the automount daemon, of its configuration, and of its mount points.</summary>
internal static class AutomountFaults
{
    private const string ForeignUnit = "/run/systemd/system/autofs.service.d/foreign.conf";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            10,
            "a mount point that automount has not read",
            Ldap.Add("/late", "auto.master", ScratchMap),
            "automount/root-missing",
            Ldap.Delete("/late", "auto.master")) { Path = "/late/mem" },
        new(
            27,
            "autofs stopped while a mount is busy",
            "cd /home/dale; setsid sleep 300 >/dev/null 2>&1 </dev/null & echo $! > /run/busy; systemctl stop autofs; systemctl " +
            "reset-failed autofs", // automount 5.1.8 may crash while it stops: that is row 28.
            "automount/stopped",
            "kill $(cat /run/busy); systemctl start autofs")
        {
            Path = "/home/bob",
            Also = [.. AutofsRestarted, .. ServerStates, "mount/hung", "mount/required-hung"],
        },
        new(
            28,
            "autofs SIGKILLed",
            "systemctl kill -s KILL autofs",
            "automount/failed",
            "systemctl start autofs") { Also = ["automount/root-catatonic"], Path = "/home/bob" },
        new(
            29,
            "autofs SIGSTOPped",
            "systemctl kill -s STOP autofs",
            "automount/suspended",
            "systemctl kill -s CONT autofs") { Path = "/home/bob" },
        new(
            30,
            "a mount point with private propagation",
            "mount --make-private /scratch",
            "automount/root-private",
            "mount --make-shared /scratch") { Path = "/scratch/mem" },
        new(
            31,
            "autofs restarted under a container with private mounts",
            $"{AgentWith("[mounts]\\ninterval = 2s")}; unshare -m --propagation private sleep 300 >/dev/null 2>&1 </dev/null & echo $! > " +
            "/run/container; sleep 1; systemctl restart autofs",
            "automount/root-outdated",
            $"kill $(cat /run/container); {RestoreAgent}")
        {
            Seconds = 90,
            Clears = 60,
            Also = AutofsRestarted,
            Says = "sleep (pid ",
            Path = "/home/bob",
        },
        new(
            32,
            "automount in a pid namespace of its own",
            $"printf '[Service]\\nType=simple\\nPIDFile=\\nExecStart=\\nExecStart=/usr/bin/unshare --pid --fork --kill-child setsid " +
            $"/usr/sbin/automount -f\\n' > {ForeignUnit}; systemctl daemon-reload; systemctl restart autofs",
            "automount/foreign-pids",
            $"rm {ForeignUnit}; systemctl daemon-reload; systemctl restart autofs")
        {
            Path = "/home/bob",
            Clears = 60,
            Also = AutofsRestarted,
            Then = $"{Shell.Until("grep -q ' /home .* autofs ' /proc/self/mountinfo", 20)}; ! timeout 20 ls /home/bob/readme",
        },
        new(
            37,
            "a line of /etc/auto.master that is never read",
            "cp -p /etc/auto.master /run/auto.master.good; echo '/extra auto.scratch' >> /etc/auto.master",
            "automount/master-shadowed",
            "cp -p /run/auto.master.good /etc/auto.master") { NeedsDirectory = true },
        new(
            38,
            "a file in auto.master.d without the suffix",
            "mkdir -p /etc/auto.master.d; echo '/extra auto.scratch' > /etc/auto.master.d/site",
            "automount/no-suffix",
            "rm /etc/auto.master.d/site"),
        new(
            45,
            "a mount point on a read-only file system",
            $"mkdir -p /ro; mount -t tmpfs -o ro none /ro; {Ldap.Add("/ro/late", "auto.master", ScratchMap)}; " +
            $"{Autofs.Reload("journalctl -u autofs -n 20 | grep -q 'failed to create autofs directory /ro/late'")}; sleep 2; {Autofs.Live}",
            "automount/root-missing",
            $"{Ldap.Delete("/ro/late", "auto.master")}; systemctl restart autofs; umount /ro; rmdir /ro")
        {
            Clears = 60,
            Also = AutofsRestarted,
            Path = "/ro/late/mem",
        },
        new(
            10,
            "a mount point that the master map no longer has",
            $"{Ldap.Add("/late", "auto.master", ScratchMap)}; " +
            $"{Autofs.Reload("grep -q ' /late ' /proc/self/mountinfo")}; {Ldap.Delete("/late", "auto.master")}",
            "automount/root-stale",
            "systemctl reload autofs") { Seconds = 90, Path = "/late/mem" },
    ];
}
