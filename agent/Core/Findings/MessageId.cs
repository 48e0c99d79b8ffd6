using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Automount.Findings;

/// <summary>
/// The journal's <c>MESSAGE_ID</c> of a code: the name-based UUID of version 5 (RFC 9562, section 5.5) in a namespace of this project.
/// </summary>
/// <remarks>
/// SHA-1 is written out because .NET's loads OpenSSL, which the daemon needs for nothing else and a node need not have.
/// </remarks>
public static class MessageId
{
    /// <summary>The namespace of the codes. It never changes, or every saved journal query would find nothing.</summary>
    private static readonly Guid Namespace = new("7d0c1f3e-52a4-4b0b-9d0e-6a1f5c8e2b47");

    /// <summary>The id of a code.</summary>
    public static Guid Of(string code) => Of(Namespace, code);

    /// <summary>The UUID of version 5 of a name.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="name">The name; its UTF-8 bytes count.</param>
    public static Guid Of(Guid space, string name)
    {
        byte[] text = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
        var id = Sha1(text).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0f) | 0x50);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>SHA-1 (RFC 3174).</summary>
    private static byte[] Sha1(byte[] text)
    {
        // A one bit, zeros up to 8 bytes before the end of a block, and the length in bits.
        var padded = new byte[(text.Length + 72) / 64 * 64];
        text.CopyTo(padded, 0);
        padded[text.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padded.AsSpan(padded.Length - 8), (ulong)text.Length * 8);

        Span<uint> hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
        for (var block = 0; block < padded.Length; block += 64)
        {
            AddBlock(hash, padded.AsSpan(block, 64));
        }

        var result = new byte[20];
        for (var i = 0; i < hash.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(i * 4), hash[i]);
        }

        return result;
    }

    private static void AddBlock(Span<uint> hash, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[80];
        for (var t = 0; t < 16; t++)
        {
            words[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * 4)..]);
        }

        for (var t = 16; t < 80; t++)
        {
            words[t] = BitOperations.RotateLeft(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
        }

        var (a, b, c, d, e) = (hash[0], hash[1], hash[2], hash[3], hash[4]);
        for (var t = 0; t < 80; t++)
        {
            var (mix, constant) = (t / 20) switch
            {
                0 => ((b & c) | (~b & d), 0x5a827999u),
                1 => (b ^ c ^ d, 0x6ed9eba1u),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1bbcdcu),
                _ => (b ^ c ^ d, 0xca62c1d6u),
            };
            var next = BitOperations.RotateLeft(a, 5) + mix + e + words[t] + constant;
            (a, b, c, d, e) = (next, a, BitOperations.RotateLeft(b, 30), c, d);
        }

        hash[0] += a;
        hash[1] += b;
        hash[2] += c;
        hash[3] += d;
        hash[4] += e;
    }
}
