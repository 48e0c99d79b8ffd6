using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Whether the node has the program with which automount mounts NFS.</summary>
internal static class MountHelperRules
{
    /// <summary>Judges it where the maps have entries of NFS: one finding for all.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Maps.Inputs.Node.HasMountNfs == false && state.Analysis.Servers is [var server, ..])
        {
            yield return new()
            {
                Kind = AutomountFindings.NoMountNfs,
                Subject = "mount.nfs",
                Message = $"the maps have entries of NFS, of {server.Host} for one, and mount.nfs is not installed on this node: "
                    + "none of them can be mounted",
            };
        }
    }
}
