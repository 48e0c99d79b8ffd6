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

    private const string Private =
        "The process has a private copy of the autofs mount, so what automount mounts does not reach it: the mountPropagation of the " +
        "volume is not HostToContainer.";

    private const string Glibc = "glibc 2.39, strerror(3)";
    private const string MountNfs = "nfs-utils 2.8, utils/mount/error.c";
    private const string Containerd = "containerd 2.1, internal/cri";
    private const string CriO = "cri-o 1.34, server";
    private const string Linux = "linux 6.12";
    private const string Autofs = "autofs 5.1.9";

    /// <summary>The table.</summary>
    public static IReadOnlyList<ErrorMessage> All { get; } =
    [
        // Container runtimes and the kubelet.
        new("name is reserved", Reserved, $"{CriO}, container_create.go, sandbox_run.go"),
        new("failed to reserve * name", Reserved, $"{Containerd}/server/container_create.go"),
        new("currently at stage", Reserved, $"{CriO}/utils.go"),
        new("context deadline exceeded * createcontainer", Reserved, "kubernetes 1.34, pkg/kubelet/cri/remote"),
        new("failed to mkdir * permission denied", MkdirDenied, $"{Containerd}/opts/spec_linux.go; {CriO}/container_create_linux.go"),
        new("failed to mkdir * read-only file system", MkdirDenied, $"{Containerd}/opts/spec_linux.go; {CriO}/container_create_linux.go"),
        new("failed to mkdir * no such file", MkdirDenied, $"{Containerd}/opts/spec_linux.go; {CriO}/container_create_linux.go"),
        new("failed to mkdir * file exists", "Something is at the path that is not a directory, or a stale mount hides the directory.",
            $"{Containerd}/opts/spec_linux.go; {CriO}/container_create_linux.go"),
        new("hostpath type check failed", "The kubelet looked at the path and found no directory: automount did not mount it.",
            "kubernetes 1.34, pkg/volume/hostpath/host_path.go"),
        new("mountvolume.setup failed * too many levels", Private, "kubernetes 1.34, pkg/kubelet"),
        new("error mounting * to rootfs * no such file",
            "The runtime found nothing at the source of the mount: automount did not mount it.",
            "runc 1.3, libcontainer/rootfs_linux.go"),
        new("error mounting * to rootfs * too many levels", Private, "runc 1.3, libcontainer/rootfs_linux.go"),
        new("failed to resolve symlink * too many levels", Private, $"{Containerd}/opts/spec_linux.go; {CriO}/container_create_linux.go"),

        // mount.nfs(8).
        new("access denied by server while mounting",
            "The server does not export the path to this node, or wants another security flavor (sec=).", MountNfs),
        new("reason given by server * no such file",
            "The server shows this node no such path: it is missing there, or not exported.", MountNfs),
        new("reason given by server * permission denied", "The server does not export the path to this node.", MountNfs),
        new("requested nfs version or transport protocol is not supported",
            "The server does not speak the version of NFS, or the transport, that the entry asks for (vers=, proto=).", MountNfs),
        new("an incorrect mount option was specified", "The kernel does not take one of the entry's mount options.", MountNfs),
        new("failed to resolve server", "The name of the server does not resolve on this node.", "nfs-utils 2.8, utils/mount/network.c"),
        new("rpc.statd is not running", "The entry asks for NFS version 3 with locks, and rpc.statd does not run on this node.", MountNfs),
        new("mount.nfs * connection timed out", "The server did not answer while it was mounted from.", MountNfs),
        new("mount.nfs * connection refused", "The server's node answers, and its NFS service does not listen.", MountNfs),
        new("mount.nfs * no route to host", "The network has no way to the server, or a firewall refuses it.", MountNfs),
        new("mount.nfs * protocol not supported", "The server does not have this version of NFS.", MountNfs),

        // automount(8).
        new("not found in map source(s)",
            "automount found no such key: it is in no map that automount asks for this mount point.",
            $"{Autofs}, daemon/lookup.c"),
        new("trigger not valid or already mounted", Private, $"{Autofs}, daemon/indirect.c, daemon/direct.c"),
        new("no hosts available", "No server of the entry answered automount's question for its NFS service.",
            $"{Autofs}, modules/mount_nfs.c"),
        new("setautomntent: no such file", "sssd does not have the map that automount asks for.", $"{Autofs}, modules/lookup_sss.c"),
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
        new("stale file handle", "The server no longer knows what is mounted: it was exported anew, or the directory was replaced.",
            $"{Glibc}, ESTALE"),
        new("stale nfs file handle", "The server no longer knows what is mounted: it was exported anew, or the directory was replaced.",
            "glibc before 2.18, ESTALE"),
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
