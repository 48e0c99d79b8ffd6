namespace AutomountAgent.Model;

/// <summary>The state of a link, or of the whole chain.</summary>
internal enum Verdict
{
    /// <summary>Looked at, and nothing is wrong.</summary>
    Ok,

    /// <summary>At least one warning, no error.</summary>
    Degraded,

    /// <summary>At least one error.</summary>
    Broken,

    /// <summary>Not looked at yet, or could not be looked at. Never a synonym of <see cref="Ok"/>.</summary>
    Unknown,
}

/// <summary>The names of verdicts as they appear in labels and JSON, and how they combine.</summary>
internal static class Verdicts
{
    /// <summary>All verdicts, in the order in which a state set lists them.</summary>
    public static IReadOnlyList<Verdict> All { get; } = [Verdict.Ok, Verdict.Degraded, Verdict.Broken, Verdict.Unknown];

    /// <summary>The lower-case name.</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Degraded => "degraded",
        Verdict.Broken => "broken",
        _ => "unknown",
    };

    /// <summary>The verdict of the whole: broken before unknown before degraded before ok.</summary>
    public static Verdict Worst(IEnumerable<Verdict> verdicts) => verdicts.DefaultIfEmpty(Verdict.Unknown).MaxBy(v => v switch
    {
        Verdict.Broken => 3,
        Verdict.Unknown => 2,
        Verdict.Degraded => 1,
        _ => 0,
    });

    /// <summary>The exit status of a command that reports this verdict: 0, 1 (broken) or 2 (could not tell).</summary>
    public static int ExitStatus(this Verdict verdict) => verdict switch
    {
        Verdict.Broken => 1,
        Verdict.Unknown => 2,
        _ => 0,
    };
}
