namespace AutomountAgent.Chain;

/// <summary>What one observer saw, when, and how long it took; or why it could not look. It holds no opinion.</summary>
/// <typeparam name="T">What is seen.</typeparam>
/// <param name="At">When the look ended.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Seen">What was seen; null when the observer could not look.</param>
/// <param name="Unavailable">Why it could not look, one sentence; null when it could.</param>
public sealed record Observation<T>(DateTimeOffset At, TimeSpan Took, T? Seen, string? Unavailable)
    where T : class;
