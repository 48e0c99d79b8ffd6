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
        return string.Join("; ", hosts.Select(host => $"{OfServer(state, ServerTarget.Of(host, options))}{OfExport(exports, host)}"));
    }

    /// <summary>The server answered that it does not give the path to this node.</summary>
    public static bool IsRefusal(ExportAnswer answer) =>
        answer.Outcome is ExportOutcome.Missing or ExportOutcome.NotDirectory or ExportOutcome.Denied;

    private static string OfDirectory(ExportAnswer answer) =>
        answer.Directory is { } directory ? $"; {PermissionEvidence.Of(directory)}" : "";

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

    private static string OfExport(ImmutableDictionary<string, ExportAnswer> exports, string host)
    {
        if (!exports.TryGetValue(host, out var answer))
        {
            return "";
        }

        return answer.Outcome switch
        {
            ExportOutcome.Exists => $" and exports the path (NFS {answer.Version}){OfDirectory(answer)}",
            ExportOutcome.NeedsSecurity => $" and exports the path for another security flavor (NFS {answer.Version})",
            ExportOutcome.Unknown or ExportOutcome.NeedsPrivilegedPort => $"; whether it exports the path is not known: {answer.Detail}",
            _ => $"; {answer.Detail}",
        };
    }
}
