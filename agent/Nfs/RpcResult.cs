namespace Automount.Nfs;

/// <summary>The header of a reply of ONC RPC (RFC 5531, section 9).</summary>
/// <param name="Status">Whether the call was served, or why not.</param>
/// <param name="Low">
/// Lowest version that the server speaks, of a mismatch; the <c>auth_stat</c>, of an authentication error; else 0.
/// </param>
/// <param name="High">Highest version that the server speaks, of a mismatch; else 0.</param>
/// <param name="Start">Where the results begin in the message, in bytes; 0 when there are none.</param>
public readonly record struct RpcResult(RpcStatus Status, uint Low = 0, uint High = 0, int Start = 0)
{
    /// <summary>Why the call was not served, without subject; empty when it was.</summary>
    public string Problem => Status switch
    {
        RpcStatus.Success => "",
        RpcStatus.ProgramUnavailable => "the program is not available (PROG_UNAVAIL)",
        RpcStatus.ProgramMismatch => $"the program has the versions {Low} to {High} only (PROG_MISMATCH)",
        RpcStatus.ProcedureUnavailable => "the procedure is not available (PROC_UNAVAIL)",
        RpcStatus.GarbageArguments => "the call could not be decoded (GARBAGE_ARGS)",
        RpcStatus.SystemError => "the server failed to serve the call (SYSTEM_ERR)",
        RpcStatus.RpcMismatch => $"the server speaks RPC {Low} to {High} only (RPC_MISMATCH)",
        _ => $"the server refuses the credential (AUTH_ERROR {Low})",
    };

    /// <summary>Reads the transaction id of the call that a whole message answers.</summary>
    /// <exception cref="NfsFormatException">It is not a reply.</exception>
    public static uint ReadXid(ReadOnlySpan<byte> message)
    {
        var reader = new XdrReader(message);
        return Xid(ref reader);
    }

    /// <summary>Reads the header of a whole message, without record mark.</summary>
    /// <exception cref="NfsFormatException">It is not a reply.</exception>
    public static RpcResult Read(ReadOnlySpan<byte> message)
    {
        var reader = new XdrReader(message);
        Xid(ref reader);
        var result = reader.Word() switch
        {
            0 => Accepted(ref reader),
            1 => Denied(ref reader),
            _ => throw new NfsFormatException("its reply_stat is neither MSG_ACCEPTED nor MSG_DENIED"),
        };
        return result.Status == RpcStatus.Success ? result with { Start = message.Length - reader.Left } : result;
    }

    private static uint Xid(ref XdrReader reader)
    {
        const uint reply = 1;
        var xid = reader.Word();
        return reader.Word() == reply ? xid : throw new NfsFormatException("it is not a reply");
    }

    private static RpcResult Accepted(ref XdrReader reader)
    {
        reader.Word();
        reader.Opaque(); // the server's verifier
        return reader.Word() switch
        {
            0 => new(RpcStatus.Success),
            1 => new(RpcStatus.ProgramUnavailable),
            2 => new(RpcStatus.ProgramMismatch, reader.Word(), reader.Word()),
            3 => new(RpcStatus.ProcedureUnavailable),
            4 => new(RpcStatus.GarbageArguments),
            5 => new(RpcStatus.SystemError),
            _ => throw new NfsFormatException("its accept_stat is not one of RFC 5531"),
        };
    }

    private static RpcResult Denied(ref XdrReader reader) => reader.Word() switch
    {
        0 => new(RpcStatus.RpcMismatch, reader.Word(), reader.Word()),
        1 => new(RpcStatus.AuthenticationError, reader.Word()),
        _ => throw new NfsFormatException("its reject_stat is not one of RFC 5531"),
    };
}
