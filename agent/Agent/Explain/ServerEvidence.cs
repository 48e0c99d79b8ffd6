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
        var options = NfsOptions.Parse(mount.Options, state.Maps.Inputs.Node.NfsDefaultProtocol);
        return string.Join("; ", hosts.Select(host => $"{OfServer(state, ServerTarget.Of(host, options))}{ExportEvidence.After(exports, host)}"));
    }

    private static string OfServer(NodeState state, ServerTarget target)
    {
        if (state.Servers?.Seen?.Servers.FirstOrDefault(server => server.Target == target) is not { } asked)
        {
            return $"{target.Host} was not asked";
        }

        var address = asked.Address.Length == 0 ? "" : $" ({asked.Address})";
        return asked.Outcome == ServerOutcome.Up
            ? $"{target.Host}{address} answers NFS {target.Version} in {asked.ResponseTime?.TotalMilliseconds:0.#} ms"
            : $"{target.Host}{address}: {asked.Detail}";
    }
}
