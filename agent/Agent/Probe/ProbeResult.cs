using AutomountAgent.Interop;

namespace AutomountAgent.Probe;

/// <summary>Asks for one path to be touched, within a deadline that counts from the call. Throws only when cancelled.</summary>
/// <param name="path">The path, absolute.</param>
/// <param name="reason">Why it is touched: a value of the label <c>reason</c> of <c>automount_touches_total</c>.</param>
/// <param name="deadline">When the verdict is due.</param>
/// <param name="cancel">Ends the wait early.</param>
internal delegate Task<ProbeResult> Probe(string path, string reason, TimeSpan deadline, CancellationToken cancel);

/// <summary>What came of touching a path.</summary>
/// <param name="Outcome">Whether there is an answer.</param>
/// <param name="Answer">The answer; null when there is none.</param>
/// <param name="Took">From the call to the verdict.</param>
/// <param name="Detail">Why there is no answer, one sentence; empty when there is one.</param>
internal sealed record ProbeResult(ProbeOutcome Outcome, ProbeAnswer? Answer, TimeSpan Took, string Detail = "");

/// <summary>Whether the prober answered.</summary>
internal enum ProbeOutcome
{
    /// <summary>It answered, possibly with an errno.</summary>
    Answered,

    /// <summary>The path was touched, and the call did not return by the deadline.</summary>
    TimedOut,

    /// <summary>The path was not touched, or the prober died over it: nothing is known.</summary>
    NotAsked,
}

/// <summary>What the system calls on a path returned.</summary>
/// <param name="Errno">The first error (errno(3)); 0 when all calls succeeded.</param>
/// <param name="FileSystemType"><c>f_type</c> of fstatfs(2); 0 after an error.</param>
/// <param name="Device">major:minor of the superblock; empty after an error.</param>
/// <param name="MountPoint">Mount point that the path is on, with symbolic links resolved; empty when not known.</param>
/// <param name="Root">The automount root that this mount point lies under or on; empty when there is none.</param>
internal sealed record ProbeAnswer(int Errno, long FileSystemType = 0, string Device = "", string MountPoint = "", string Root = "")
{
    /// <summary>Why a mount that was to be unmounted is left alone, in words; empty when it is not.</summary>
    public string Refusal { get; init; } = "";

    /// <summary><c>f_type</c> of autofs (linux/magic.h): the path is an autofs mount on which nothing is mounted.</summary>
    public const long Autofs = 0x0187;

    /// <summary><c>f_type</c> of NFS.</summary>
    public const long Nfs = 0x6969;

    /// <summary>Something is mounted there: NFS, or whatever automount mounted.</summary>
    public bool IsMounted => Errno == 0 && FileSystemType != Autofs && (FileSystemType == Nfs || Root.Length > 0);

    /// <summary>Name of the error, for example <c>ENOENT</c>; empty when there is none.</summary>
    public string Error => LibCErrno.Name(Errno);

    /// <summary>The answer in one sentence.</summary>
    public string Describe() => this switch
    {
        { Errno: LibCErrno.NoEntry } => "No such file or directory (ENOENT).",
        { Errno: LibCErrno.Stale } => "Stale file handle (ESTALE): the server no longer knows what is mounted here.",
        { Errno: not 0 } => $"The path cannot be opened ({Error}).",
        { FileSystemType: Autofs } => "The path is an automount trap on which nothing is mounted.",
        { IsMounted: true } => $"Mounted on {MountPoint}.",
        _ => "The path is a directory of the node itself; nothing is mounted there.",
    };
}
