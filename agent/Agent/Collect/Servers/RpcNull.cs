using System.Buffers.Binary;
using Automount.Nfs;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// The NULL call of NFS as bytes: ONC RPC version 2, over TCP with record marking, over UDP without (RFC 5531, sections 9 and 11). Pure.
/// </summary>
internal static class RpcNull
{
    /// <summary>Length of the call in bytes, record mark included.</summary>
    public const int CallLength = 44;

    /// <summary>The longest stream of reply bytes that is looked at; a valid reply is far shorter.</summary>
    public const int MaximumReply = 4096;

    private const uint LastFragment = 0x8000_0000;
    private const uint NfsProgram = 100003;

    /// <summary>The call: program 100003, procedure 0, no credential, no verifier.</summary>
    /// <param name="xid">Transaction id, which the reply repeats.</param>
    /// <param name="version">NFS version, 3 or 4.</param>
    public static byte[] Call(uint xid, int version) => Call(xid, NfsProgram, (uint)version, 0);

    /// <summary>Any call whose arguments are words: no credential, no verifier.</summary>
    /// <param name="xid">Transaction id, which the reply repeats.</param>
    /// <param name="program">The program.</param>
    /// <param name="version">Its version.</param>
    /// <param name="procedure">The procedure; 0 is NULL.</param>
    /// <param name="arguments">Its arguments.</param>
    public static byte[] Call(uint xid, uint program, uint version, uint procedure, params ReadOnlySpan<uint> arguments) =>
        RpcCall.Anonymous.Make(xid, new(program, version, procedure), new XdrWriter().Words(arguments).Written);

    /// <summary>Reads what has been received so far. Never throws; <see cref="RpcStatus.Incomplete"/> asks for more bytes.</summary>
    /// <param name="received">All bytes since the call was sent.</param>
    /// <param name="xid">Transaction id of the call.</param>
    public static RpcReply Read(ReadOnlySpan<byte> received, uint xid)
    {
        Span<byte> message = stackalloc byte[MaximumReply];
        var length = 0;
        if (received.Length > MaximumReply)
        {
            return new(RpcStatus.Malformed);
        }

        for (var rest = received; rest.Length >= 4;)
        {
            var mark = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var fragment = mark & ~LastFragment;
            rest = rest[4..];
            if (fragment > MaximumReply)
            {
                return new(RpcStatus.Malformed);
            }

            if (fragment > rest.Length)
            {
                break;
            }

            rest[..(int)fragment].CopyTo(message[length..]);
            length += (int)fragment;
            rest = rest[(int)fragment..];
            if ((mark & LastFragment) != 0)
            {
                return ReadMessage(message[..length], xid);
            }
        }

        return new(received.Length == MaximumReply ? RpcStatus.Malformed : RpcStatus.Incomplete);
    }

    /// <summary>Reads a message without record mark: a datagram. Never throws.</summary>
    /// <param name="message">The datagram.</param>
    /// <param name="xid">Transaction id of the call.</param>
    public static RpcReply ReadMessage(ReadOnlySpan<byte> message, uint xid)
    {
        try
        {
            if (RpcResult.ReadXid(message) != xid)
            {
                return new(RpcStatus.OtherCall);
            }

            var header = RpcResult.Read(message);
            return header.Status == RpcStatus.Success
                ? Success(message[header.Start..])
                : new(header.Status, header.Low, header.High);
        }
        catch (NfsFormatException)
        {
            return new(RpcStatus.Malformed);
        }
    }

    /// <summary>Whether a datagram begins with the transaction id of a call.</summary>
    public static bool IsReplyTo(ReadOnlySpan<byte> message, uint xid) =>
        BinaryPrimitives.TryReadUInt32BigEndian(message, out var found) && found == xid;

    private static RpcReply Success(ReadOnlySpan<byte> results)
    {
        BinaryPrimitives.TryReadUInt32BigEndian(results, out var first);
        return new(RpcStatus.Success, first) { Result = results.Length > 4 ? results.ToArray() : default };
    }
}
