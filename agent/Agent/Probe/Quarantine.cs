using System.Collections.Concurrent;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>
/// Servers on which a touched path hung. Nothing of them is touched again until a passive signal says that they are up:
/// a second call would hang as well, and cost a process. Thread-safe.
/// </summary>
internal sealed class Quarantine
{
    private readonly ConcurrentDictionary<ServerTarget, DateTimeOffset> since = [];

    /// <summary>A path on this server hung.</summary>
    public void Add(ServerTarget server, DateTimeOffset now) => since[server] = now;

    /// <summary>Whether paths on this server must be left alone.</summary>
    public bool Contains(ServerTarget server) => since.ContainsKey(server);

    /// <summary>Lets go of the servers that answered a call made after they were put in.</summary>
    /// <param name="servers">The latest look at the servers; null when there was none.</param>
    public void Release(ServersSnapshot? servers)
    {
        foreach (var server in servers?.Servers ?? [])
        {
            if (server.Outcome == ServerOutcome.Up && since.TryGetValue(server.Target, out var put) && server.AskedAt > put)
            {
                since.TryRemove(server.Target, out _);
            }
        }
    }
}
