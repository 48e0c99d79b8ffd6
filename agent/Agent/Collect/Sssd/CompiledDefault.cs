using System.Buffers.Binary;
using System.Text;

namespace AutomountAgent.Collect.Sssd;

/// <summary>
/// Reads the default of an option from a provider library of sssd. It is in a table of <c>struct dp_option</c> (name, type, default, value;
/// sssd: data_provider.h), whose names the dynamic linker fills in, so its relocations lead to the entry. This is what the installed sssd
/// does, whatever its version and whatever the distribution has changed.
/// </summary>
internal static class CompiledDefault
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int RelocationSize = 24;
    private const int OptionSize = 48;
    private const int Loadable = 1;
    private const int Dynamic = 2;
    private const long RelocationTable = 7;
    private const long RelocationBytes = 8;
    private const int MaxProgramHeaders = 64;
    private const uint BooleanType = 3;

    /// <summary>The default of a boolean option.</summary>
    /// <param name="library">A 64-bit little-endian ELF file; it may be anything.</param>
    /// <param name="option">Name of the option.</param>
    /// <returns>Null when there is no such option, or tables of the library differ.</returns>
    public static bool? Find(ReadOnlySpan<byte> library, string option)
    {
        if (library.Length < HeaderSize || !library.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return null;
        }

        var segments = Segments(library);
        var name = library.IndexOf(Encoding.ASCII.GetBytes($"\0{option}\0"));
        if (name < 0 || Address(segments, name + 1) is not { } address)
        {
            return null;
        }

        bool? found = null;
        for (var rest = Relocations(library, segments); rest.Length >= RelocationSize; rest = rest[RelocationSize..])
        {
            if (Number(rest, 16) != address || Option(library, segments, Number(rest, 0)) is not { } value)
            {
                continue;
            }

            if (found is { } other && other != value)
            {
                return null;
            }

            found = value;
        }

        return found;
    }

    private static List<Segment> Segments(ReadOnlySpan<byte> library)
    {
        var segments = new List<Segment>();
        var count = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(library[0x38..]), MaxProgramHeaders);
        for (var i = 0; i < count; i++)
        {
            if (Slice(library, Number(library, 0x20) + (i * ProgramHeaderSize), ProgramHeaderSize) is { Length: > 0 } header)
            {
                var type = BinaryPrimitives.ReadInt32LittleEndian(header);
                segments.Add(new(type, Number(header, 8), Number(header, 16), Number(header, 32)));
            }
        }

        return segments;
    }

    private static ReadOnlySpan<byte> Relocations(ReadOnlySpan<byte> library, List<Segment> segments)
    {
        long table = 0;
        long size = 0;
        var dynamic = segments.FirstOrDefault(s => s.Type == Dynamic);
        for (var rest = Slice(library, dynamic.Offset, dynamic.Size); rest.Length >= 16; rest = rest[16..])
        {
            table = Number(rest, 0) == RelocationTable ? Number(rest, 8) : table;
            size = Number(rest, 0) == RelocationBytes ? Number(rest, 8) : size;
        }

        return Offset(segments, table) is { } offset ? Slice(library, offset, size) : [];
    }

    /// <summary>The default in one entry of a table of options; null when it is none, or of another type.</summary>
    private static bool? Option(ReadOnlySpan<byte> library, List<Segment> segments, long address)
    {
        var entry = Offset(segments, address) is { } offset ? Slice(library, offset, OptionSize) : [];
        return entry.Length == OptionSize && BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) == BooleanType ? entry[16] != 0 : null;
    }

    private static long? Address(List<Segment> segments, long offset)
    {
        var at = segments.FirstOrDefault(s => s.Type == Loadable && offset >= s.Offset && offset - s.Offset < s.Size);
        return at.Size > 0 ? offset - at.Offset + at.Address : null;
    }

    private static long? Offset(List<Segment> segments, long address)
    {
        var at = segments.FirstOrDefault(s => s.Type == Loadable && address >= s.Address && address - s.Address < s.Size);
        return at.Size > 0 ? address - at.Address + at.Offset : null;
    }

    private static long Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    /// <summary>A part of a file; empty when the file does not have all of it.</summary>
    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, long start, long length) =>
        start >= 0 && length >= 0 && start <= bytes.Length && length <= bytes.Length - start ? bytes.Slice((int)start, (int)length) : [];

    private readonly record struct Segment(int Type, long Offset, long Address, long Size);
}
