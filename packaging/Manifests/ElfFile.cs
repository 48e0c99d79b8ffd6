using System.Buffers.Binary;
using System.Text;

namespace AutomountPackaging.Manifests;

/// <summary>What a program needs of the system that it runs on: the machine, and versions of libraries (<c>.gnu.version_r</c>).</summary>
/// <param name="Machine">The machine, as <c>e_machine</c> numbers it.</param>
/// <param name="Is64Bit">True for ELFCLASS64.</param>
/// <param name="Versions">The symbol versions that it needs, such as <c>GLIBC_2.34</c>.</param>
/// <remarks>Formats: elf(5); the Linux Standard Base core specification, "Symbol versioning". Every offset is checked before it is
/// used.</remarks>
internal sealed record ElfFile(int Machine, bool Is64Bit, IReadOnlyList<string> Versions)
{
    /// <summary>EM_X86_64.</summary>
    public const int Amd64 = 62;

    private const uint VersionNeeds = 0x6ffffffe;

    public static bool IsElf(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\u007fELF"u8);

    /// <summary>Reads it; null when it is cut off or not consistent.</summary>
    public static ElfFile? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 20 || bytes[4] is not (1 or 2) || bytes[5] is not (1 or 2))
        {
            return null;
        }

        var machine = bytes[5] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..])
            : BinaryPrimitives.ReadUInt16BigEndian(bytes[18..]);
        if (bytes[4] != 2 || bytes[5] != 1)
        {
            // 32 bits or big-endian: no AMD64 program, which is all there is to say.
            return new ElfFile(machine, bytes[4] == 2, []);
        }

        if (bytes.Length < 64)
        {
            return null;
        }

        var (table, size, count) = (BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]), U16(bytes, 58), U16(bytes, 60));
        var versions = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (size < 64 || Slice(bytes, table + (ulong)(i * size), 64) is not { Length: 64 } section)
            {
                return null;
            }

            if (U32(section, 4) == VersionNeeds
                && !Collect(bytes, section, Header(bytes, table, size, count, (int)U32(section, 40)), versions))
            {
                return null;
            }
        }

        return new ElfFile(machine, true, [.. versions]);
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> bytes, ulong table, int size, int count, int index) =>
        index >= 0 && index < count ? Slice(bytes, table + ((ulong)index * (ulong)size), 64) : [];

    private static bool Collect(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> section, ReadOnlySpan<byte> stringSection,
        SortedSet<string> versions)
    {
        var needs = Content(bytes, section);
        var strings = stringSection.IsEmpty ? [] : Content(bytes, stringSection);
        var entries = (int)Math.Min(U32(section, 44), 1000);
        for (int i = 0, at = 0; i < entries; i++)
        {
            if (at > needs.Length - 16)
            {
                return false;
            }

            for (long j = 0, aux = at + (long)U32(needs, at + 8); j < U16(needs, at + 2); j++)
            {
                if (aux < 0 || aux > needs.Length - 16)
                {
                    return false;
                }

                var version = Text(strings, U32(needs, (int)aux + 8));
                if (version.Length == 0)
                {
                    return false;
                }

                versions.Add(version);
                aux += U32(needs, (int)aux + 12);
            }

            var next = U32(needs, at + 12);
            if (next == 0)
            {
                break;
            }

            at = (int)Math.Min(at + (long)next, int.MaxValue);
        }

        return true;
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> section) =>
        Slice(bytes, BinaryPrimitives.ReadUInt64LittleEndian(section[24..]), BinaryPrimitives.ReadUInt64LittleEndian(section[32..]));

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, ulong offset, ulong length) =>
        offset <= (ulong)bytes.Length && length <= (ulong)bytes.Length - offset ? bytes.Slice((int)offset, (int)length) : [];

    private static string Text(ReadOnlySpan<byte> strings, uint offset)
    {
        var text = offset < strings.Length ? strings[(int)offset..] : [];
        var end = text[..Math.Min(text.Length, 128)].IndexOf((byte)0);
        return end < 0 ? "" : Encoding.ASCII.GetString(text[..end]);
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
