using System.Collections.Frozen;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>File system types, and what each needs as a source (autofs(5), mount(8), mount.cifs(8)).</summary>
internal static class TypeRules
{
    /// <summary>Types that need a program to be mounted.</summary>
    private static readonly FrozenSet<string> WithHelper = Set("nfs nfs4 cifs smb3 glusterfs ceph lustre davfs fuse.sshfs sshfs ntfs-3g gpfs cvmfs beegfs s3fs");

    /// <summary>Types that the kernel may load a module for, and those that automount handles itself.</summary>
    private static readonly FrozenSet<string> Others = Set(
        "autofs bind none auto lofs ext2 ext3 ext4 xfs btrfs vfat msdos exfat iso9660 udf hfs hfsplus ntfs ntfs3 f2fs jfs reiserfs ufs minix squashfs cramfs erofs romfs " +
        "tmpfs ramfs devtmpfs proc sysfs overlay aufs unionfs zfs gfs2 ocfs2 afs coda 9p virtiofs smbfs ncpfs fuse fuseblk nilfs2 zonefs hugetlbfs tracefs debugfs");

    /// <summary>Judges the types in an entry.</summary>
    public static void Judge(in JudgedEntry entry, FindingSheet sheet)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            if (mount.Kind == MountKind.Bind && !mount.Locations[0].Path.StartsWith('/') && sheet.Takes(MapEntryFindings.BindSource, entry.Record))
            {
                Add(entry, sheet, MapEntryFindings.BindSource, $"is a bind mount of {EntryError.Quote(mount.Locations[0].Path)}, which is no local path", mount.Locations[0].Path);
            }
            else if (mount.Kind == MountKind.Other)
            {
                Other(entry, mount, sheet);
            }
        }
    }

    private static void Other(in JudgedEntry entry, EntryMount mount, FindingSheet sheet)
    {
        var node = entry.Use.Site.Node.FileSystems;
        if (mount.Type is "cifs" or "smb3" && !mount.Locations[0].Path.StartsWith("//", StringComparison.Ordinal) && sheet.Takes(MapEntryFindings.CifsSource, entry.Record))
        {
            Add(entry, sheet, MapEntryFindings.CifsSource, $"has {EntryError.Quote(mount.Locations[0].Path)} for a share: write ://server/share", mount.Locations[0].Path);
        }

        if (WithHelper.Contains(mount.Type))
        {
            if (!node.IsEmpty && !node.Contains(mount.Type) && sheet.Takes(MapEntryFindings.MissingHelper, entry.Record))
            {
                Add(entry, sheet, MapEntryFindings.MissingHelper, $"needs the program mount.{mount.Type}, which the node does not have", mount.Type);
            }
        }
        else if (!Others.Contains(mount.Type) && !mount.Type.StartsWith("fuse.", StringComparison.Ordinal) && !node.Contains(mount.Type) && sheet.Takes(MapEntryFindings.UnknownType, entry.Record))
        {
            Add(entry, sheet, MapEntryFindings.UnknownType, $"has the file system type {EntryError.Quote(mount.Type)}, which does not exist", mount.Type);
        }
    }

    private static void Add(in JudgedEntry entry, FindingSheet sheet, FindingKind kind, string what, string text) => sheet.Add(
        kind, entry.Record, $"{FindingSheet.Name(entry.Record.Key)} of {sheet.Map} {what}", Math.Max(entry.Record.Value.IndexOf(text, StringComparison.Ordinal), 0) + 1);

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
