namespace AutomountAgent.Interop;

/// <summary>Error numbers of Linux (errno(3)).</summary>
internal static class LibCErrno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int AccessDenied = 13;
    internal const int NotDirectory = 20;
    internal const int Invalid = 22;
    internal const int BrokenPipe = 32;
    internal const int NotImplemented = 38;
    internal const int Stale = 116;

    /// <summary>The symbolic name; empty for 0; <c>errno N</c> for one that paths do not give.</summary>
    internal static string Name(int number) => number switch
    {
        0 => "",
        1 => "EPERM",
        2 => "ENOENT",
        4 => "EINTR",
        5 => "EIO",
        6 => "ENXIO",
        11 => "EAGAIN",
        12 => "ENOMEM",
        13 => "EACCES",
        16 => "EBUSY",
        19 => "ENODEV",
        20 => "ENOTDIR",
        21 => "EISDIR",
        22 => "EINVAL",
        23 => "ENFILE",
        24 => "EMFILE",
        26 => "ETXTBSY",
        30 => "EROFS",
        32 => "EPIPE",
        36 => "ENAMETOOLONG",
        38 => "ENOSYS",
        40 => "ELOOP",
        71 => "EPROTO",
        75 => "EOVERFLOW",
        95 => "EOPNOTSUPP",
        100 => "ENETDOWN",
        101 => "ENETUNREACH",
        104 => "ECONNRESET",
        110 => "ETIMEDOUT",
        111 => "ECONNREFUSED",
        112 => "EHOSTDOWN",
        113 => "EHOSTUNREACH",
        116 => "ESTALE",
        121 => "EREMOTEIO",
        126 => "ENOKEY",
        127 => "EKEYEXPIRED",
        _ => $"errno {number}",
    };
}
