namespace AutomountAgent.Model;

/// <summary>
/// One thing that happened, as the history keeps it. What does not apply is null. All text is printable, bounded, and without credentials.
/// </summary>
/// <param name="Time">When, by the node's clock at that time.</param>
/// <param name="Boot">Id of the boot (random(4)); empty when it is not known.</param>
/// <param name="Event">What: one of <see cref="HistoryEvents"/>.</param>
internal sealed record HistoryRecord(DateTimeOffset Time, string Boot, string Event)
{
    /// <summary>Code of the finding.</summary>
    public string? Code { get; init; }

    /// <summary>Severity of the finding.</summary>
    public string? Severity { get; init; }

    /// <summary>What the finding is about.</summary>
    public string? Subject { get; init; }

    /// <summary>What the finding says; what a record of another event says.</summary>
    public string? Message { get; init; }

    /// <summary>How long a finding that was cleared had been there, in seconds.</summary>
    public long? LastedSeconds { get; init; }

    /// <summary>The map that changed.</summary>
    public string? Map { get; init; }

    /// <summary>The key that changed; of the master map the mount point; null when it is about the whole map.</summary>
    public string? Key { get; init; }

    /// <summary>How it changed, in the words of <c>validate --diff</c>.</summary>
    public string? Change { get; init; }

    /// <summary>What it meant before.</summary>
    public string? Before { get; init; }

    /// <summary>What it means now.</summary>
    public string? Now { get; init; }

    /// <summary>How many records are missing here.</summary>
    public int? Count { get; init; }
}

/// <summary>The events of the history.</summary>
internal static class HistoryEvents
{
    /// <summary>The daemon started. What happened before, while it did not run, is not known.</summary>
    public const string Start = "start";

    /// <summary>A finding was raised.</summary>
    public const string Raised = "raised";

    /// <summary>A finding was cleared.</summary>
    public const string Cleared = "cleared";

    /// <summary>An entry of a map, or a map, means something else.</summary>
    public const string Map = "map";

    /// <summary>Records are missing here: they could not be written, or were too many.</summary>
    public const string Missing = "missing";
}
