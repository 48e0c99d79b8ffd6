namespace AutomountAgent.Model;

/// <summary>How the last run of a check went.</summary>
/// <param name="Success">True when it could see what it looks at.</param>
/// <param name="At">When what stands was seen.</param>
/// <param name="Took">How long that took.</param>
internal sealed record CheckRun(bool Success, DateTimeOffset At, TimeSpan Took)
{
    /// <summary>How long after this run the next one begins, unless something wakes the check before.</summary>
    public TimeSpan Interval { get; init; }
}
