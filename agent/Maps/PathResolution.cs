namespace Automount.Maps;

/// <summary>What the maps say about one path: where it comes from, or the first step that fails.</summary>
/// <param name="Path">The path, without doubled and trailing slashes.</param>
/// <param name="Step">How far the maps lead.</param>
/// <param name="Message">One sentence about it, control characters escaped.</param>
public sealed record PathResolution(string Path, ResolutionStep Step, string Message)
{
    /// <summary>The entry of the master map; null when the path is below none.</summary>
    public MasterEntry? Root { get; init; }

    /// <summary>Name of the map that was searched last (a submount's, when there is one on the way); null when there was none.</summary>
    public string? Map { get; init; }

    /// <summary>The key in question in that map.</summary>
    public string? Key { get; init; }

    /// <summary>The record that matched: the key's own, or the wildcard.</summary>
    public MapRecord? Record { get; init; }

    /// <summary>What is mounted; null unless <see cref="Step"/> is <see cref="ResolutionStep.Resolved"/>.</summary>
    public EntryMount? Mount { get; init; }

    /// <summary>Where it is mounted: the deepest mount point on the path. Symbolic links are not resolved.</summary>
    public string? MountPoint { get; init; }

    /// <summary>What is wrong with the entry, when that is the step that fails.</summary>
    public EntryError? Error { get; init; }
}

/// <summary>How far the maps lead on the way to a path.</summary>
public enum ResolutionStep
{
    /// <summary>All the way: something is to be mounted there.</summary>
    Resolved,

    /// <summary>
    /// The path is a directory that automount itself makes (a mount point of the master map, or one above an offset): nothing to mount.
    /// </summary>
    OwnDirectory,

    /// <summary>No entry of the master map covers it.</summary>
    NotBelowRoot,

    /// <summary>A built-in map, another language, or submounts too deep: this agent does not know.</summary>
    Unsupported,

    /// <summary>The map is not there.</summary>
    MapMissing,

    /// <summary>The map has neither the key nor a wildcard.</summary>
    KeyMissing,

    /// <summary>The entry is a multi-mount that mounts nothing there.</summary>
    OffsetMissing,

    /// <summary>The entry cannot be parsed.</summary>
    EntryBad,
}
