using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>What is remembered of one required path from round to round.</summary>
internal sealed class RequiredMemory
{
    private bool isProven;
    private (string MountPoint, string Device)? hungOn;

    /// <summary>What the last touch gave; null when the path was never touched.</summary>
    public RequiredPath? Last { get; private set; }

    /// <summary>The mount on which the prober last found the path, with symbolic links resolved; null when it did not.</summary>
    public (string MountPoint, string Device)? Known { get; private set; }

    /// <summary>How many touches in a row could not be made.</summary>
    public int Skipped { get; set; }

    /// <summary>When the next touch may be.</summary>
    public BackOff BackOff { get; } = new();

    /// <summary>Whether the prober met no error on this very mount, and nothing happened to it since.</summary>
    public bool IsProven(CoveringMount mount) => isProven && Known == mount.Key;

    /// <summary>Whether a touch hung on this very mount.</summary>
    public bool HungOn(CoveringMount mount) => hungOn == mount.Key;

    /// <summary>
    /// What was proven may have changed: the path is not mounted, or its server was away (it may be back with other file handles).
    /// </summary>
    public void Invalidate() => isProven = false;

    /// <summary>
    /// Records what a touch gave. True when that is worth a report: the path is ready, or fails in another way than before.
    /// </summary>
    /// <param name="verdict">The verdict of the touch.</param>
    /// <param name="touch">The touch.</param>
    /// <param name="result">What came of it.</param>
    public bool Record(RequiredPath verdict, RequiredDecision.Touch touch, ProbeResult result)
    {
        var isReady = verdict.Readiness == Readiness.Ready;
        var isNew = isReady || (Last?.Readiness, Last?.Error) != (verdict.Readiness, verdict.Error);
        hungOn = result.Outcome == ProbeOutcome.TimedOut ? touch.Mount?.Key : null;
        Known = result.Answer is { IsMounted: true, MountPoint.Length: > 0 } answer ? (answer.MountPoint, answer.Device) : Known;
        Last = verdict;
        Skipped = 0;
        isProven = isReady;
        if (isReady)
        {
            BackOff.MarkSuccess();
        }
        else if (verdict.CheckedAt is { } at)
        {
            BackOff.MarkFailure(at);
        }

        return isNew;
    }
}
