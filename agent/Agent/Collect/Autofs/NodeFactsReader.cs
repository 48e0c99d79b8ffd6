using System.Collections.Immutable;
using System.Net.NetworkInformation;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Collect.Proc;
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
    /// <summary>What may be a symbolic link on an ostree system.</summary>
    private static readonly string[] PossibleLinks = ["/home", "/root", "/opt", "/srv", "/mnt", "/media", "/usr/local"];

    private NodeFacts last = NodeFacts.None;

    /// <summary>The variables of the machine that runs this program, from uname(2).</summary>
    public static ImmutableDictionary<string, string> Variables { get; } =
        LibCUname.Read() is var node ? MapVariables.OfNode(node.Node, node.Machine, node.Release, node.Version) : [];

    /// <summary>Looks once. While nothing has changed the same instance comes back, so that nobody judges the maps anew.</summary>
    /// <param name="settings">automount's configuration.</param>
    /// <param name="homeTemplates">Home directories as sssd makes them.</param>
    public NodeFacts Read(AutofsSettings settings, ImmutableArray<string> homeTemplates)
    {
        var mounted = MountPoints();
        var links = PossibleLinks.Where(l => !mounted.Contains(l))
            .Select(l => (Link: l, Target: Target(l)))
            .Where(l => l.Target is not null)
            .ToImmutableDictionary(l => l.Link, l => l.Target!);
        var found = new NodeFacts
        {
            Browse = settings.Conf.Browse,
            Defaults = settings.Defaults,
            Variables = Variables,
            AmdMounts = settings.Conf.AmdMounts,
            HomeTemplates = homeTemplates,
            IsOstree = File.Exists(paths.OstreeBooted),
            Links = links,
            TopDirectories = [.. (LibCDirectory.Names(paths.Root) ?? []).Select(name => "/" + name)],
            OwnNames = NodeFacts.None.OwnNames.Union(OwnNames()),
            FileSystems =
            [
                .. FileSystems(),
                .. paths.MountHelperDirectories
                    .SelectMany(folder => LibCDirectory.Names(folder) ?? [])
                    .Where(n => n.StartsWith("mount.", StringComparison.Ordinal))
                    .Select(n => n[6..]),
            ],
        };
        return Same(found, last) ? last : last = found;
    }

    /// <summary>A mount point is not a link, and is left alone: no call is made on a mount point of automount.</summary>
    private HashSet<string> MountPoints()
    {
        try
        {
            var table = MountTable.Parse(File.ReadAllBytes(paths.MountInfo));
            return [.. Enumerable.Range(0, table.Count).Select(i => ProcText.Decode(table.Line(i).MountPoint))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where a symbolic link leads, as an absolute path of the node; null when it is none.</summary>
    private string? Target(string link) =>
        LibCFiles.TryReadLink(paths.At(link[1..])) is { } target ? Path.GetFullPath(target, Path.GetDirectoryName(link)!) : null;

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

    private static bool SameVariables(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(v => b.GetValueOrDefault(v.Key) == v.Value);

    private static bool Same(NodeFacts a, NodeFacts b) =>
        (a.Browse, a.IsOstree) == (b.Browse, b.IsOstree) &&
        a.Defaults.AppendOptions == b.Defaults.AppendOptions
            && a.Defaults.Options == b.Defaults.Options
            && SameVariables(a.Defaults.Variables, b.Defaults.Variables)
            &&
        a.AmdMounts.SequenceEqual(b.AmdMounts) &&
        a.HomeTemplates.SequenceEqual(b.HomeTemplates) &&
        a.Links.Count == b.Links.Count && a.Links.All(l => b.Links.GetValueOrDefault(l.Key) == l.Value) &&
        a.TopDirectories.SetEquals(b.TopDirectories) && a.OwnNames.SetEquals(b.OwnNames) && a.FileSystems.SetEquals(b.FileSystems);
}
