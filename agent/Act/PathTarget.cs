using AutomountAgent.Observe.Server;

namespace AutomountAgent.Act;

/// <summary>What the maps say about a path.</summary>
/// <param name="Root">Mount point of the automount map (or direct key) that the path lies below.</param>
/// <param name="Map">Name of the map; null when not known.</param>
/// <param name="Key">Key in that map; null when it has none for the path.</param>
/// <param name="Location">Location of the entry, substituted, for example <c>nfs1:/exports/home/alice</c>; null when there is none.</param>
/// <param name="Server">The server of the location; null when there is none, or it is not NFS.</param>
/// <param name="Why">Why there is no server, one sentence; empty when there is one.</param>
public sealed record PathTarget(string Root, string? Map, string? Key, string? Location, ServerTarget? Server, string Why = "");
