using Automount.Findings;

namespace AutomountAgent.Derive;

/// <summary>Work on the maps that was given up, because it took longer than it may, or failed.</summary>
/// <param name="Why">One sentence, control characters escaped.</param>
/// <param name="At">The map and the key that it was at; null when that is not known.</param>
internal sealed record GivenUp(string Why, FindingSource? At = null);
