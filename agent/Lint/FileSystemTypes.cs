using System.Collections.Frozen;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// File system types that are known by name. The list cannot be complete: mount(8) runs whatever program mount.TYPE there is.
/// </summary>
internal static class FileSystemTypes
{
    /// <summary>Types that need a program to be mounted.</summary>
    private static readonly FrozenSet<string> WithHelper = Set(
        "nfs nfs4 cifs smb3 glusterfs ceph lustre davfs sshfs ntfs-3g lowntfs-3g gpfs cvmfs cvmfs2 beegfs s3fs s3ql goofys gcsfuse " +
        "rclone blobfuse blobfuse2 juicefs seaweedfs weed mfs moosefs lizardfs saunafs quobyte wekafs panfs orangefs pvfs2 eosx eos " +
        "xrootdfs alluxio hdfs ossfs cosfs obsfs objectivefs efs fsx crypt ecryptfs encfs gocryptfs cryfs bindfs mergerfs mhddfs " +
        "unionfs-fuse fuse-overlayfs squashfuse archivemount curlftpfs ftpfs afpfs gvfs simple-mtpfs jmtpfs exfat-fuse fuse-zip apfs " +
        "vboxsf vmhgfs prl_fs bcachefs dislocker zfs-fuse nbd aoe iscsi daos dfuse spfs scoutfs stornext cvfs acfs vxfs " +
        "dlmfs mount-s3 onedriver");

    /// <summary>Types that the kernel may load a module for, and those that automount handles itself.</summary>
    public static FrozenSet<string> OfKernel { get; } = Set(
        "autofs bind none auto lofs ext2 ext3 ext4 xfs btrfs vfat msdos exfat iso9660 udf hfs hfsplus ntfs ntfs3 f2fs jfs reiserfs ufs " +
        "minix squashfs cramfs erofs romfs tmpfs ramfs devtmpfs proc sysfs overlay aufs unionfs zfs gfs2 ocfs2 afs coda 9p virtiofs " +
        "smbfs ncpfs fuse fuseblk nilfs2 zonefs hugetlbfs tracefs debugfs affs befs bfs efivarfs adfs omfs qnx4 qnx6 sysv jffs2 ubifs " +
        "configfs cgroup cgroup2 securityfs selinuxfs binfmt_misc mqueue bpf pstore");

    /// <summary>
    /// The type that was probably meant by one that is in no list; null when it is in one, or when none is one or two letters away.
    /// </summary>
    public static string? Meant(string type) =>
        WithHelper.Contains(type) || OfKernel.Contains(type) ? null : Spelling.Nearest(type, OfKernel.Concat(WithHelper));

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
