using System.Collections.Frozen;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>File system types, and what each needs as a source (autofs(5), mount(8), mount.cifs(8)).</summary>
internal static class TypeRules
{
    /// <summary>Types that need a program to be mounted.</summary>
    private static readonly FrozenSet<string> WithHelper = Set(
        "nfs nfs4 cifs smb3 glusterfs ceph lustre davfs fuse.sshfs sshfs ntfs-3g gpfs cvmfs beegfs s3fs");

    /// <summary>Types that the kernel may load a module for, and those that automount handles itself.</summary>
    private static readonly FrozenSet<string> Others = Set(
        "autofs bind none auto lofs ext2 ext3 ext4 xfs btrfs vfat msdos exfat iso9660 udf hfs hfsplus ntfs ntfs3 f2fs jfs reiserfs ufs " +
        "minix squashfs cramfs erofs romfs tmpfs ramfs devtmpfs proc sysfs overlay aufs unionfs zfs gfs2 ocfs2 afs coda 9p virtiofs " +
        "smbfs ncpfs fuse fuseblk nilfs2 zonefs hugetlbfs tracefs debugfs");

    /// <summary>Checks the types in an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            switch (mount.Kind)
            {
                case MountKind.Bind:
                    Bind(entry, mount.Locations[0].Path, findings);
                    break;
                case MountKind.Submount:
                    Timeout(entry, mount, findings);
                    break;
                case MountKind.Other:
                    Share(entry, mount, findings);
                    Type(entry, mount.Type, findings);
                    break;
            }
        }
    }

    private static void Bind(in LintedEntry entry, string path, FindingCollector findings)
    {
        if (!path.StartsWith('/') && findings.ShouldList(MapEntryFindings.BindSource, entry.Record))
        {
            Add(
                entry,
                findings,
                MapEntryFindings.BindSource,
                $"is a bind mount of {EntryError.Quote(path)}, which is not a local path",
                path);
        }
    }

    private static void Timeout(in LintedEntry entry, EntryMount mount, FindingCollector findings)
    {
        const string ignored = "--timeout=";
        var option = mount.Options.Split(',').FirstOrDefault(o => o.StartsWith(ignored, StringComparison.Ordinal));
        if (option is not null && findings.ShouldList(MapMasterFindings.SilentTimeout, entry.Record))
        {
            var message = $"is a submount, in whose options automount ignores {EntryError.Quote(option)}: write "
                + FindingCollector.Escape(option[2..]);
            Add(entry, findings, MapMasterFindings.SilentTimeout, message, option);
        }
    }

    private static void Share(in LintedEntry entry, EntryMount mount, FindingCollector findings)
    {
        var path = mount.Locations[0].Path;
        var isWrong = mount.Type is "cifs" or "smb3" && !path.StartsWith("//", StringComparison.Ordinal);
        if (isWrong && findings.ShouldList(MapEntryFindings.CifsSource, entry.Record))
        {
            Add(entry, findings, MapEntryFindings.CifsSource, $"has {EntryError.Quote(path)} for a share: write ://server/share", path);
        }
    }

    private static void Type(in LintedEntry entry, string type, FindingCollector findings)
    {
        var ofNode = entry.Map.Node.FileSystems;
        if (WithHelper.Contains(type))
        {
            if (!ofNode.IsEmpty && !ofNode.Contains(type) && findings.ShouldList(MapEntryFindings.MissingHelper, entry.Record))
            {
                Add(entry, findings, MapEntryFindings.MissingHelper, $"needs the program mount.{type}, which the node does not have", type);
            }

            return;
        }

        var isKnown = Others.Contains(type) || type.StartsWith("fuse.", StringComparison.Ordinal) || ofNode.Contains(type);
        if (!isKnown && findings.ShouldList(MapEntryFindings.UnknownType, entry.Record))
        {
            Add(entry, findings, MapEntryFindings.UnknownType, $"has the file system type {EntryError.Quote(type)}, which does not exist",
                type);
        }
    }

    private static void Add(in LintedEntry entry, FindingCollector findings, FindingKind kind, string what, string text) =>
        findings.Add(kind, entry.Record, $"{entry.Key} of {findings.Map} {what}", entry.Column(text));

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
