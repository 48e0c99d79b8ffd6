using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;

namespace AutomountAgent.Probe;

/// <summary>The servers that required paths are mounted from, as the maps say. They are worked out anew when the maps change.</summary>
/// <param name="settings">The required paths.</param>
internal sealed class RequiredServers(Settings settings)
{
    private readonly PodVolumes volumes = new(settings);
    private (KnownMaps Maps, ImmutableArray<string> Volumes, ImmutableHashSet<ServerTarget> Servers) last = (KnownMaps.None, [], []);

    /// <summary>The servers.</summary>
    public ImmutableHashSet<ServerTarget> Of(NodeState state)
    {
        var needed = volumes.Of(state);
        if (!ReferenceEquals(last.Maps, state.Maps) || last.Volumes != needed)
        {
            var paths = RequiredMaps.List(settings, state.Maps, needed).Paths;
            var links = state.Maps.Inputs.Node.Links;
            last = (state.Maps, needed, [.. paths.SelectMany(path => Of(path, links, state.Maps))]);
        }

        return last.Servers;
    }

    private static IEnumerable<ServerTarget> Of(string path, SymbolicLinks links, KnownMaps maps) => links.Spellings(path)
        .Select(spelling => PathTargets.Servers(maps, spelling))
        .FirstOrDefault(servers => !servers.IsEmpty, []);
}
