using Automount.Maps;

namespace AutomountAgent.Collect.Autofs;

/// <summary>What reading one map file gave.</summary>
internal sealed record MapFileCopy
{
    /// <summary>False when there is no such file.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>When it was changed last.</summary>
    public DateTime ChangedAt { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>What is in it, named by its path on the node; null when it was not read.</summary>
    public MapContent? Content { get; init; }

    /// <summary>Whether automount runs it.</summary>
    public bool IsProgram { get; init; }

    /// <summary>Whether automount runs it although it is plain text.</summary>
    public bool IsTextProgram { get; init; }

    /// <summary>Whether it is a program by its first bytes, and automount reads it as a map.</summary>
    public bool IsScriptAsText { get; init; }

    /// <summary>Why it was left alone on purpose, as the end of a sentence; null when it was not.</summary>
    public string? Left { get; init; }

    /// <summary>Why it could not be read, as the end of a sentence; null when it could.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the content is still that of a file.</summary>
    public bool IsOf(FileInfo file) => Content is not null && ChangedAt == file.LastWriteTimeUtc && Length == file.Length;
}
