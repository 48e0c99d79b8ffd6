using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace AutomountAgent.Collect.Servers;

/// <summary>The universal address of rpcbind (RFC 5665, section 5.2.3): an IP address, then the two bytes of the port.</summary>
internal static class UniversalAddress
{
    /// <summary>Longer than any IPv6 address with a zone.</summary>
    private const int MaxLength = 128;

    /// <summary>The port in an XDR string; 0 where it is empty, which stands for not registered; null where it is something else.</summary>
    public static int? Port(ReadOnlySpan<byte> xdr)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(xdr, out var length) || length > MaxLength || length > xdr.Length - 4)
        {
            return null;
        }

        if (length == 0)
        {
            return 0;
        }

        var parts = Encoding.ASCII.GetString(xdr.Slice(4, (int)length)).Split('.');
        return parts is [.., var high, var low] && IsByte(high, out var h) && IsByte(low, out var l) ? (h << 8) | l : null;
    }

    private static bool IsByte(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= byte.MaxValue;
}
