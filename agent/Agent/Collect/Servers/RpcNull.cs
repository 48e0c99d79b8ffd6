using System.Buffers.Binary;

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
    public static byte[] Call(uint xid, uint program, uint version, uint procedure, params ReadOnlySpan<uint> arguments)
    {
        var call = new byte[CallLength + (4 * arguments.Length)];
        ReadOnlySpan<uint> words =
        [
            LastFragment | (uint)(call.Length - 4), xid, 0, 2, program, version, procedure, 0, 0, 0, 0, .. arguments
        ];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(call.AsSpan(4 * i), words[i]);
        }

        return call;
    }

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
        var words = new Words(message);
        if (!words.Next(out var replyXid) || !words.Next(out var type) || type != 1)
        {
            return new(RpcStatus.Malformed);
        }

        if (replyXid != xid)
        {
            return new(RpcStatus.OtherCall);
        }

        return words.Next(out var replyStatus) ? replyStatus switch
        {
            0 => Accepted(ref words),
            1 => Denied(ref words),
            _ => new(RpcStatus.Malformed),
        }
        : new(RpcStatus.Malformed);
    }

    /// <summary>Whether a datagram begins with the transaction id of a call.</summary>
    public static bool IsReplyTo(ReadOnlySpan<byte> message, uint xid) =>
        BinaryPrimitives.TryReadUInt32BigEndian(message, out var found) && found == xid;

    private static RpcReply Accepted(ref Words words)
    {
        if (!words.Next(out _) || !words.SkipOpaque() || !words.Next(out var status))
        {
            return new(RpcStatus.Malformed);
        }

        return status switch
        {
            0 => Success(ref words),
            1 => new(RpcStatus.ProgramUnavailable),
            2 => words.Next(out var low) && words.Next(out var high)
                ? new(RpcStatus.ProgramMismatch, low, high)
                : new(RpcStatus.Malformed),
            3 => new(RpcStatus.ProcedureUnavailable),
            4 => new(RpcStatus.GarbageArguments),
            5 => new(RpcStatus.SystemError),
            _ => new(RpcStatus.Malformed),
        };
    }

    private static RpcReply Success(ref Words words)
    {
        var result = words.Rest;
        return new(RpcStatus.Success, words.Next(out var first) ? first : 0) { Result = result.Length > 4 ? result.ToArray() : default };
    }

    private static RpcReply Denied(ref Words words) => words.Next(out var reason) ? reason switch
    {
        0 => words.Next(out var low) && words.Next(out var high) ? new(RpcStatus.RpcMismatch, low, high) : new(RpcStatus.Malformed),
        1 => words.Next(out var status) ? new(RpcStatus.AuthenticationError, status) : new(RpcStatus.Malformed),
        _ => new(RpcStatus.Malformed),
    }
    : new(RpcStatus.Malformed);

    /// <summary>Reads big-endian words (XDR, RFC 4506) from the front.</summary>
    private ref struct Words(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;

        public readonly ReadOnlySpan<byte> Rest => rest;

        public bool Next(out uint word)
        {
            if (!BinaryPrimitives.TryReadUInt32BigEndian(rest, out word))
            {
                return false;
            }

            rest = rest[4..];
            return true;
        }

        /// <summary>Skips a length and that many bytes, rounded up to four.</summary>
        public bool SkipOpaque()
        {
            if (!Next(out var length) || length > rest.Length)
            {
                return false;
            }

            var padded = ((int)length + 3) & ~3;
            if (padded > rest.Length)
            {
                return false;
            }

            rest = rest[padded..];
            return true;
        }
    }
}
