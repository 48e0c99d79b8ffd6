using System.Collections.Immutable;

namespace AutomountAgent.Model;

/// <summary>The required paths and what became of each.</summary>
/// <param name="Paths">One per path of <c>[required] paths=</c>, in that order, then those of <c>maps=</c>.</param>
internal sealed record RequiredSnapshot(ImmutableArray<RequiredPath> Paths)
{
    /// <summary>How the servers answered that were asked because of a touch: observations like those of the servers' own poll.</summary>
    public ImmutableArray<ServerState> Answers { get; init; } = [];

    /// <summary>What is the matter with <c>maps=</c>.</summary>
    public ImmutableArray<RequiredMapProblem> Problems { get; init; } = [];
}

/// <summary>One required path.</summary>
/// <param name="Path">As configured.</param>
/// <param name="Readiness">What became of it.</param>
/// <param name="Error">Name of the errno that the prober met, for example <c>ENOENT</c>; empty when none.</param>
/// <param name="Detail">One sentence: what was seen.</param>
/// <param name="Mount">Mount point of the file system that serves the path; null when none is known.</param>
/// <param name="CheckedAt">When the path was last touched by the prober; null when it never was.</param>
internal sealed record RequiredPath(
    string Path, Readiness Readiness, string Error, string Detail, string? Mount, DateTimeOffset? CheckedAt)
{
    /// <summary>The path as the maps have it, where a symbolic link makes that another one; null when it is not known.</summary>
    public string? MapPath { get; init; }

    /// <summary>The autofs mount that covers the path, as the mount table has it; empty when there is none.</summary>
    public string Root { get; init; } = "";

    /// <summary>The server that the maps name for the path; empty when there is none, or none is known.</summary>
    public string Server { get; init; } = "";

    /// <summary>The touch that was to mount it did not return in time.</summary>
    public bool IsTriggerHung { get; init; }

    /// <summary>
    /// What the servers of its entry answered to the question whether they export it, after its mount failed; empty where nobody asked.
    /// </summary>
    public ImmutableArray<AskedExport> Exports { get; init; } = [];
}

/// <summary>Whether pods can use a required path.</summary>
internal enum Readiness
{
    /// <summary>Mounted, and the prober or a passive signal says that it answers.</summary>
    Ready,

    /// <summary>Mounted, but calls on it do not return within the deadline.</summary>
    Hung,

    /// <summary>Mounted, but its file handle is no longer valid on the server (ESTALE).</summary>
    Stale,

    /// <summary>Not mounted: the trigger failed, or something on the way is broken.</summary>
    NotMounted,

    /// <summary>Mounted or not, calls on it fail; see the errno.</summary>
    Failed,

    /// <summary>Not tried, for the reason in the detail.</summary>
    NotTried,
}
