namespace AutomountAgent.Model;

/// <summary>What came of triggering a mount for a required path.</summary>
/// <param name="Root">The automount root that the path is below.</param>
/// <param name="Path">The path that was touched.</param>
/// <param name="Result"><c>mounted</c>, <c>failed</c> or <c>timeout</c>.</param>
/// <param name="Took">How long it took.</param>
internal sealed record Trigger(string Root, string Path, string Result, TimeSpan Took);
