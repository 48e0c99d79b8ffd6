namespace AutomountAgent.Bundle;

/// <summary>One part of a bundle: a text file.</summary>
/// <param name="Name">Its path in the bundle.</param>
/// <param name="Source">What it is made of, for people.</param>
/// <param name="ReadAsync">Reads it. It may throw, and it may never return.</param>
internal sealed record BundlePart(string Name, string Source, Func<CancellationToken, Task<string>> ReadAsync);

/// <summary>What became of a part.</summary>
/// <param name="Part">The part.</param>
/// <param name="Text">What was read; null when there is a problem.</param>
/// <param name="Problem">Why it was not read, as a clause; null when it was.</param>
/// <param name="Took">How long that took.</param>
internal sealed record BundleResult(BundlePart Part, string? Text, string? Problem, TimeSpan Took);
