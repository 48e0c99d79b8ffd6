using NodeTests.Support;
using static NodeTests.Faults.Fragments;

namespace NodeTests.Faults;

/// <summary>Faults in the content of the maps.</summary>
internal static class MapFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            11,
            "a map entry without a colon",
            Ldap.Add("odd", "auto.scratch", "nfs1.example.com /exports/scratch"),
            "map/bad-entry",
            Ldap.Delete("odd", "auto.scratch")) { Path = "/scratch/odd" },
        new(
            12,
            "a relative key in a direct map",
            Ldap.Add("relative", "auto.direct", "-fstype=nfs4,nosuid,nodev nfs1.example.com:/exports/projects"),
            "map/bad-key",
            Ldap.Delete("relative", "auto.direct")),
        new(
            14,
            "a map that is missing",
            Ldap.Add("/lost", "auto.master", "auto.lost"),
            "map/dangling-map",
            Ldap.Delete("/lost", "auto.master")) { Path = "/lost/found" },
        new(
            15,
            "a mount point twice in the master map",
            Ldap.Again("/scratch", "auto.master", MapSource.Map("auto.home")),
            "map/duplicate-mount-point",
            Ldap.DeleteAgain("/scratch", "auto.master")) { Path = "/scratch/mem" },
        new(
            23,
            "homes where no mount point is",
            Sssd("s/^ldap_uri.*/&\\noverride_homedir = \\/users\\/%u/"),
            "map/home-mismatch",
            RestoreSssd) { Also = Restarted, NeedsDirectory = true, Path = "/users/bob" },
        new(
            24,
            "a mount point and the directory that it is a link to, both in the master map",
            $"rmdir /media; mkdir -p /var/media; ln -s var/media /media; {Ldap.Add("/media", "auto.master", ScratchMap)}; " +
            $"{Ldap.Add("/var/media", "auto.master", ScratchMap)}; systemctl reload autofs",
            "map/same-directory",
            $"{Ldap.Delete("/media", "auto.master")}; {Ldap.Delete("/var/media", "auto.master")}; " +
            $"{Autofs.Reload("! grep -q ' /var/media ' /proc/self/mountinfo")}; rm /media; mkdir /media")
        {
            Path = "/media/mem",
            Also = ["map/symlinked-root", "automount/root-missing"],
        },
        new(
            36,
            "a key that differs from another by case only",
            Ldap.Again("MEM", "auto.scratch", "-fstype=nfs4,rw,hard,nosuid,nodev nfs2.example.com:/exports/mem"),
            "map/case-collision",
            Ldap.DeleteAgain("MEM", "auto.scratch")) { NeedsDirectory = true, Path = "/scratch/MEM" },
        new(
            39,
            "a timeout without dashes",
            Ldap.Replace("/scratch", "auto.master", $"{ScratchMap} timeout=10"),
            "map/silent-timeout",
            Ldap.Replace("/scratch", "auto.master", $"{ScratchMap} --timeout=10")) { Path = "/scratch/mem" },
        new(
            43,
            "an entry whose server is the node itself",
            $"mkdir -p /srv/local; {Ldap.Add("own", "auto.scratch", "-fstype=nfs4,nosuid,nodev node1.example.com:/srv/local")}",
            "map/local-server",
            $"umount /scratch/own; {Ldap.Delete("own", "auto.scratch")}; {Ldap.Forget}")
        {
            Path = "/scratch/own",
            Then = "ls /scratch/own/ && grep ' /scratch/own ' /proc/self/mountinfo | grep -q ' - ext4 '",
        },
    ];
}
