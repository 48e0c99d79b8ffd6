namespace AutomountAgent.Explain;

/// <summary>An error message that this chain can cause, as a person finds it in an event, a journal or a terminal.</summary>
/// <param name="Text">Words that it has, in this order and in any case; <c>*</c> stands for anything between them.</param>
/// <param name="Meaning">What it means in this chain, one sentence.</param>
/// <param name="Source">Which program says it: project, version that was read, and file or function.</param>
internal sealed record ErrorMessage(string Text, string Meaning, string Source);

/// <summary>
/// The error messages that are recognised. The first that fits counts, so what a container runtime says around an errno stands before the
/// errno alone. The texts are those of the named versions; other versions may say it in other words.
/// </summary>
internal static class ErrorMessages
{
    private const string Reserved =
        "The kubelet asks again for a container that the runtime is still creating: the first attempt hangs, as it does on a path whose " +
        "lookup or server does not answer.";

    private const string MkdirDenied =
        "The runtime found nothing at a hostPath and could not make a directory there: below an autofs mount only automount makes " +
        "directories, so the key is missing or its mount failed.";

    private const string MkdirReadOnly =
        "The runtime found nothing at a hostPath and could not make a directory there: the path is on the node's read-only root, where " +
        "automount has no mount point, or on a mount that is read-only.";

    private const string SourceMissing = "The runtime found nothing at the source of the mount: automount did not mount it.";

    private const string Private =
        "The process has a private copy of the autofs mount, so what automount mounts does not reach it: the mountPropagation of the " +
        "volume is not HostToContainer.";

    private const string NoSuchMap = "sssd does not have the map that automount asks for.";

    private const string Stale = "The server no longer knows what is mounted: it was exported anew, or the directory was replaced.";

    private const string Glibc = "glibc 2.39, strerror(3)";
    private const string MountNfs = "nfs-utils 2.8, utils/mount/error.c";
    private const string MountNfsOptions = "nfs-utils 2.8, utils/mount/stropts.c";
    private const string Containerd = "containerd 2.1, internal/cri";
    private const string CriO = "cri-o 1.34";
    private const string Volumes = $"{Containerd}/opts/spec_linux_opts.go; {CriO}, server/container_create_linux.go";
    private const string Crun = "crun 1.21, src/libcrun/linux.c";
    private const string Linux = "linux 6.12";
    private const string Autofs = "autofs 5.1.9";

    // The type check is there since 1.8. A later one (006d84d2c6 of main) says of a path with nothing at it that it does not exist.
    private const string HostPath = "kubernetes, pkg/volume/hostpath/host_path.go";
    private const string Kubelet = "kubernetes, pkg/kubelet";

