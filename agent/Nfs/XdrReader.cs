using System.Buffers.Binary;

namespace Automount.Nfs;

/// <summary>
/// Reads XDR (RFC 4506) from the front of bytes that a stranger sent. What is not there is an <see cref="NfsFormatException"/>; no length
/// of the input is believed beyond the bytes that are there.
/// </summary>
/// <param name="bytes">The bytes.</param>
public ref struct XdrReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => rest.Length;

    /// <summary>The next word.</summary>
    /// <exception cref="NfsFormatException">Fewer than four bytes are left.</exception>
    public uint Word() => BinaryPrimitives.ReadUInt32BigEndian(Fixed(4));

    /// <summary>The next unsigned hyper integer.</summary>
    /// <exception cref="NfsFormatException">Fewer than eight bytes are left.</exception>
    public ulong Hyper() => BinaryPrimitives.ReadUInt64BigEndian(Fixed(8));

    /// <summary>The next bytes, whose number both sides know; their padding is skipped.</summary>
    /// <exception cref="NfsFormatException">So many are not left.</exception>
    public ReadOnlySpan<byte> Fixed(uint count)
    {
        var padded = ((long)count + 3) & ~3L;
        if (padded > rest.Length)
        {
            throw new NfsFormatException($"{count} bytes were to follow, {rest.Length} are left");
        }

        var taken = rest[..(int)count];
        rest = rest[(int)padded..];
        return taken;
    }

    /// <summary>The next opaque: a number, and that many bytes.</summary>
    /// <exception cref="NfsFormatException">So many are not left.</exception>
    public ReadOnlySpan<byte> Opaque() => Fixed(Word());
}
