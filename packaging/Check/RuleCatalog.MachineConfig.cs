namespace AutomountPackaging.Check;

internal static partial class RuleCatalog
{
    public static readonly PackagingRule RoleMissing = Error("machineconfig/role-missing", 19, "MachineConfig has no role",
        "Rendering fails with \"Cannot find label\" when machineconfiguration.openshift.io/role is missing.",
        "Add the label with the name of the pool.");

    public static readonly PackagingRule RolePool = Error("machineconfig/role-pool", 19, "MachineConfig is for another pool",
        "The role is not the name of a pool of these manifests. Role worker reaches every worker of the cluster, not only the layered " +
        "ones.",
        "Set machineconfiguration.openshift.io/role to the name of the pool.");

    public static readonly PackagingRule IgnitionVersion = Error("ignition/version", 20, "Ignition version is not accepted",
        "spec.config.ignition.version is a string 3.x.0: up to 3.4.0 on 4.18, up to 3.5.0 from 4.19 on; 2.2.0 to 2.4.0 is translated. " +
        "Anything else degrades the pool.",
        "Use version: 3.4.0, which all of them accept.");

    public static readonly PackagingRule IgnitionTranslated = Warning("ignition/translated", 20, "Old Ignition version",
        "Ignition 2 is translated by the operator to version 3. What version 3 does not have is refused then, as are files that are " +
        "there twice.",
        "Use version: 3.4.0. In it sshAuthorizedKeys, files and units are as before; filesystem: root of files is gone.");

    public static readonly PackagingRule IgnitionInstallTime = Warning("ignition/install-time", 21, "Section for the first boot of a node",
        "Disks, filesystems, RAID and LUKS are set up at the first boot alone. In the folder of the installer that is right; on a " +
        "cluster that runs, 4.22 and older refuse the MachineConfig for its nodes, 4.23 and 5.0 use it for new nodes.",
        "Give it to the installer, or let it be for new nodes.");

    public static readonly PackagingRule IgnitionUnsupported = Error("ignition/unsupported", 21, "Ignition section that nodes do not apply",
        "Directories, links, appended files, kernel arguments in Ignition and users other than core cannot be applied to a running node: " +
        "it becomes unreconcilable.",
        "Remove it: put directories and links into the image, kernel arguments into spec.kernelArguments.");

    public static readonly PackagingRule IgnitionSource = Error("ignition/source", 22, "File content is not a data URL",
        "Nodes fetch nothing: contents.source must be a data: URL. contents.inline and contents.local are Butane, not Ignition.",
        "Write source: data:;base64,...");

    public static readonly PackagingRule IgnitionEncoding = Error("ignition/encoding", 22, "File content cannot be decoded",
        "The data is not what its URL says it is, as Ignition reads it: data: and ;base64 are in lower case, base64 has no % in it, and " +
        "elsewhere a blank, # and other characters that a URL cannot have are written as % and two digits. The pool cannot be rendered.",
        "Encode the file again: base64 -w0 FILE");

    public static readonly PackagingRule IgnitionCompression = Error("ignition/compression", 22, "Unknown compression",
        "contents.compression is empty or gzip.",
        "Remove it, or use gzip.");

    public static readonly PackagingRule IgnitionPath = Error("ignition/path", 22, "File path is not clean",
        "Paths are absolute and without //, . and .., and without a slash at the end.",
        "Write the path in its shortest absolute form.");

    public static readonly PackagingRule DuplicatePath = Error("ignition/duplicate-path", 22, "Two files for one path",
        "Within a MachineConfig the second is refused; between MachineConfigs the one whose name sorts last wins, and nobody says which.",
        "Keep one.");

    public static readonly PackagingRule ModeRange = Error("ignition/mode-range", 23, "File mode is out of range",
        "Modes are plain numbers up to 511 (octal 0777). A larger one is octal that was typed as decimal, and is refused.",
        "Use decimal: 384 is 0600, 420 is 0644, 493 is 0755.");

    public static readonly PackagingRule ModeOctal = Warning("ignition/mode-octal", 23, "File mode looks like octal",
        "The number is decimal to Ignition: 400 is 0620, 440 is 0670, 444 is 0674, 500 is 0764.",
        "Use decimal: 256 is 0400, 288 is 0440, 292 is 0444, 320 is 0500.");

    public static readonly PackagingRule SssdMode = Error("sssd/mode", 23, "sssd configuration has a mode that its sssd does not keep",
        "sssd 2.9 of stream rhel-9 refuses files that others than root can read: 0600. sssd 2.10 and newer of rhel-10 make all of " +
        "/etc/sssd readable for group sssd at each start: any other mode than 0640 is then not that of the MachineConfig, and the node " +
        "is degraded. Without a mode a file is 0644. osImageStream of the pool, of pool worker or of the cluster says which it is.",
        "Use mode: 384 (0600) on rhel-9 and mode: 416 (0640) on rhel-10, owned by root. For both: let the MachineConfig write the file " +
        "to another folder, and the image copy it from there before sssd starts, as automount-packaging emit does.");

