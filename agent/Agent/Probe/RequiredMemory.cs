using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>What is remembered of one required path from round to round.</summary>
internal sealed class RequiredMemory
{
    private bool proven;
    private (string MountPoint, string Device)? hungOn;

    /// <summary>What the last touch gave; null when the path was never touched.</summary>
    public RequiredPath? Last { get; private set; }

    /// <summary>The mount on which the prober last found the path, with symbolic links resolved; null when it did not.</summary>
    public (string MountPoint, string Device)? Known { get; private set; }

    /// <summary>How many touches in a row could not be made.</summary>
    public int Unasked { get; set; }

    /// <summary>When the next touch may be.</summary>
    public BackOff BackOff { get; } = new();

    /// <summary>Whether the prober met no error on this very mount, and nothing happened to it since.</summary>
    public bool IsProven(CoveringMount mount) => proven && Known == (mount.MountPoint, mount.Device);

    /// <summary>Whether a touch hung on this very mount.</summary>
    public bool HungOn(CoveringMount mount) => hungOn == (mount.MountPoint, mount.Device);

    /// <summary>
    /// What was proven may have changed: the path is not mounted, or its server was away (it may be back with other file handles).
    /// </summary>
    public void Doubt() => proven = false;

    /// <summary>Takes in what a touch gave.</summary>
    /// <param name="result">The verdict of the touch.</param>
    /// <param name="foundOn">The mount on which it found the path; null when it did not.</param>
    /// <param name="hung">The mount on which it hung; null when it did not, or was to mount.</param>
    public void Learn(RequiredPath result, (string MountPoint, string Device)? foundOn, CoveringMount? hung)
    {
        hungOn = hung is null ? null : (hung.MountPoint, hung.Device);
        Last = result;
        Unasked = 0;
        Known = foundOn ?? Known;
        proven = result.Readiness == Readiness.Ready;
        if (proven)
        {
            BackOff.MarkSuccess();
        }
        else if (result.CheckedAt is { } at)
        {
            BackOff.MarkFailure(at);
        }
    }
}
