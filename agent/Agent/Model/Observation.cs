namespace AutomountAgent.Model;

/// <summary>What one observer saw, when, and how long it took; or why it could not look. It holds no opinion.</summary>
/// <typeparam name="T">What is seen.</typeparam>
/// <param name="At">When the look ended.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Seen">What was seen; null when the observer could not look.</param>
/// <param name="Unavailable">
/// Why the newest look gave nothing, one sentence; null when it did. With something seen, that is what the look before it saw, and still
/// stands.
/// </param>
internal sealed record Observation<T>(DateTimeOffset At, TimeSpan Took, T? Seen, string? Unavailable)
    where T : class;

/// <summary>What holds of every observation.</summary>
internal static class Observation
{
    /// <summary>
    /// This many polls in a row without a result change nothing, and are not an all-clear: a node that is short of time misses a deadline
    /// now and then. Until then the last result stands.
    /// </summary>
    public const int MaxMissedPolls = 2;
}
