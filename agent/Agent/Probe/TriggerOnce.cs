namespace AutomountAgent.Probe;

/// <summary>What came of one trigger by hand.</summary>
/// <param name="Path">The path.</param>
/// <param name="Mounted">Whether something is mounted there now.</param>
/// <param name="Message">One sentence.</param>
internal sealed record TriggerResult(string Path, bool Mounted, string Message);

/// <summary>Mounts a path now, for <c>automount-agent trigger</c> and the D-Bus method.</summary>
internal static class TriggerOnce
{
    /// <summary>Touches the path once, within the timeout.</summary>
    public static async Task<TriggerResult> RunAsync(Probe probe, string path, TimeSpan timeout, CancellationToken cancel)
    {
        var result = await probe(path, TouchReason.Trigger, timeout, cancel);
        return new(path, result.Answer is { IsMounted: true }, result.Answer?.Describe() ?? result.Detail);
    }

    /// <summary>Why a path was not mounted: what the touch gave, and what is broken along the chain.</summary>
    /// <param name="result">What the touch gave.</param>
    /// <param name="broken">The first broken link, one sentence; null when none is known to be.</param>
    public static string Why(TriggerResult result, string? broken) => broken is null ? result.Message : $"{result.Message} {broken}";
}
