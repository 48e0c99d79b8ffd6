namespace AutomountAgent.Probe;

/// <summary>Why a required path is touched: values of the label <c>reason</c> of <c>automount_touches_total</c>.</summary>
internal static class TouchReason
{
    /// <summary>To mount it.</summary>
    public const string Trigger = "trigger";

    /// <summary>To see whether what is mounted there answers.</summary>
    public const string Required = "required";

    /// <summary>Only to reset the clock of its expiry.</summary>
    public const string Keep = "keep";
}
