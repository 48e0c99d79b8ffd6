namespace AutomountPackaging.Check;

internal static partial class RuleCatalog
{
    public static readonly PackagingRule LastStage = Error("containerfile/last-stage", 10, "Last stage is not built on configs",
        "The last stage becomes the operating system of the nodes. It must be built on configs, the image that the operator makes of " +
        "the base and the MachineConfigs; there must be a FROM.",
        "Begin the last stage with: FROM configs AS final");

    public static readonly PackagingRule StageRedefined = Error("containerfile/stage-redefined", 10, "Stage takes a name of the operator",
        "The operator's own stages extract and configs stand before yours; a stage of the same name hides them.",
        "Give the stage another name.");

    public static readonly PackagingRule UnknownInstruction = Error("containerfile/instruction", 10, "Not an instruction",
        "The operator of 4.22 and older checks nothing: a line that buildah does not know costs four failed builds and a degraded pool.",
        "Correct the line; a continued line ends in a backslash.");

    public static readonly PackagingRule LocalCopy = Error("containerfile/local-copy", 11,
        "Copies from a build context that has no such file",
        "The context of the build holds only the operator's own files, so a local path is never there.",
        "Put the file into an image and use COPY --from of a named stage.");

    public static readonly PackagingRule FloatingTag = Warning("containerfile/floating-tag", 11, "Image is named by tag",
        "A tag can change between two builds: nodes that are built later silently get something else.",
        "Name the image by digest: NAME@sha256:...");

    public static readonly PackagingRule ShortName = Error("containerfile/short-name", 11, "Image name has no registry",
        "In the build no registry is searched for short names, and where one is, it may be somebody else's.",
        "Write the name in full, for example quay.io/team/agent@sha256:...");

    public static readonly PackagingRule Destination = Error("containerfile/destination", 12, "Writes where images have no say",
        "/var (also behind /home, /root, /srv, /mnt, /opt and /usr/local) is copied at the first installation and never again, /run and " +
        "/boot not at all, and /usr/etc breaks the merge of /etc. What the build removes again is no matter.",
        "Use /usr/bin, /usr/libexec, /usr/lib or /etc; make directories at run time with tmpfiles.d, StateDirectory= or " +
        "RuntimeDirectory=.");

    public static readonly PackagingRule HereDocument = Error("containerfile/heredoc", 13, "Here-document before 4.20",
        "The build of 4.18 and 4.19 is not known to understand here-documents in a Containerfile.",
        "Use printf '%s\\n' ... > FILE");

    public static readonly PackagingRule HereDocumentErrors = Warning("containerfile/heredoc-errors", 13,
        "Here-document goes on after a failed command",
        "The lines of a here-document are a script: only the status of its last command decides, and a failed dnf in the middle is built " +
        "into the image.",
        "Begin it with: set -e");

    public static readonly PackagingRule ManyRuns = Warning("containerfile/many-runs", 13, "Many RUN instructions",
        "The build uses the vfs driver, which copies the whole image, several GB, for each RUN.",
        "Join them into one RUN with &&.");

    public static readonly PackagingRule RunMount = Warning("containerfile/run-mount", 13, "RUN with a mount of type secret or cache",
        "The build passes no secrets and keeps no cache.",
        "Leave the mount out.");

    public static readonly PackagingRule SystemdCall = Error("containerfile/systemd-call", 14, "Talks to a systemd that does not run",
        "No systemd runs in a build: start, restart, reload and daemon-reload fail, and with them the build.",
        "Only enable or preset units; they start at boot.");

    public static readonly PackagingRule EnableWithoutPreset = Warning("containerfile/enable-without-preset", 14,
        "Unit is enabled without a preset",
        "A MachineConfig that mentions the unit without saying enabled makes the node run systemctl preset, and RHEL's default is disable.",
        "Write a preset as well: echo 'enable UNIT' > /usr/lib/systemd/system-preset/40-NAME.preset");

    public static readonly PackagingRule ClosingCommand = Warning("containerfile/closing-command", 15, "Closing command is missing",
        "The last command cleans up or checks the image: ostree container commit, or bootc container lint from 4.20 on. " +
        "Without it faults show only on the nodes.",
        "End the last RUN with && ostree container commit (up to 4.19) or && bootc container lint (from 4.20 on).");

