namespace Automount.Maps.Sources;

/// <summary>
/// A map as one entry of the master map uses it, itself or through a submount. The options and variables of that entry decide what the
/// entries of the map mean.
/// </summary>
/// <param name="Map">The map.</param>
/// <param name="Root">The entry of the master map; for a map that nothing uses an entry without a record, map options and
/// variables.</param>
/// <param name="IsDirect">Keys are absolute paths.</param>
/// <param name="Context">What its entries are parsed with.</param>
public sealed record MapUse(MapContent Map, MasterEntry Root, bool IsDirect, EntryContext Context)
{
    /// <summary>Neither the master map nor a submount uses the map, or only a map of which that is true.</summary>
    public bool IsUnused { get; init; }
}

/// <summary>An entry of a map, parsed. Exactly one of <paramref name="Entry"/> and <paramref name="Error"/> is not null.</summary>
/// <param name="Use">The map.</param>
/// <param name="Record">The entry as it is written.</param>
/// <param name="Entry">What it means; of a wildcard for the key <see cref="MapWalk.WildcardKey"/>.</param>
/// <param name="Error">Why automount refuses it.</param>
public readonly record struct ParsedEntry(MapUse Use, MapRecord Record, MapEntry? Entry, EntryError? Error);

/// <summary>One map mounts another below itself (<c>-fstype=autofs</c>).</summary>
/// <param name="From">The map.</param>
/// <param name="Record">Its first entry that does.</param>
/// <param name="To">Name of the other map.</param>
public sealed record Submount(MapUse From, MapRecord Record, string To)
{
    /// <summary>All options of the mount, comma-separated: automount's own, and those of the entries of the other map.</summary>
    public string Options { get; init; } = "";
}

/// <summary>Receives the entries of all maps from a <see cref="MapWalk"/>.</summary>
public interface IMapVisitor
{
    /// <summary>Called before the entries of a map. False when they are not needed.</summary>
    bool Enter(MapUse use);

    /// <summary>Called for each entry of a map that was entered, in order.</summary>
    void Visit(in ParsedEntry entry);
}
