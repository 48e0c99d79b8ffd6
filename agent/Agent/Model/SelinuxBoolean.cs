namespace AutomountAgent.Model;

/// <summary>The booleans of the SELinux policy without which NFS is refused (booleans(8)).</summary>
internal static class SelinuxBoolean
{
    /// <summary>Containers that are not privileged may use NFS (container-selinux, container.te).</summary>
    public const string Containers = "virt_use_nfs";

    /// <summary>Logins and services of the node may use home directories on NFS.</summary>
    public const string Homes = "use_nfs_home_dirs";
}
