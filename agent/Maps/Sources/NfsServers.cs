namespace Automount.Maps.Sources;

/// <summary>
/// Collects the NFS servers that maps name, and how each is to be asked. A host that depends on the key of a wildcard or on the requesting
/// user is left out, and so is an entry that automount cannot parse.
/// </summary>
/// <param name="binds">
/// Whether automount makes a bind mount for a host, with the options of the mount and of the master map's entry. Such a host is not asked.
/// </param>
/// <param name="defaultProtocol"><see cref="NodeFacts.NfsDefaultProtocol"/>.</param>
public sealed class NfsServers(
    Func<string, string, MasterOptions, bool> binds, int defaultProtocol = NfsOptions.RedHatProtocol) : IMapVisitor
{
    /// <summary>In most maps all entries have the same options and a few servers: this many are skipped when they come again.</summary>
    private const int MaxRecentHosts = 256;

    private readonly HashSet<ServerTarget> targets = [];
    private readonly HashSet<PortmapNeed> needs = [];

    private MasterOptions root = new();
    private EntryContext placeholders = EntryContext.Default;

    // The hosts that were collected with the last options.
    private readonly HashSet<string> recentHosts = new(StringComparer.Ordinal);
    private string? recentOptions;
    private NfsOptions parsedOptions;
    private PortmapNeed? parsedNeed;

    /// <summary>The distinct servers, ordered by name.</summary>
    public IReadOnlyList<ServerTarget> Targets =>
        [.. targets.OrderBy(t => t.Host, StringComparer.Ordinal).ThenBy(t => t.Version).ThenBy(t => t.Port).ThenBy(t => t.Udp)];

    /// <summary>What is needed of the portmappers of those servers, each need once.</summary>
    public IReadOnlyCollection<PortmapNeed> PortmapNeeds => needs;

    /// <inheritdoc/>
    public bool Enter(MapUse use)
    {
        root = use.Root.Options;
        placeholders = Placeholders.Context(use);
        recentOptions = null;
        return true;
    }

    /// <inheritdoc/>
    public void Visit(in ParsedEntry entry)
    {
        foreach (var mount in Placeholders.Entry(entry, placeholders)?.Mounts ?? [])
        {
            if (mount.Kind == MountKind.Nfs)
            {
                Add(mount);
            }
        }
    }

    private void Add(EntryMount mount)
    {
        if (mount.Options != recentOptions)
        {
            recentOptions = mount.Options;
            parsedOptions = NfsOptions.Parse(mount.Options, defaultProtocol);
            parsedNeed = PortmapNeed.Of("", mount.Options);
            recentHosts.Clear();
        }

        foreach (var location in mount.Locations)
        {
            foreach (var host in location.Hosts)
            {
                if (!recentHosts.Contains(host.Name))
                {
                    Add(host.Name, mount.Options);
                }
            }
        }
    }

    private void Add(string host, string options)
    {
        if (recentHosts.Count < MaxRecentHosts)
        {
            recentHosts.Add(host);
        }

        if (host.Contains(Placeholders.Unresolved, StringComparison.Ordinal) || binds(host, options, root))
        {
            return;
        }

        targets.Add(ServerTarget.Of(host, parsedOptions));
        if (parsedNeed is { } need)
        {
            needs.Add(need with { Host = host });
        }
    }
}
