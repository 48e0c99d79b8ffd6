using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Portmappers and mountd, which some entries need before anything can be mounted.</summary>
internal static class PortmapRules
{
    /// <summary>
    /// Judges them. One lost call is no fault, and where the NFS service itself does not answer, that is the fault.
    /// </summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var up = state.Servers?.Seen?.Servers.Where(s => s.Outcome == ServerOutcome.Up).Select(s => s.Target.Host).ToHashSet(StringComparer.Ordinal) ?? [];
        return state.Servers?.Seen?.Portmappers
            .Where(p => p.Outcome != PortmapOutcome.Ready && p.Attempts > 1 && up.Contains(p.Need.Host))
            .Select(Judge) ?? [];
    }

    private static Finding Judge(PortmapState portmap)
    {
        var host = portmap.Need.Host;
        var (kind, says) = portmap switch
        {
            { Outcome: PortmapOutcome.NoMountd } => (ServerMountdUnavailable, $"mountd of NFS server {host} does not answer ({portmap.Detail}): NFSv3 entries of it cannot be mounted"),
            { Need.WithoutVersion: true } => (
                ServerRpcbindTrap,
                $"NFS server {host} has no portmapper ({portmap.Detail}), but an entry without version and port makes automount ask it first: its keys cannot be mounted"),
            _ => (ServerRpcbindUnavailable, $"the portmapper of NFS server {host} does not answer ({portmap.Detail}): NFSv3 entries of it cannot be mounted"),
        };
        return new() { Kind = kind, Subject = host, Server = host, Message = says };
    }
}
