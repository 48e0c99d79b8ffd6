namespace Automount.Nfs;

/// <summary>The outcomes of an RPC call as the reply message tells them.</summary>
public enum RpcStatus
{
    /// <summary>The bytes so far are the beginning of a reply.</summary>
    Incomplete,

    /// <summary>SUCCESS.</summary>
    Success,

    /// <summary>PROG_UNAVAIL: no such program.</summary>
    ProgramUnavailable,

    /// <summary>PROG_MISMATCH: not this version of the program.</summary>
    ProgramMismatch,

    /// <summary>PROC_UNAVAIL: no such procedure.</summary>
    ProcedureUnavailable,

    /// <summary>GARBAGE_ARGS: the arguments could not be decoded.</summary>
    GarbageArguments,

    /// <summary>SYSTEM_ERR: the server failed.</summary>
    SystemError,

    /// <summary>MSG_DENIED, RPC_MISMATCH: not RPC version 2.</summary>
    RpcMismatch,

    /// <summary>MSG_DENIED, AUTH_ERROR.</summary>
    AuthenticationError,

    /// <summary>A reply to another transaction id.</summary>
    OtherCall,

    /// <summary>Not an RPC reply, or longer than any reply may be.</summary>
    Malformed,
}
