using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>The map files of a node, or files that stand for them, unparsed and not included into one another.</summary>
/// <param name="Files">The files that exist, each named by its path on the node: master maps, what they include, and the maps that they
/// name.</param>
/// <param name="WithoutSuffix">Files in an included directory (<c>+dir:</c>) that automount ignores for their names.</param>
/// <param name="Missing">Files that a map names and that are not there.</param>
public sealed record LocalMaps(ImmutableArray<MapContent> Files, ImmutableArray<string> WithoutSuffix, ImmutableArray<string> Missing)
{
    /// <summary>Executable files: where a master map names them without a type, automount runs them and reads what they print.</summary>
    public ImmutableArray<string> Programs { get; init; } = [];

    /// <summary>Executable files that are plain text: automount runs them, and they are no programs.</summary>
    public ImmutableArray<string> TextPrograms { get; init; } = [];

    /// <summary>Files that are programs by their first bytes, and that automount reads as maps all the same.</summary>
    public ImmutableArray<string> ScriptsAsText { get; init; } = [];

    /// <summary>Maps that no other map names, by path. Only what is given on a command line has such maps.</summary>
    public ImmutableArray<string> Unnamed { get; init; } = [];

    /// <summary>The files are those that somebody gave: what is not among them may be on a node all the same.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Files that are there, or may be, and that were not read.</summary>
    public ImmutableArray<UnreadFile> Unread { get; init; } = [];

    /// <summary>The maps that entries mount as submounts, by name or path, in order.</summary>
    public ImmutableArray<string> Submounts { get; init; } = [];

    /// <summary>The paths that were looked for, whether they are there or not.</summary>
    public ImmutableHashSet<string> Visited { get; init; } = [];

    /// <summary>Those of <see cref="Visited"/> that are not there.</summary>
    public ImmutableHashSet<string> Absent { get; init; } = [];

    /// <summary>No file was looked for.</summary>
    public static LocalMaps None { get; } = new([], [], []);

    /// <summary>The file at a path; null when it is not there.</summary>
    public MapContent? Find(string path) => Files.FirstOrDefault(f => f.Name == path);

    /// <summary>Whether a file was looked for and is not there. Where no file was looked for, none is known to be there.</summary>
    public bool Lacks(string path) => Visited.IsEmpty || Absent.Contains(path);

    /// <summary>Whether a file was not looked for although others were.</summary>
    public bool IsUnvisited(string path) => !Visited.IsEmpty && !Visited.Contains(path);

    /// <summary>
    /// Whether nothing changed. Files are compared by instance, and so is a collection that is forgotten here: a change is never lost.
    /// </summary>
    public bool IsSame(LocalMaps other) => ReferenceEquals(this, other)
        || (Files.SequenceEqual(other.Files, ReferenceEquals)
            && WithoutSuffix.SequenceEqual(other.WithoutSuffix)
            && Missing.SequenceEqual(other.Missing)
            && Programs.SequenceEqual(other.Programs)
            && TextPrograms.SequenceEqual(other.TextPrograms)
            && ScriptsAsText.SequenceEqual(other.ScriptsAsText)
            && Unnamed.SequenceEqual(other.Unnamed)
            && Unread.SequenceEqual(other.Unread)
            && Submounts.SequenceEqual(other.Submounts)
            && Visited.SetEquals(other.Visited)
            && Absent.SetEquals(other.Absent)
            && other == this with
            {
                Files = other.Files,
                WithoutSuffix = other.WithoutSuffix,
                Missing = other.Missing,
                Programs = other.Programs,
                TextPrograms = other.TextPrograms,
                ScriptsAsText = other.ScriptsAsText,
                Unnamed = other.Unnamed,
                Unread = other.Unread,
                Submounts = other.Submounts,
                Visited = other.Visited,
                Absent = other.Absent,
            });
}

/// <summary>A map file that was not read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Why">Why, as the end of a sentence about it.</param>
/// <param name="IsFailure">It should have been read. False when it is left alone on purpose.</param>
public sealed record UnreadFile(string Path, string Why, bool IsFailure);
