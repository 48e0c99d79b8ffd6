using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>What the servers of an entry answered, and whether they export its path. Pure.</summary>
internal static class ServerEvidence
{
    /// <summary>A sentence for each server.</summary>
    public static string Of(
        NodeState state, EntryMount mount, IEnumerable<string> hosts, ImmutableDictionary<string, ExportAnswer> exports)
    {
        return string.Join("; ", hosts.Select(Of));

        string Of(string host) => $"{OfServer(state, Target(state, mount, host))}{ExportEvidence.After(exports, host)}";
    }

    /// <summary>Whether a server of an entry was asked, as the entry uses it.</summary>
    public static bool IsAsked(NodeState state, EntryMount mount, string host) => Asked(state, Target(state, mount, host)) is not null;

    private static ServerTarget Target(NodeState state, EntryMount mount, string host) =>
        ServerTarget.Of(host, NfsOptions.Parse(mount.Options, state.Maps.Inputs.Node.NfsDefaultProtocol));

    private static ServerState? Asked(NodeState state, ServerTarget target) =>
        state.Servers?.Seen?.Servers.FirstOrDefault(server => server.Target == target);

    private static string OfServer(NodeState state, ServerTarget target)
    {
        if (Asked(state, target) is not { } asked)
        {
            return $"{target.Host} was not asked";
        }

        var address = asked.Address.Length == 0 ? "" : $" ({asked.Address})";
        return asked.Outcome == ServerOutcome.Up
            ? $"{target.Host}{address} answers NFS {target.Version} in {asked.ResponseTime?.TotalMilliseconds:0.#} ms"
            : $"{target.Host}{address}: {asked.Detail}";
    }
}
