using System.Collections.Immutable;
using System.Net.NetworkInformation;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Gathers what the critic of the maps is told of the node. Only local files are read, and no symbolic link is followed: what it leads to
/// may be automounted.
/// </summary>
/// <param name="paths">Where the files are.</param>
internal sealed class NodeFactsReader(HostPaths paths)
{
    private NodeFacts last = NodeFacts.None;

    /// <summary>The variables of the machine that runs this program, from uname(2).</summary>
    public static ImmutableDictionary<string, string> Variables { get; } =
        LibCUname.Read() is var node ? MapVariables.OfNode(node.Node, node.Machine, node.Release, node.Version) : [];

    /// <summary>Looks once. While nothing has changed the same instance comes back, so that nobody judges the maps anew.</summary>
    /// <param name="settings">automount's configuration.</param>
    /// <param name="homeTemplates">Home directories as sssd makes them.</param>
    public NodeFacts Read(AutofsSettings settings, ImmutableArray<string> homeTemplates)
    {
        var names = LibCDirectory.Names(paths.Root) ?? [];
        var programs = paths.MountHelperDirectories.SelectMany(folder => LibCDirectory.Names(folder) ?? []).ToHashSet();
        var found = new NodeFacts
        {
            Browse = settings.Conf.Browse,
            Defaults = settings.Defaults,
            Variables = Variables,
            AmdMounts = settings.Conf.AmdMounts,
            HomeTemplates = homeTemplates,
            IsOstree = File.Exists(paths.OstreeBooted),
            NfsDefaultProtocol = settings.Conf.NfsDefaultProtocol,
            TopDirectories = [.. names.Select(name => "/" + name)],
            OwnNames = NodeFacts.None.OwnNames.Union(OwnNames()),
            FileSystems =
            [
                .. FileSystems(),
                .. programs.Where(n => n.StartsWith("mount.", StringComparison.Ordinal)).Select(n => n[6..]),
            ],
            NfsMountSettings = NfsMountConf.Read(paths),
            HasMountNfs = programs.Count == 0 ? null : programs.Contains("mount.nfs"),
        };
        return Remember(found with { Links = last.Links, NoDirectories = last.NoDirectories });
    }

    /// <summary>
    /// Looks at the symbolic links of the root directory, of <c>/usr/local</c>, and on the way to mount points.
    /// </summary>
    /// <param name="mountPoints">The mount points of the maps.</param>
    /// <returns>What was read last, with the links; the same instance while nothing has changed.</returns>
    public NodeFacts ReadLinks(IEnumerable<string> mountPoints)
    {
        var walk = new MountPointWalk(paths);
        foreach (var path in last.TopDirectories.Append("/usr/local").Concat(mountPoints))
        {
            walk.Along(path);
        }

        return Remember(last with { Links = walk.Links, NoDirectories = walk.NoDirectories });
    }

    private NodeFacts Remember(NodeFacts found) => found.IsSame(last) ? last : last = found;

    private IEnumerable<string> FileSystems()
    {
        try
        {
            return File.ReadAllLines(paths.FileSystems).Select(line => line.Split('\t')[^1].Trim()).Where(type => type.Length > 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<string> OwnNames()
    {
        var host = System.Net.Dns.GetHostName();
        try
        {
            return
            [
                host,
                host.Split('.')[0],
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                    .Select(a => a.Address.ToString()),
            ];
        }
        catch (NetworkInformationException)
        {
            return [host];
        }
    }
}
