using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>A map entry, parsed: what is mounted at the key and, in a multi-mount, below it.</summary>
/// <param name="Mounts">One per offset, in the order of the entry; a plain entry has one, with the offset <c>/</c>.</param>
public sealed record MapEntry(ImmutableArray<EntryMount> Mounts)
{
    /// <summary>
    /// <c>-null</c>: the key does not exist, although the map has a wildcard (auto.master(5); automount 5.1.9 looks for it in indirect
    /// maps).
    /// </summary>
    public static MapEntry Null { get; } = new([new EntryMount("/", "", MountKind.Null, "", [new MapLocation([], "")])]);

    /// <summary>The mount with the longest offset that is the path or above it; null when the entry mounts nothing there.</summary>
    /// <param name="path">Path below the key, with a leading slash; <c>/</c> is the key itself.</param>
    public EntryMount? At(string path) => Mounts
        .Where(m => MountPath.IsAtOrBelow(path, m.Offset))
        .MaxBy(m => m.Offset.Length);
}

/// <summary>One mount of an entry.</summary>
/// <param name="Offset">Where, relative to the key: <c>/</c>, or an absolute path without a trailing slash.</param>
/// <param name="Options">All options, comma-separated, <c>fstype=</c> included: those of the map, of the entry, then of the offset.</param>
/// <param name="Kind">What automount does with it.</param>
/// <param name="Type">File system type: the last <c>fstype=</c>, by default <c>nfs</c>.</param>
/// <param name="Locations">What can be mounted; several are replicas of one file system.</param>
public sealed record EntryMount(string Offset, string Options, MountKind Kind, string Type, ImmutableArray<MapLocation> Locations);

/// <summary>What automount does with a mount, decided by <c>fstype=</c>; or by <c>-null</c>, which is the whole entry then.</summary>
public enum MountKind
{
    /// <summary><c>nfs</c>, <c>nfs4</c> or none given.</summary>
    Nfs,

    /// <summary><c>autofs</c>: another map is mounted here.</summary>
    Submount,

    /// <summary><c>bind</c>.</summary>
    Bind,

    /// <summary>Anything else goes to mount(8) as it is.</summary>
    Other,

    /// <summary>Nothing is mounted: the entry hides its key.</summary>
    Null,
}

/// <summary>A location: a path on one host, or on several that hold the same.</summary>
/// <param name="Hosts">The hosts; empty when it names none (<c>:/path</c>, a map, a device).</param>
/// <param name="Path">The path; of a submount the map; of another type what mount(8) is given.</param>
public sealed record MapLocation(ImmutableArray<MapHost> Hosts, string Path);

/// <summary>A host of a location.</summary>
/// <param name="Name">Name or address as the map writes it, without the brackets of an IPv6 address.</param>
/// <param name="Weight">Its weight, by default 0; lower is preferred.</param>
public readonly record struct MapHost(string Name, int Weight);
