using Automount.Nfs;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>What an RPC reply says (RFC 5531, section 9).</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Low">Lowest version that the server speaks, of a mismatch; the <c>auth_stat</c>, of an authentication error; the
/// first word of the result, of a success that has one; else 0.</param>
/// <param name="High">Highest version that the server speaks, of a mismatch; else 0.</param>
internal readonly record struct RpcReply(RpcStatus Status, uint Low = 0, uint High = 0)
{
    /// <summary>The result of a success when it is more than one word: XDR (RFC 4506); else empty.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>The outcome for the server that sent it. Not defined while the reply is incomplete.</summary>
    public ServerOutcome Outcome => Status switch
    {
        RpcStatus.Success => ServerOutcome.Up,
        RpcStatus.ProgramMismatch => ServerOutcome.VersionMismatch,
        _ => ServerOutcome.BadReply,
    };

    /// <summary>The reply in one sentence; empty when it is a success.</summary>
    public string Describe(int version) => Status switch
    {
        RpcStatus.Success => "",
        RpcStatus.Incomplete => "The reply is incomplete.",
        RpcStatus.ProgramMismatch => $"The server does not speak NFS version {version}, only {Range}.",
        RpcStatus.ProgramUnavailable => "What listens on the port speaks RPC, but not NFS (PROG_UNAVAIL).",
        RpcStatus.ProcedureUnavailable => "The server has no NULL procedure (PROC_UNAVAIL).",
        RpcStatus.GarbageArguments => "The server could not decode the call (GARBAGE_ARGS).",
        RpcStatus.SystemError => "The server failed to serve the call (SYSTEM_ERR).",
        RpcStatus.RpcMismatch => $"The server does not speak RPC version 2, only {Range}.",
        RpcStatus.AuthenticationError => $"The server denies the call (AUTH_ERROR {Low}).",
        RpcStatus.OtherCall => "The server answered another call than ours.",
        _ => "What listens on the port does not speak ONC RPC.",
    };

    private string Range => Low == High ? $"{Low}" : $"{Low} to {High}";
}
