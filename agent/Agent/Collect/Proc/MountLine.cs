using System.Buffers.Text;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// One line of mountinfo (proc(5)), as slices of the text: nothing is copied until it is asked for. Fields are still escaped.
/// </summary>
internal readonly ref struct MountLine
{
    private MountLine(int id, int parent, ReadOnlySpan<byte> device, ReadOnlySpan<byte> root, ReadOnlySpan<byte> mountPoint)
    {
        Id = id;
        Parent = parent;
        Device = device;
        Root = root;
        MountPoint = mountPoint;
    }

    /// <summary>Field 1: id of the mount.</summary>
    public int Id { get; }

    /// <summary>Field 2: id of the mount that it is mounted on.</summary>
    public int Parent { get; }

    /// <summary>Field 3: major:minor of the superblock.</summary>
    public ReadOnlySpan<byte> Device { get; }

    /// <summary>Field 4: what of the file system is mounted; ends in <c>//deleted</c> when that was unlinked.</summary>
    public ReadOnlySpan<byte> Root { get; }

    /// <summary>Field 5: where it is mounted.</summary>
    public ReadOnlySpan<byte> MountPoint { get; }

    /// <summary>Field 7: it has a tag <c>shared:N</c>.</summary>
    public bool Shared { get; private init; }

    /// <summary>Field 7: it has a tag <c>master:N</c>: what is mounted on its peer appears on it as well.</summary>
    public bool Receives { get; private init; }

    /// <summary>Field 9: type of the file system.</summary>
    public ReadOnlySpan<byte> FileSystem { get; private init; }

    /// <summary>Field 10: what is mounted. May be empty.</summary>
    public ReadOnlySpan<byte> Source { get; private init; }

    /// <summary>Field 11: options of the superblock.</summary>
    public ReadOnlySpan<byte> Options { get; private init; }

    /// <summary>Reads one line without its newline. False when it is not a line of mountinfo.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out MountLine line)
    {
        line = default;
        var rest = text;
        if (!Number(Take(ref rest), out var id) || !Number(Take(ref rest), out var parent))
        {
            return false;
        }

        var device = Take(ref rest);
        var root = Take(ref rest);
        var mountPoint = Take(ref rest);
        if (mountPoint.IsEmpty || Take(ref rest).IsEmpty)
        {
            return false;
        }

        var (shared, receives) = (false, false);
        for (var tag = Take(ref rest); !tag.SequenceEqual("-"u8); tag = Take(ref rest))
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            shared |= tag.StartsWith("shared:"u8);
            receives |= tag.StartsWith("master:"u8);
        }

        var fileSystem = Take(ref rest);
        line = new(id, parent, device, root, mountPoint)
        {
            Shared = shared,
            Receives = receives,
            FileSystem = fileSystem,
            Source = Take(ref rest),
            Options = rest,
        };
        return !fileSystem.IsEmpty;
    }

    /// <summary>Cuts the next field off; two blanks in a row are an empty field.</summary>
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)' ');
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return field;
    }

    private static bool Number(ReadOnlySpan<byte> field, out int value) =>
        Utf8Parser.TryParse(field, out value, out var used) && used == field.Length;
}
