using Automount.Maps;

namespace AutomountAgent.Model;

/// <summary>What the maps say about a path.</summary>
/// <param name="Root">Mount point of the automount map (or direct key) that the path lies below.</param>
/// <param name="Server">The server to ask before the path is touched; null when there is none: what automount mounts there is local, or not
/// NFS.</param>
/// <param name="Why">Why automount would mount nothing there, one sentence; empty when it would.</param>
internal sealed record PathTarget(string Root, ServerTarget? Server, string Why = "");
