using System.Collections.Immutable;
using Automount.Configuration;
using AutomountAgent.Derive;

namespace AutomountAgent.Probe;

/// <summary>
/// The paths that running pods have as volumes, where <c>[required] from-pods</c> asks for them: the same array while they are the same.
/// What was seen last stands while pods cannot be looked at.
/// </summary>
/// <param name="settings">Whether they are wanted.</param>
internal sealed class PodVolumes(Settings settings)
{
    private ImmutableArray<string> last = [];

    /// <summary>The paths, in order.</summary>
    public ImmutableArray<string> Of(NodeState state)
    {
        if (settings.RequiredFromPods && state.Pods?.Seen is { } pods && !pods.VolumePaths.SequenceEqual(last))
        {
            last = [.. pods.VolumePaths];
        }

        return last;
    }
}
