using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Automount.Nfs;

/// <summary>Writes XDR (RFC 4506): big-endian words of four bytes, and opaque bytes that are padded to a multiple of four.</summary>
public sealed class XdrWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    /// <summary>Appends words.</summary>
    public XdrWriter Words(params ReadOnlySpan<uint> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer.GetSpan(4), value);
            buffer.Advance(4);
        }

        return this;
    }

    /// <summary>Appends an unsigned hyper integer.</summary>
    public XdrWriter Hyper(ulong value) => Words((uint)(value >> 32), (uint)value);

    /// <summary>Appends bytes whose number both sides know.</summary>
    public XdrWriter Fixed(ReadOnlySpan<byte> bytes)
    {
        buffer.Write(bytes);
        var padding = -bytes.Length & 3;
        buffer.GetSpan(4)[..padding].Clear();
        buffer.Advance(padding);
        return this;
    }

    /// <summary>Appends a number of bytes, and the bytes.</summary>
    public XdrWriter Opaque(ReadOnlySpan<byte> bytes) => Words((uint)bytes.Length).Fixed(bytes);

    /// <summary>Appends a string, as UTF-8.</summary>
    public XdrWriter Text(string text) => Opaque(Encoding.UTF8.GetBytes(text));
}
