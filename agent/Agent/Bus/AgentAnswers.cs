namespace AutomountAgent.Bus;

/// <summary>What a caller asked for cannot be answered.</summary>
/// <param name="message">Why, one sentence; control characters are escaped.</param>
internal sealed class RequestException(string message) : Exception(message);

/// <summary>Where the agent's object on the bus takes its answers from. Each may be called by several callers concurrently.</summary>
internal sealed record AgentAnswers
{
    /// <summary>The properties, from memory.</summary>
    public required Func<AgentProperties> Properties { get; init; }

    /// <summary>The JSON document of <c>status</c> in UTF-8, from memory; null before the first verdict.</summary>
    public required Func<ReadOnlyMemory<byte>?> Status { get; init; }

    /// <summary>What pods still have to wait for, from memory; null when every required path is ready.</summary>
    public required Func<string?> NotReady { get; init; }

    /// <summary>
    /// The JSON document of <c>explain</c> in UTF-8 for its argument; throws a <see cref="RequestException"/> when it is none.
    /// </summary>
    public required Func<string, CancellationToken, Task<ReadOnlyMemory<byte>>> Explain { get; init; }

    /// <summary>The JSON document of <c>validate</c> in UTF-8 for the maps that the agent knows.</summary>
    public required Func<CancellationToken, Task<ReadOnlyMemory<byte>>> Validate { get; init; }

    /// <summary>Mounts a path within the time; throws a <see cref="RequestException"/> when it is none.</summary>
    public required Func<string, TimeSpan, CancellationToken, Task<(bool Mounted, string Message)>> Trigger { get; init; }
}
