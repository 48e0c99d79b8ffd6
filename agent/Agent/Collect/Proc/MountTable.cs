using Automount.Text;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// The mount table of mountinfo as a tree: what is mounted on what. Lines are found and linked without copying a string, so that a node
/// with thousands of container mounts costs little. Linear, never throws; lines that are not mountinfo are left out.
/// </summary>
internal sealed class MountTable
{
    /// <summary>How far up the tree is looked at: more than any node has, and an end where the table is torn.</summary>
    private const int MaximumDepth = 100;

    private readonly ReadOnlyMemory<byte> text;
    private readonly List<Entry> entries = [];
    private readonly Dictionary<int, int> indexOfId = [];

    private MountTable(ReadOnlyMemory<byte> text) => this.text = text;

    /// <summary>How many mounts there are.</summary>
    public int Count => entries.Count;

    /// <summary>
    /// False when a mount other than that of <c>/</c> stands on one that is not listed: the kernel changed the table between two reads of
    /// it.
    /// </summary>
    public bool IsConsistent { get; private set; } = true;

    /// <summary>Parses the text of mountinfo, which must not change afterwards.</summary>
    public static MountTable Parse(ReadOnlyMemory<byte> text)
    {
        var table = new MountTable(text);
        table.FindLines();
        table.Link();
        return table;
    }

    /// <summary>One line, by its place in the table.</summary>
    public MountLine Line(int index)
    {
        var entry = entries[index];
        MountLine.TryRead(text.Span.Slice(entry.Start, entry.Length), out var line);
        return line;
    }

    /// <summary>What kind of mount a line is.</summary>
    public MountKind Kind(int index) => entries[index].Kind;

    /// <summary>The place of a mount in the table, or -1.</summary>
    public int IndexOf(int mountId) => indexOfId.GetValueOrDefault(mountId, -1);

    /// <summary>What this mount is mounted on, or -1.</summary>
    public int ParentOf(int index) => entries[index].Parent;

    /// <summary>What is mounted exactly over this mount, or -1.</summary>
    public int CoverOf(int index) => entries[index].Cover;

    /// <summary>True when no path leads to this mount any more, because something is mounted over it or over what it stands on.</summary>
    public bool IsHidden(int index)
    {
        if (entries[index].Cover >= 0)
        {
            return true;
        }

        for (var depth = 0; entries[index].Parent >= 0 && depth < MaximumDepth; depth++)
        {
            var parent = entries[index].Parent;
            if (entries[parent].Cover >= 0 && entries[parent].Cover != index)
            {
                return true;
            }

            index = parent;
        }

        return false;
    }

    /// <summary>
    /// The automount root that a mount lies under or on: the nearest autofs mount below it that is not merely an offset of a multi-mount,
    /// or -1.
    /// </summary>
    public int RootOf(int index)
    {
        var offset = -1;
        for (var depth = 0; depth < MaximumDepth && (index = entries[index].Parent) >= 0; depth++)
        {
            if (entries[index].Kind == MountKind.Autofs)
            {
                return index;
            }

            offset = entries[index].Kind == MountKind.AutofsOffset && offset < 0 ? index : offset;
        }

        return offset;
    }

    private void FindLines()
    {
        var start = 0;
        while (start < text.Length)
        {
            var rest = text.Span[start..];
            var end = rest.IndexOf((byte)'\n');
            var length = end < 0 ? rest.Length : end;
            if (MountLine.TryRead(rest[..length], out var line) && indexOfId.TryAdd(line.Id, entries.Count))
            {
                entries.Add(new() { Start = start, Length = length, Kind = KindOf(line), ParentId = line.Parent });
            }

            start += length + 1;
        }
    }

    private void Link()
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var parent = entry.Parent = indexOfId.GetValueOrDefault(entry.ParentId, -1);
            if (parent == i)
            {
                entry.Parent = -1;
            }
            else if (parent < 0)
            {
                IsConsistent &= Line(i).MountPoint.SequenceEqual("/"u8);
            }
            else if (Line(i).MountPoint.SequenceEqual(Line(parent).MountPoint))
            {
                entries[parent].Cover = i;
            }
        }
    }

    private static MountKind KindOf(MountLine line)
    {
        if (line.FileSystem.SequenceEqual("nfs"u8) || line.FileSystem.SequenceEqual("nfs4"u8))
        {
            return MountKind.Nfs;
        }

        if (!line.FileSystem.SequenceEqual("autofs"u8))
        {
            return MountKind.Other;
        }

        // systemd's own automount units: not automount's.
        if (line.Source.SequenceEqual("systemd-1"u8)
            || (ProcText.TryOption(line.Options, "pgrp"u8, out var group) && group.SequenceEqual("1"u8)))
        {
            return MountKind.Other;
        }

        return ProcText.TryOption(line.Options, "offset"u8, out _) ? MountKind.AutofsOffset : MountKind.Autofs;
    }

    private sealed class Entry
    {
        public required int Start { get; init; }

        public required int Length { get; init; }

        public required MountKind Kind { get; init; }

        public required int ParentId { get; init; }

        public int Parent { get; set; } = -1;

        public int Cover { get; set; } = -1;
    }
}

/// <summary>What a line of the mount table is to the agent.</summary>
internal enum MountKind
{
    /// <summary>Neither of the others; also an automount unit of systemd.</summary>
    Other,

    /// <summary>An automount root: the mount point of an indirect map or a direct key.</summary>
    Autofs,

    /// <summary>An autofs mount inside a multi-mount.</summary>
    AutofsOffset,

    /// <summary>nfs or nfs4.</summary>
    Nfs,
}