    public static readonly PackagingRule ClosingOther = Info("containerfile/closing-other", 15, "Other closing command",
        "ostree container commit cleans up /var and is what 4.19 knows; bootc container lint checks the image and is there from 4.20 on. " +
        "Either is accepted by every build that has it.",
        "Nothing must be done. bootc container lint finds more from 4.20 on.");

    public static readonly PackagingRule LibSssAutofs = Error("containerfile/libsss-autofs", 16, "libsss_autofs is not installed",
        "automount asks sssd for maps through libsss_autofs, which is not in the base image; without it maps of sssd are not found.",
        "Install libsss_autofs together with autofs.");

    public static readonly PackagingRule SssdDbus = Error("containerfile/sssd-dbus", 16, "sssd-dbus is not installed",
        "The agent asks sssd over D-Bus whether its domains are online; sssd-dbus is not in the base image, and then the link sssd " +
        "stays unknown.",
        "Install sssd-dbus together with autofs.");

    public static readonly PackagingRule ReleaseVer = Warning("containerfile/releasever", 16, "Packages of the newest RHEL minor",
        "The repositories follow the newest minor release of RHEL, the base image does not: packages that depend on the exact sssd of " +
        "the base stop resolving.",
        "Pin it: dnf install --releasever=\"$(. /etc/os-release && echo \"$VERSION_ID\")\" (on 4.18: $RHEL_VERSION), or mount your own " +
        "etc-yum-repos-d ConfigMap.");

    public static readonly PackagingRule EusRepositories = Warning("containerfile/eus-repositories", 16,
        "Packages of sssd without the repositories of the base",
        "RHEL CoreOS is made of the repositories of extended update support (EUS) of its minor release. Those that are enabled in a " +
        "build end with the next minor release, and packages of sssd want each other in the very same release: from the first sssd on " +
        "that is in EUS alone, nothing can be installed and no upgrade gets an image.",
        "Enable them: --setopt='rhel-*-baseos-eus-rpms.enabled=1' --setopt='rhel-*-appstream-eus-rpms.enabled=1'");

    public static readonly PackagingRule RhsmHost = Warning("containerfile/rhsm-host", 16, "rpm-ostree without the entitlement",
        "While /etc/rhsm-host is there, rpm-ostree takes the subscription of the host of the build, which has none, and finds no " +
        "package of RHEL (OCPBUGS-23115). dnf does not.",
        "Begin with: rm -rf /etc/rhsm-host && rpm-ostree install ..., or use dnf.");

    public static readonly PackagingRule RpmMajor = Error("containerfile/rpm-major", 16, "Package of another major release of RHEL",
        "The name of the package says for which RHEL it is, and nodes of the pool are of another: its dependencies are not there. Pools " +
        "without osImageStream inherit that of the pool worker.",
        "Take the package of the release that the stream of the pool has.");

    public static readonly PackagingRule KernelPackage = Warning("containerfile/kernel-package", 16,
        "Kernel or extension is installed by hand",
        "Kernels and extensions have fields of their own in a MachineConfig; installed by hand they clash with them at the next upgrade.",
        "Use spec.kernelType or spec.extensions of a MachineConfig.");

    public static readonly PackagingRule ContainerfileSecret = Error("containerfile/secret", 17, "Secret in a Containerfile",
        "The content is stored in the MachineOSConfig, a ConfigMap and the history of the image, all of which many can read.",
        "Remove it, and change it: it has been written down.");

    public static readonly PackagingRule Glibc = Error("elf/glibc", 18, "Program needs a newer glibc than the nodes have",
        "Nodes of stream rhel-9 have glibc 2.34, those of rhel-10 have 2.39: a program that needs more does not start. Up to 4.23 nodes " +
        "are of rhel-9 unless a pool says otherwise; in 5.0 they may be of either.",
        "Build it on RHEL 9 or UBI 9, or statically.");

    public static readonly PackagingRule ElfMachine = Error("elf/machine", 18, "Program of another architecture",
        "The nodes of a layered pool are AMD64.",
        "Build it for linux-x64.");

    private static IReadOnlyList<PackagingRule> ContainerfileRules =>
    [
        LastStage, StageRedefined, UnknownInstruction, LocalCopy, FloatingTag, ShortName, Destination, HereDocument, HereDocumentErrors,
        ManyRuns, RunMount, SystemdCall, EnableWithoutPreset, ClosingCommand, ClosingOther, LibSssAutofs, SssdDbus, ReleaseVer,
        EusRepositories, RhsmHost, RpmMajor, KernelPackage,
        ContainerfileSecret, Glibc, ElfMachine,
    ];
}
