using Automount.Maps;
using Automount.Maps.Sources;

namespace AutomountAgent.Validate.Given;

/// <summary>A map file that somebody gave.</summary>
/// <param name="path">Its path as it was given.</param>
/// <param name="place">Its absolute path, of which the end says which file of a node it is.</param>
/// <param name="read">Reads it, as a master map or as another.</param>
internal sealed class GivenFile(string path, string place, Func<bool, MapContent> read)
{
    private MapContent? asMap;
    private MapContent? asMaster;

    /// <summary>Its path as it was given.</summary>
    public string Path => path;

    /// <summary>Its absolute path.</summary>
    public string Place => place;

    /// <summary>What it is by its first bytes.</summary>
    public MapFileStart Start { get; init; }

    /// <summary>Whether its owner may execute it.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>Whether automount would run it, and can.</summary>
    public bool IsProgram => IsExecutable && Start != MapFileStart.Text;

    /// <summary>What is in it. It is read once in each way.</summary>
    /// <param name="isMaster">Whether it is read as a master map.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public MapContent Read(bool isMaster) => isMaster ? asMaster ??= read(true) : asMap ??= read(false);
}
