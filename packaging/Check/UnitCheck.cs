using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 24 and 33: units of MachineConfigs.</summary>
internal static class UnitCheck
{
    // Units that the base image of a node or its extensions have; any other unit without contents comes with the layer.
    private static readonly string[] BaseUnits =
    [
        "sssd", "sssd-kcm", "sssd-autofs", "sssd-nss", "sssd-pam", "rpcbind", "rpc-statd", "rpc-gssd", "gssproxy", "nfs-client",
        "nfs-idmapd", "nfs-utils", "remote-fs", "var-lib-nfs-rpc_pipefs", "chronyd", "chrony-wait", "NetworkManager",
            "NetworkManager-wait-online",
        "NetworkManager-dispatcher", "iscsid", "iscsi", "coreos-generate-iscsi-initiatorname", "multipathd", "sshd", "crio", "kubelet",
        "auditd", "dbus", "dbus-broker", "polkit", "irqbalance", "systemd-journald", "systemd-resolved", "systemd-networkd",
            "systemd-timesyncd",
        "systemd-sysctl", "systemd-logind", "rpm-ostreed", "openvswitch", "ovs-vswitchd", "ovsdb-server", "afterburn", "logrotate",
        "fstrim",
        "getty@tty1", "serial-getty@ttyS0", "kdump", "usbguard", "podman", "tmp", "nodeip-configuration", "machine-config-daemon-firstboot",
    ];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.ConfigUnits.Where(u => u.Contents is null).SelectMany(u => WithoutContents(u, set)).Concat(Booleans(set));

    private static IEnumerable<PackagingFinding> WithoutContents(ConfigUnit unit, ManifestSet set)
    {
        var name = Quote.Of(unit.Name);
        if (unit.Node.IsTrue("enabled"))
        {
            if (set.ConfigUnits.Any(u => u.Name == unit.Name && u.Contents is not null
                && MachineConfigReader.ShareNodes(u.Config, unit.Config)))
            {
                yield break;
            }

            if (!BaseUnits.Contains(unit.Name.LastIndexOf('.') is > 0 and var dot ? unit.Name[..dot] : unit.Name))
            {
                yield return UnitOfImage.At(unit.Place,
                    $"{Quote.Plain(unit.Config.Title)} enables {name} without contents, and the base image does not have it");
            }
            else if (set.Target.Minor == 20)
            {
                yield return UnitWithoutContents.At(unit.Place, $"{Quote.Plain(unit.Config.Title)} enables {name} without contents");
            }
        }
        else if (unit.Node.KeyOf("enabled") is null && !unit.Node.IsTrue("mask"))
        {
            foreach (var file in set.Containerfiles.Where(f => ImageContent.Enabled(f).Any(e => e.Unit == unit.Name)
                && !ImageContent.HasPreset(f, set, unit.Name)))
            {
                yield return UnitPresetResets.At(unit.Place,
                    $"{Quote.Plain(unit.Config.Title)} mentions {name} without enabled, and the image enables it without a preset");
            }
        }
    }

    private static IEnumerable<PackagingFinding> Booleans(ManifestSet set)
    {
        foreach (var unit in set.Units)
        {
            foreach (var key in UnitText.Read(unit).Where(k => k.Section == "Service"
                && k.Key.StartsWith("Exec", StringComparison.Ordinal)))
            {
                // ExecStart= may begin with @, -, :, + or !; a shell is often called with -c 'COMMANDS'.
                var value = key.Value.TrimStart('@', '-', ':', '+', '!');
                var commands = ShellText.Commands([(key.Line, value)]);
                commands = [.. commands, .. commands.Where(c => c.Program is "sh" or "bash").SelectMany(c => c.Call.Skip(1))
                    .SelectMany(w => ShellText.Commands([(key.Line, w)]))];
                if (commands.Any(Stores))
                {
                    yield return SetSebool.At(unit.At(key.Line, "setsebool"), $"{Quote.Plain(unit.Of(key.Line))} calls setsebool -P");
                }
            }
        }

        foreach (var script in set.NodeFiles.Where(f => f.Config is not null && f.Text.Text.StartsWith("#!", StringComparison.Ordinal)))
        {
            foreach (var command in ShellText.Commands(script.Text.Lines).Where(Stores))
            {
                yield return SetSebool.At(script.Text.At(command.Line), $"{Quote.Plain(script.Text.Of(command.Line))} calls setsebool -P");
            }
        }
    }

    // -N only writes it into the image of the policy, which is what a build does.
    private static bool Stores(ShellCommand command)
    {
        var options = string.Concat(command.Call.Where(w => w.StartsWith('-')));
        return command.Program == "setsebool" && options.Contains('P') && !options.Contains('N');
    }
}
