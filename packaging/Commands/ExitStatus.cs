namespace AutomountPackaging.Commands;

/// <summary>Exit statuses, the same as those of the agent.</summary>
internal static class ExitStatus
{
    /// <summary>All is well; there may be warnings.</summary>
    public const int Ok = 0;

    /// <summary>At least one error in what was looked at.</summary>
    public const int Error = 1;

    /// <summary>Could not tell, or could not write.</summary>
    public const int Unknown = 2;

    /// <summary>The command line is wrong (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>The values, or a file that they name, are bad (EX_CONFIG).</summary>
    public const int Configuration = 78;
}
