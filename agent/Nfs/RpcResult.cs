namespace Automount.Nfs;

/// <summary>The header of a reply of ONC RPC (RFC 5531, section 9).</summary>
/// <param name="Xid">Transaction id of the call that it answers.</param>
/// <param name="Problem">Why the call was not served, without subject; empty when it was.</param>
/// <param name="Start">Where the results begin in the message, in bytes; 0 when there are none.</param>
public readonly record struct RpcResult(uint Xid, string Problem, int Start)
{
    /// <summary>Reads the header of a whole message, without record mark.</summary>
    /// <exception cref="NfsFormatException">It is not a reply.</exception>
    public static RpcResult Read(ReadOnlySpan<byte> message)
    {
        const uint reply = 1;
        var reader = new XdrReader(message);
        var xid = reader.Word();
        if (reader.Word() != reply)
        {
            throw new NfsFormatException("it is not a reply");
        }

        var problem = reader.Word() switch
        {
            0 => Accepted(ref reader),
            1 => Denied(ref reader),
            _ => throw new NfsFormatException("its reply_stat is neither MSG_ACCEPTED nor MSG_DENIED"),
        };
        return new RpcResult(xid, problem, problem.Length == 0 ? message.Length - reader.Left : 0);
    }

    private static string Accepted(ref XdrReader reader)
    {
        reader.Word();
        reader.Opaque(); // the server's verifier
        return reader.Word() switch
        {
            0 => "",
            1 => "the program is not available (PROG_UNAVAIL)",
            2 => $"the program has the versions {reader.Word()} to {reader.Word()} only (PROG_MISMATCH)",
            3 => "the procedure is not available (PROC_UNAVAIL)",
            4 => "the call could not be decoded (GARBAGE_ARGS)",
            5 => "the server failed to serve the call (SYSTEM_ERR)",
            _ => throw new NfsFormatException("its accept_stat is not one of RFC 5531"),
        };
    }

    private static string Denied(ref XdrReader reader) => reader.Word() switch
    {
        0 => $"the server speaks RPC {reader.Word()} to {reader.Word()} only (RPC_MISMATCH)",
        1 => $"the server refuses the credential (AUTH_ERROR {reader.Word()})",
        _ => throw new NfsFormatException("its reject_stat is not one of RFC 5531"),
    };
}