    /// <summary>The table.</summary>
    public static IReadOnlyList<ErrorMessage> All { get; } =
    [
        // Container runtimes and the kubelet.
        new("name is reserved", Reserved, $"{CriO}, internal/registrar/registrar.go"),
        new("failed to reserve * name", Reserved, $"{Containerd}/server/container_create.go, sandbox_run.go"),
        new("currently at stage", Reserved, $"{CriO}, server/utils.go, since 1.25.1"),
        new("timing out in cri-o due to system load", Reserved, $"{CriO}, server/utils.go, since 1.20"),
        new("createcontainer * context deadline exceeded", Reserved,
            $"{Kubelet}/kuberuntime/kuberuntime_container.go; cri-client/pkg/remote_runtime.go"),
        new("error: context deadline exceeded", Reserved,
            $"{Kubelet}/kuberuntime/kuberuntime_container.go: the event of a creation that failed"),
        new("failed to mkdir * permission denied", MkdirDenied, Volumes),
        new("failed to mkdir * read-only file system", MkdirReadOnly, Volumes),
        new("failed to mkdir * operation not permitted", MkdirReadOnly, Volumes),
        new("failed to mkdir * no such file", MkdirDenied, Volumes),
        new("failed to mkdir * file exists", "At the path is a symbolic link whose target is missing.", Volumes),
        new("failed to mkdir * not a directory", "A part of the path is a file.", Volumes),
        new("mountvolume.setup failed * mkdir /",
            "The kubelet found nothing at a hostPath of type DirectoryOrCreate and could not make a directory there: below an autofs " +
            "mount only automount makes directories.",
            HostPath),
        new("hostpath type check failed", "The kubelet looked at the path and found no directory: automount did not mount it.", HostPath),
        new("hostpath * doesn't exist", "The kubelet looked at the path and found nothing: automount did not mount it.", HostPath),
        new("unable to attach or mount volumes",
            "The kubelet waited for a volume in vain; the event MountVolume.SetUp before this one says why. Where there is none, the " +
            "kubelet itself hangs on the path.",
            $"{Kubelet}/kubelet.go, volumemanager/volume_manager.go"),
        new("failed to create subpath directory",
            "The kubelet could not make the directory of a subPath: the server refuses root (root_squash), or the volume is read-only.",
            $"{Kubelet}/kubelet_pods.go"),
        new("failed to prepare subpath",
            "The kubelet could not open the directory of a subPath: the server refuses root (root_squash), or its mount is stale.",
            $"{Kubelet}/kubelet_pods.go"),
        new("error mounting * to rootfs * no such file", SourceMissing, "runc 1.1, libcontainer/rootfs_linux.go"),
        new("error mounting * to rootfs * too many levels", Private, "runc 1.1, libcontainer/rootfs_linux.go"),
        new("failed to fulfil mount request * no such file", SourceMissing, "runc 1.3, libcontainer/process_linux.go"),
        new("failed to fulfil mount request * too many levels", Private, "runc 1.3, libcontainer/process_linux.go"),
        new("cannot stat ` * no such file", SourceMissing, Crun),
        new("cannot stat ` * too many levels", Private, Crun),
        new("failed to resolve symlink * too many levels",
            "The path is a circle of symbolic links, or the runtime itself has a private copy of the autofs mount.", Volumes),

        // mount.nfs(8).
        new("access denied by server while mounting",
            "The server does not export the path to this node, or wants another security flavor (sec=).", MountNfs),
        new("reason given by server * no such file",
            "The server shows this node no such path: it is missing there, or not exported.", MountNfs),
        new("requested nfs version or transport protocol is not supported",
            "The server does not speak the version of NFS, or the transport, that the entry asks for (vers=, proto=).", MountNfs),
        new("an incorrect mount option was specified",
            "mount.nfs or the kernel does not take one of the entry's mount options.", MountNfs),
        new("multiple version options not permitted",
            "The options of the map and those of the entry both give a version (vers=, nfsvers=, v4.2), and mount.nfs takes one.",
            "nfs-utils 2.5.3 and later, utils/mount/network.c"),
        new("failed to resolve server", "The name of the server does not resolve on this node.", MountNfsOptions),
        new("rpc.statd is not running",
            "The entry asks for NFS version 3 with locks, and rpc.statd does not run on this node.", MountNfsOptions),
        new("mount system call failed", "The kernel gave the mount up with an input/output error: its log says why.", MountNfs),
        new("is busy or already mounted", "Something is mounted there already, or with other options from the same server.", MountNfs),
        new("mount.nfs * connection timed out", "The server did not answer while it was mounted from.", MountNfs),
        new("mount.nfs * connection refused", "The server's node answers, and its NFS service does not listen.", MountNfs),
        new("mount.nfs * no route to host", "The network has no way to the server, or a firewall refuses it.", MountNfs),
        new("mount.nfs * network is unreachable", "The node has no route to the server.", MountNfs),
        new("mount.nfs * protocol not supported", "The server does not have this version of NFS.", MountNfs),

        // automount(8).
        new("not found in map source(s)",
            "automount found no such key: it is in no map that automount asks for this mount point.",
            $"{Autofs}, daemon/lookup.c"),
        new("trigger not valid or already mounted", Private, $"{Autofs}, daemon/indirect.c, daemon/direct.c"),
        new("no hosts available", "No server of the entry has an address, or none answered automount's question for its NFS service.",
            $"{Autofs}, modules/mount_nfs.c"),
        new("setautomountent: entry for map * not found", NoSuchMap, $"{Autofs}, modules/lookup_sss.c"),
        new("setautomntent: no such file", NoSuchMap, "autofs 5.1.6 and earlier, modules/lookup_sss.c"),
        new("can't connect to sssd", "sssd is not running, or its autofs responder does not answer automount.",
            $"{Autofs}, modules/lookup_sss.c"),
        new("nfs: mount failure", "automount ran mount.nfs for an entry and it failed; its words stand before this line.",
            $"{Autofs}, modules/mount_nfs.c"),
        new("failed to mount /", "automount tried to mount the path and could not; its lines before this one say why.",
            $"{Autofs}, daemon/indirect.c, daemon/direct.c"),

        // The kernel.
        new("not responding, still trying", "A hard mount waits for its server: whoever uses it hangs until the server answers.",
            $"{Linux}, net/sunrpc/clnt.c"),
        new("not responding, timed out", "A soft mount gave its server up: whoever used it got an error, and may have lost data.",
            $"{Linux}, net/sunrpc/clnt.c"),
        new("blocked for more than",
            "A process hangs in the kernel; on an NFS path it waits for the server.", $"{Linux}, kernel/hung_task.c"),
        new("nfsv4 server * with error", "The server does not take this node's lease back: its mounts do not recover by themselves.",
            $"{Linux}, fs/nfs/nfs4state.c"),

        // What any program prints for an errno.
        new("too many levels of symbolic links", Private, $"{Glibc}, ELOOP"),
        new("stale file handle", Stale, $"{Glibc}, ESTALE"),
        new("stale nfs file handle", Stale, "Go, syscall/zerrors_linux_amd64.go: what kubelet, CRI-O and runc say for ESTALE"),
        new("transport endpoint is not connected", "The process that served the mount is gone.", $"{Glibc}, ENOTCONN"),
        new("host is down", "The server did not answer, and the mount is soft.", $"{Glibc}, EHOSTDOWN"),
        new("connection timed out", "The server did not answer, and the mount is soft.", $"{Glibc}, ETIMEDOUT"),
        new("input/output error", "A soft mount gave its server up, or the server failed.", $"{Glibc}, EIO"),
        new("key has expired", "The Kerberos ticket of the user, or of the node, has expired (sec=krb5).", $"{Glibc}, EKEYEXPIRED"),
        new("required key not available", "There is no Kerberos ticket for the mount (sec=krb5).", $"{Glibc}, ENOKEY"),
        new("no such file or directory", "automount gives this error whatever the reason is: the walk below says which it is.",
            $"{Glibc}, ENOENT"),
        new("permission denied", "The server, its export, the permissions of the directory or SELinux refuse the access.",
            $"{Glibc}, EACCES"),
        new("operation not permitted", "The server refuses the call; a container with a private copy of the autofs mount gets it as well.",
            $"{Glibc}, EPERM"),
        new("device or resource busy", "Somebody uses the mount, so it can be neither unmounted nor expired.", $"{Glibc}, EBUSY"),
        new("read-only file system", "The export or the mount is read-only (ro).", $"{Glibc}, EROFS"),
    ];
}
