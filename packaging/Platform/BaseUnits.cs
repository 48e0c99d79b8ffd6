namespace AutomountPackaging.Platform;

/// <summary>
/// Which units the base image of a node has. The answer is by evidence: packages that RHEL CoreOS is made of (openshift/os and
/// coreos/rhel-coreos-config, common.yaml), their units in RHEL 9 and 10, and units that it is known to be without. Of any other unit it is
/// not known.
/// </summary>
internal static class BaseUnits
{
    private static readonly string[] Present =
    [
        // sssd, sssd-nfs-idmap
        "sssd", "sssd-autofs", "sssd-nss", "sssd-pac", "sssd-pam", "sssd-pam-priv", "sssd-ssh", "sssd-sudo",

        // nfs-utils, rpcbind, gssproxy, libnfsidmap
        "rpcbind", "rpc-statd", "rpc-statd-notify", "rpc-gssd", "rpc_pipefs", "gssproxy", "nfs-client", "nfs-idmapd", "nfs-utils",
        "nfs-server", "nfs-mountd", "nfs-blkmap", "nfsdcld", "auth-rpcgss-module", "var-lib-nfs-rpc_pipefs", "proc-fs-nfsd",

        // the system: systemd, systemd-udev, dbus, polkit, audit, chrony, util-linux, cronie is not there
        "remote-fs", "tmp", "dbus", "dbus-broker", "polkit", "auditd", "chronyd", "chrony-wait", "irqbalance", "logrotate", "fstrim",
        "systemd-journald", "systemd-sysctl", "systemd-logind", "systemd-hostnamed", "systemd-localed", "systemd-timedated",
        "systemd-tmpfiles-clean", "systemd-tmpfiles-setup", "systemd-udevd", "systemd-modules-load", "systemd-journal-flush",
        "systemd-coredump", "debug-shell", "getty@tty1", "serial-getty@ttyS0", "kdump", "sshd", "sshd-keygen", "ctrl-alt-del",

        // networks and storage
        "NetworkManager", "NetworkManager-wait-online", "NetworkManager-dispatcher", "NetworkManager-clean-initrd-state", "dnsmasq",
        "lldpad", "openvswitch", "ovs-vswitchd", "ovsdb-server", "ovs-configuration", "teamd@", "iscsid", "iscsi", "iscsiuio",
        "iscsi-onboot", "coreos-generate-iscsi-initiatorname", "multipathd", "lvm2-monitor", "mdmonitor", "nvmf-autoconnect",

        // guests of clouds and hypervisors
        "qemu-guest-agent", "vmtoolsd", "vgauthd", "hypervkvpd", "hypervvssd", "afterburn", "afterburn-checkin", "afterburn-sshkeys@core",

        // containers, and the system as an image
        "crio", "crio-wipe", "kubelet", "podman", "podman-auto-update", "podman-restart", "rpm-ostreed", "rpm-ostree-countme",
        "bootupd", "bootloader-update", "ostree-finalize-staged", "ostree-remount", "nodeip-configuration",
        "machine-config-daemon-firstboot", "machine-config-daemon-pull", "kubelet-auto-node-size", "node-valid-hostname",
        "ignition-delete-config", "coreos-ignition-write-issues", "console-login-helper-messages-gensnippet-ssh-keys",
    ];

    private static readonly string[] Absent =
    [
        // Packages of the chain and of the agent come with a layered image.
        "autofs", "automount-agent", "automount-agent-ready", "sssd-ifp", "sssd-kcm", "oddjobd", "nslcd", "nscd", "ypbind", "automount",

        // Removed by common.yaml, or in no package of the image.
        "systemd-resolved", "systemd-networkd", "systemd-networkd-wait-online", "systemd-timesyncd", "ntpd", "crond", "atd", "rsyslog",
        "firewalld", "cloud-init", "cloud-config", "cloud-final", "dnf-makecache", "dnf-automatic", "yum-cron", "postfix", "sendmail",
        "docker", "containerd", "cockpit", "httpd", "nginx", "smb", "nmb", "winbind", "snmpd", "telegraf", "node_exporter", "fail2ban",
        "tailscaled", "zincati",
    ];

    // Extensions of RHEL CoreOS (docs of spec.extensions), and the units that their packages have.
    private static readonly (string Extension, string[] Units)[] OfExtensions =
    [
        ("usbguard", ["usbguard", "usbguard-dbus"]),
        ("ipsec", ["ipsec", "ipsecenabler"]),
        ("sysstat", ["sysstat", "sysstat-collect", "sysstat-summary"]),
    ];

    /// <summary>True: it is there. False: it is not. Null: that is not known.</summary>
    /// <param name="unit">The unit, with its suffix.</param>
    /// <param name="extensions">The extensions of the nodes.</param>
    public static bool? Has(string unit, IReadOnlyCollection<string> extensions)
    {
        var name = unit.LastIndexOf('.') is > 0 and var dot ? unit[..dot] : unit;
        if (Array.Find(OfExtensions, e => e.Units.Contains(name)) is { Extension: not null } extension)
        {
            return extensions.Contains(extension.Extension);
        }

        if (Present.Contains(name))
        {
            return true;
        }

        return Absent.Contains(name) ? false : null;
    }
}
