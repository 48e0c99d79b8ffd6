using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>
/// Rules 23 and 25: files that a program of the node changes itself. The machine-config daemon compares content and mode of every file that
/// it has written, and calls the node degraded where they differ (checkFileContentsAndMode).
/// </summary>
internal static class SelfManagedFiles
{
    private const string Sssd = "/etc/sssd";

    /// <summary>Files and folders, and what changes them.</summary>
    private static readonly (string Path, string Program)[] Others =
    [
        ("/etc/krb5.keytab", "sssd or adcli, which renew the password of the machine"),
        ("/etc/resolv.conf", "NetworkManager"),
        ("/etc/machine-id", "systemd"),
        ("/etc/adjtime", "hwclock"),
        ("/etc/passwd", "useradd and usermod"),
        ("/etc/shadow", "passwd and usermod"),
        ("/etc/group", "groupadd and usermod"),
        ("/etc/gshadow", "groupadd and usermod"),
        ("/etc/subuid", "useradd"),
        ("/etc/subgid", "useradd"),
        ("/etc/ld.so.cache", "ldconfig"),
        ("/etc/aliases.db", "newaliases"),
        ("/etc/lvm/devices/system.devices", "lvmdevices"),
        ("/etc/multipath/bindings", "multipathd"),
        ("/etc/multipath/wwids", "multipathd"),
        ("/etc/selinux/targeted", "semanage, setsebool and semodule"),
        ("/etc/pki/ca-trust/extracted", "update-ca-trust"),
        ("/etc/rhsm-host", "the container runtime"),
        ("/etc/containers/auth.json", "podman login"),
    ];

    /// <summary>Configuration of the base image that updates of it change too (OCPBUGS-105508).</summary>
    private static readonly string[] OfTheBase = ["/etc/ssh/sshd_config", "/etc/pam.d", "/etc/nsswitch.conf", "/etc/login.defs"];

    public static IEnumerable<PackagingFinding> Run(ConfigFile file, ManifestSet set)
    {
        if (NodePath.IsUnder(file.Path, Sssd))
        {
            return OfSssd(file, set.Streams(MachineConfigReader.RoleOf(file.Config)));
        }

        var path = Quote.Plain(file.Path);
        if (Array.Find(Others, o => NodePath.IsUnder(file.Path, o.Path)) is { Path: not null } other)
        {
            return [ChangedByProgram.At(file.Place, $"{path} is changed on the node by {other.Program}")];
        }

        return Array.Exists(OfTheBase, b => NodePath.IsUnder(file.Path, b))
            ? [FileOfBase.At(file.Place, $"{path} comes with the base image")]
            : [];
    }

    private static IEnumerable<PackagingFinding> OfSssd(ConfigFile file, IReadOnlyList<OsStream> streams)
    {
        var path = Quote.Plain(file.Path);
        var isRead = file.Path == $"{Sssd}/sssd.conf" || NodePath.IsUnder(file.Path, $"{Sssd}/conf.d");
        if (IgnitionFileCheck.ModeOf(file) is not { } mode || mode is < 0 or > IgnitionFileCheck.MaximalMode)
        {
            yield break;
        }

        var node = file.Node["mode"];
        var octal = $"0{Convert.ToString(mode, 8)}";
        if (streams is not [var stream])
        {
            yield return ChangedByProgram.At(node?.Place ?? file.Place,
                $"{path} has mode {octal}, and nodes of {Names(streams)} want different ones");
        }
        else if (stream == OsStream.Rhel10 ? IsChanged(mode, isRead) : isRead && mode != stream.SssdMode)
        {
            yield return SssdMode.At(node?.Place ?? file.Place,
                $"{path} has mode {octal}, not 0{Convert.ToString(stream.SssdMode, 8)}, which sssd of {stream.Name} wants");
        }

        foreach (var owner in isRead ? new[] { file.Node["user"], file.Node["group"] }.OfType<Node>() : [])
        {
            if (owner.TextAt("name") is not (null or "root") || owner.TextAt("id") is not (null or "0"))
            {
                yield return SssdMode.At(owner.Place, $"{path} does not belong to root");
            }
        }
    }

    // chmod -R g+r of all that is below /etc/sssd at each start; of its configuration others may read nothing.
    private static bool IsChanged(int mode, bool isRead) => isRead ? mode != OsStream.Rhel10.SssdMode : (mode & 0x20) == 0;

    private static string Names(IReadOnlyList<OsStream> streams) => string.Join(" and ", streams.Select(s => s.Name));
}
