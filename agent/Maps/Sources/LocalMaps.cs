using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>The map files of the node, unparsed and not included into one another.</summary>
/// <param name="Files">The files that exist, each under its path: master maps, what they include, and the maps that they name.</param>
/// <param name="WithoutSuffix">Files in an included directory (<c>+dir:</c>) that automount ignores for their names.</param>
/// <param name="Missing">Files that a map names and that are not there.</param>
public sealed record LocalMaps(ImmutableArray<MapContent> Files, ImmutableArray<string> WithoutSuffix, ImmutableArray<string> Missing)
{
    /// <summary>Executable files: where a master map names them without a type, automount runs them and reads what they print.</summary>
    public ImmutableArray<string> Programs { get; init; } = [];

    /// <summary>No file is known.</summary>
    public static LocalMaps None { get; } = new([], [], []);

    /// <summary>The file at a path; null when it is not there.</summary>
    public MapContent? Find(string path) => Files.FirstOrDefault(f => f.File == path);
}