    public static readonly PackagingRule UnitOfImage = Error("unit/of-image", 24, "Enables a unit that only the new image has",
        "Units are enabled on the old system, before the reboot into the new image: 4.18, 4.19 and early 4.20 fail, roll back and try " +
        "again for ever; later ones skip the unit, and nothing enables it afterwards (OCPBUGS-56648).",
        "Enable the unit in the image: write a preset and run systemctl preset, and take it out of the MachineConfig.");

    public static readonly PackagingRule UnitUnknown = Warning("unit/unknown", 24, "Not known whether the base image has the unit",
        "The unit is none of those that RHEL CoreOS is known to have, and none that it is known to be without. If it comes with the new " +
        "image or with an extension, it cannot be enabled here (OCPBUGS-56648).",
        "See whether a node has it: oc debug node/NODE -- chroot /host systemctl cat UNIT. If not, enable it in the image, by preset.");

    public static readonly PackagingRule UnitWithoutContents = Info("unit/without-contents", 24,
        "Unit without contents is skipped on early 4.20",
        "4.20 releases of November 2025 to January 2026 silently skip units without contents, even when the unit exists (OCPBUGS-70259). " +
        "Later ones do not.",
        "Nothing must be done on later releases. On these: enable the unit in the image.");

    public static readonly PackagingRule UnitPresetResets = Error("unit/preset-resets", 24, "MachineConfig disables the unit again",
        "For a unit without the key enabled the node runs systemctl preset; the image enables it by a link only, so the preset, " +
        "disable by default, takes the link away.",
        "Ship a preset in the image, or write enabled: true once the nodes run the image.");

    public static readonly PackagingRule ManagedTwice = Error("managed/twice", 25, "Image and MachineConfig manage the same path",
        "The merge of /etc at an upgrade and the MachineConfig then fight over the file: the node is degraded when the image wins.",
        "Keep it in one of the two.");

    public static readonly PackagingRule ChangedByProgram = Warning("managed/changed-by-program", 25,
        "File that a program of the node changes",
        "A file of a MachineConfig must keep its content and mode to the bit: a program that writes it degrades the node. Files below " +
        "/etc/sssd have their owner and mode changed by sssd 2.10 and newer (stream rhel-10), and stay as they are on rhel-9: no mode is " +
        "right for both.",
        "Let a unit make the file on the node from another one, or leave it to its program.");

    public static readonly PackagingRule FileOfBase = Info("managed/file-of-the-base", 25, "File of the base image is replaced",
        "Releases of the base change the file too: what they bring is not seen any more, and taking the MachineConfig away can leave an " +
        "old copy (OCPBUGS-105508).",
        "Use a drop-in where the program has them, such as /etc/ssh/sshd_config.d.");

    public static readonly PackagingRule DuplicateUnit = Error("managed/duplicate-unit", 25, "Two MachineConfigs write one unit",
        "The one whose name sorts last wins, and nobody says which.",
        "Keep one.");

    public static readonly PackagingRule AgentWrites = Error("managed/written-at-run-time", 25,
        "Unit may write a path that a MachineConfig manages",
        "A managed file that differs from its MachineConfig degrades the node at once.",
        "Take the path out of ReadWritePaths=, BindPaths= and ConfigurationDirectory=, or the file out of the MachineConfig.");

    public static readonly PackagingRule FileOwner = Warning("ignition/owner", 26, "File belongs to an account that may not exist yet",
        "Names are looked up when the file is written, on the old system: an account that comes with the new image is not there yet, " +
        "and the update fails.",
        "Let root own the file, or use a number: user: {id: N}");

    public static readonly PackagingRule Credential = Warning("manifest/credential", 27, "Credential in a file",
        "What a MachineConfig holds can be read by everyone who can read MachineConfigs, and is copied into the image, and with it " +
        "into the registry.",
        "Use a keytab or a certificate that the node gets another way, or an account that can do nothing but read maps.");

    public static readonly PackagingRule ConfigCount = Warning("machineconfig/count", 28, "Many MachineConfigs",
        "Each is a chance to drain and reboot the pool on its own, and they all end in one rendered MachineConfig.",
        "Join what belongs together, and apply while the pool is paused.");

    public static readonly PackagingRule ConfigSize = Warning("machineconfig/size", 28, "MachineConfigs are large",
        "The rendered MachineConfig, compressed and in base64, must fit into one ConfigMap of 1 MiB with the base configuration.",
        "Put large files into the image.");

    private static IReadOnlyList<PackagingRule> MachineConfigRules =>
    [
        RoleMissing, RolePool, IgnitionVersion, IgnitionTranslated, IgnitionUnsupported, IgnitionInstallTime, IgnitionSource,
        IgnitionEncoding, IgnitionCompression, IgnitionPath, DuplicatePath, ModeRange, ModeOctal, SssdMode, UnitOfImage, UnitUnknown,
        UnitWithoutContents, UnitPresetResets, ManagedTwice, DuplicateUnit, AgentWrites, ChangedByProgram, FileOfBase, FileOwner,
        Credential, ConfigCount, ConfigSize,
    ];
}
