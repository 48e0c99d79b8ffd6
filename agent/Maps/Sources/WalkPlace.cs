namespace Automount.Maps.Sources;

/// <summary>
/// Where a walk over the maps is. The walk writes it, any thread may read it: a walk that takes too long can be reported with the entry
/// that it is at.
/// </summary>
public sealed class WalkPlace
{
    private volatile MapContent? map;
    private volatile MapRecord? entry;

    /// <summary>The map whose entries are visited; null before the first one, and after the last.</summary>
    public MapContent? Map
    {
        get => map;
        internal set => map = value;
    }

    /// <summary>The entry that is parsed and visited; null while it is the map itself.</summary>
    public MapRecord? Entry
    {
        get => entry;
        internal set => entry = value;
    }
}
