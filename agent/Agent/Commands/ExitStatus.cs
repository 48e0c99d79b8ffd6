using AutomountAgent.Model;

namespace AutomountAgent.Commands;

/// <summary>Exit statuses beyond those of a verdict (<see cref="Verdicts.ExitStatus"/>); the numbers are those of sysexits(3).</summary>
internal static class ExitStatus
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>At least one error.</summary>
    public const int Broken = 1;

    /// <summary>The daemon itself failed; its log has the exception.</summary>
    public const int Failed = 1;

    /// <summary>Could not tell.</summary>
    public const int Unknown = 2;

    /// <summary>Ended by Ctrl-C, as shells count it: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;

    /// <summary>The command line is wrong (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>Calls into a library hang, and another start cures that (EX_TEMPFAIL).</summary>
    public const int Stuck = 75;

    /// <summary>The configuration is wrong (EX_CONFIG); the unit does not restart on it.</summary>
    public const int Configuration = 78;
}
