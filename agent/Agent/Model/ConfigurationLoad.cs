namespace AutomountAgent.Model;

/// <summary>What became of the last time that the agent's configuration was read.</summary>
/// <param name="GoodAt">When the configuration in force was read.</param>
/// <param name="RefusedAt">When a later one was refused; null when none was.</param>
/// <param name="Problem">The first problem of that one; empty when none was refused.</param>
internal sealed record ConfigurationLoad(DateTimeOffset GoodAt, DateTimeOffset? RefusedAt = null, string Problem = "");
