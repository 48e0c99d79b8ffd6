using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Portmappers and mountd, which some entries need before anything can be mounted.</summary>
internal static class PortmapRules
{
    /// <summary>Judges them. One lost call is not a fault, and where the NFS service itself does not answer, that is the fault.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Servers?.Seen is not { } view)
        {
            return [];
        }

        var up = view.Servers.Where(s => s.Outcome == ServerOutcome.Up).Select(s => s.Target.Host).ToHashSet(StringComparer.Ordinal);
        var needed = view.Servers.Where(s => s.IsNeeded).Select(s => s.Target.Host).ToHashSet(StringComparer.Ordinal);
        return view.Portmappers
            .Where(p => p.Outcome != PortmapOutcome.Ready && p.Attempts > 1 && up.Contains(p.Need.Host))
            .Select(p => Judge(p) with { Reduced = needed.Contains(p.Need.Host) ? null : Severity.Warning });
    }

    private static Finding Judge(PortmapState portmap)
    {
        var host = portmap.Need.Host;
        var (kind, message) = portmap switch
        {
            { Outcome: PortmapOutcome.NoMountd } => (
                ServerFindings.MountdUnavailable,
                $"mountd of NFS server {host} does not answer ({portmap.Detail}): NFSv3 entries of it cannot be mounted"),
            { Outcome: PortmapOutcome.NoNfs } => (
                ServerFindings.NfsUnregistered,
                $"NFS server {host} has a portmapper, but not what automount asks it for where an entry has neither version nor port "
                    + $"({portmap.Detail}): its keys cannot be mounted"),
            { Need.WithoutVersion: true } => (
                ServerFindings.RpcbindTrap,
                $"NFS server {host} has no portmapper ({portmap.Detail}), "
                    + "but an entry without a port, and without a version that automount knows, makes it ask there first: "
                    + "its keys cannot be mounted"),
            _ => (
                ServerFindings.RpcbindUnavailable,
                $"the portmapper of NFS server {host} does not answer ({portmap.Detail}): NFSv3 entries of it cannot be mounted"),
        };
        return new() { Kind = kind, Subject = host, Server = host, Message = message };
    }
}
