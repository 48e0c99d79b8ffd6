namespace AutomountPackaging.Check;

internal static partial class RuleCatalog
{
    public static readonly PackagingRule MasterSuffix = Error("autofs/master-suffix", 29, "File of auto.master.d is not read",
        "automount reads only files of /etc/auto.master.d whose names end in .autofs and do not begin with a dot; others are passed " +
        "over silently.",
        "Rename it to NAME.autofs.");

    public static readonly PackagingRule MapInMasterD = Warning("autofs/map-in-master-d", 29, "Map among the master maps",
        "The file holds entries of a map, not of a master map. It works where a master map names its path, and misleads the next " +
        "reader.",
        "Move it to /etc.");

    public static readonly PackagingRule HidesPath = Error("autofs/hides-path", 30, "Mount point hides a path that the node needs",
        "An automount point covers what is below it: on /home or /var/home the home of core, with its SSH keys, is gone.",
        "Mount somewhere else, for example below /var/nfs, or use a direct map.");

    public static readonly PackagingRule MountPointMissing = Error("autofs/mount-point-missing", 30, "Mount point cannot be made",
        "The root of a node is read-only when it runs: automount cannot make a top-level directory, and the image does not make it.",
        "Mount below /var, or add RUN mkdir /NAME to the Containerfile.");

    public static readonly PackagingRule MapMissing = Error("autofs/map-missing", 31, "Map file is not there",
        "The master map names a file that is neither among these files nor in the image: its mount point stays empty.",
        "Add the file, or correct its path.");

    public static readonly PackagingRule SnippetSection = Error("sssd/snippet-section", 32, "sssd key outside of a section",
        "A key without a [section] before it has no effect, and sssd may refuse the whole file.",
        "Put it under its section, for example [domain/NAME].");

    public static readonly PackagingRule SnippetName = Error("sssd/snippet-name", 32, "sssd does not read the snippet",
        "sssd reads only files of /etc/sssd/conf.d whose names end in .conf and do not begin with a dot.",
        "Rename it to NAME.conf.");

    public static readonly PackagingRule SssdServices = Error("sssd/services", 32, "sssd does not serve autofs",
        "services in section [sssd] does not name autofs: automount gets no map from sssd.",
        "Add autofs: services = nss, pam, autofs");

    public static readonly PackagingRule SssdStartTls = Warning("sssd/starttls", 32, "Passwords over plain LDAP",
        "With auth_provider ldap and an ldap:// URI sssd needs TLS to send a password, and authentication fails where the server " +
        "offers none.",
        "Use ldaps://, or ldap_id_use_start_tls = true.");

    public static readonly PackagingRule SssdBindPassword = Warning("sssd/bind-password", 32, "Bind password goes over plain LDAP",
        "sssd binds with ldap_default_bind_dn over an ldap:// URI without StartTLS: whoever sees the network sees the password. sssd up " +
        "to 2.9 does so unless ldap_id_use_start_tls is true; from 2.10 on that is the default.",
        "Use ldaps://, or ldap_id_use_start_tls = true, or bind with Kerberos (ldap_sasl_mech = GSSAPI).");

    public static readonly PackagingRule PolicyStored = Warning("selinux/semanage", 33, "SELinux policy is changed on the node",
        "semanage and semodule make the policy store of the node a local one: policy of later base images never arrives, and the merge " +
        "at an update can fail.",
        "Call it in a RUN of the Containerfile.");

    public static readonly PackagingRule SetSebool = Warning("selinux/setsebool", 33, "SELinux boolean is stored at boot",
        "setsebool -P rewrites the policy in /etc on every node: it then stays what it is through upgrades, and can break the end of " +
        "an update.",
        "RUN semanage boolean --modify --on NAME in the Containerfile, or setsebool without -P at each boot.");

    public static readonly PackagingRule MountPropagation = Warning("pod/mount-propagation", 30, "Pod does not see later mounts",
        "Without mountPropagation: HostToContainer a container keeps what was mounted when it started: directories that automount " +
        "mounts later stay empty in it, or say Too many levels of symbolic links.",
        "Add mountPropagation: HostToContainer to the volumeMount.");

    private static IReadOnlyList<PackagingRule> AutofsRules =>
    [
        MasterSuffix, MapInMasterD, HidesPath, MountPointMissing, MountPropagation, MapMissing, SnippetSection, SnippetName,
        SssdServices, SssdStartTls, SssdBindPassword, SetSebool, PolicyStored,
    ];
}
