using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps.Sources;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>
/// All that is known about the node at one moment. Immutable: an observer's new look makes a new state. Null means not looked at yet.
/// </summary>
internal sealed record NodeState
{
    /// <summary>A state in which nothing was looked at yet.</summary>
    public static NodeState Empty { get; } = new();

    /// <summary>What the LDAP servers hold.</summary>
    public Observation<DirectorySnapshot>? Directory { get; init; }

    /// <summary>sssd's configuration, unit, domains, and the maps that it serves.</summary>
    public Observation<SssdSnapshot>? Sssd { get; init; }

    /// <summary>The automount daemon and its configuration.</summary>
    public Observation<AutomountSnapshot>? Automount { get; init; }

    /// <summary>The NFS servers that the maps and the mount table name.</summary>
    public Observation<ServersSnapshot>? Servers { get; init; }

    /// <summary>The mount table and the NFS statistics.</summary>
    public Observation<MountsSnapshot>? Mounts { get; init; }

    /// <summary>The best copy of the maps, derived from <see cref="Directory"/> and <see cref="Sssd"/>.</summary>
    public KnownMaps Maps { get; private init; } = KnownMaps.None;

    /// <summary>How the master map changed.</summary>
    public MasterHistory Master { get; private init; } = MasterHistory.None;

    /// <summary>Findings that are only counted: the administrator's configuration, not an observation.</summary>
    public Silence Silence { get; private init; } = Silence.None;

    /// <summary>What follows from the entries of <see cref="Maps"/>, with <see cref="Silence"/>.</summary>
    public MapAnalysis Analysis { get; private init; } = MapAnalysis.None;

    /// <summary>LDAP's copies of the maps against sssd's, derived from <see cref="Directory"/> and <see cref="Sssd"/>.</summary>
    public ComparedViews Compared { get; init; } = ComparedViews.None;

    /// <summary>Other mount namespaces, and who holds mounts that should have expired.</summary>
    public Observation<MountUsersSnapshot>? MountUsers { get; init; }

    /// <summary>The containers that have automounted paths.</summary>
    public Observation<PodsSnapshot>? Pods { get; init; }

    /// <summary>The NFS mounts of the node, and those that containers alone still have.</summary>
    public IEnumerable<NfsMount> NfsMounts => (Mounts?.Seen?.Nfs ?? []).Concat(Pods?.Seen?.Nfs ?? []);

    /// <summary>
    /// How every server and mount is, derived from <see cref="Servers"/>, <see cref="Mounts"/> and <see cref="Required"/>.
    /// </summary>
    public NodeHealth Health { get; init; } = NodeHealth.None;

    /// <summary>The required paths and what the prober said of them.</summary>
    public Observation<RequiredSnapshot>? Required { get; init; }

    /// <summary>What became of the agent's own configuration; null where nothing reads it again.</summary>
    public ConfigurationLoad? Configuration { get; init; }

    /// <summary>The last run of every check, by its name; a check that has not run yet is absent.</summary>
    public ImmutableSortedDictionary<string, CheckRun> Checks { get; init; } =
        ImmutableSortedDictionary.Create<string, CheckRun>(StringComparer.Ordinal);

    /// <summary>This state after a run of a check.</summary>
    public NodeState WithCheck(string name, CheckRun run) => this with { Checks = Checks.SetItem(name, run) };

    /// <summary>Whether sssd was seen and runs, or systemd could not say that it does not: only then is what it does judged.</summary>
    public bool IsSssdRunning => Sssd?.Seen is { Unit: null or { IsRunning: true } };

    /// <summary>The same of automount.</summary>
    public bool IsAutomountRunning => Automount?.Seen is { Unit: null or { IsRunning: true } };

    /// <summary>
    /// This state with <see cref="Health"/> brought up to date; to be called after a new poll of servers, mounts or required paths.
    /// </summary>
    /// <param name="now">The time of that look.</param>
    public NodeState WithHealth(DateTimeOffset now) => this with { Health = NodeHealth.Of(this, now) };

    /// <summary>
    /// This state with all that follows from maps brought up to date, after a new poll of the directory, sssd or automount. It takes the
    /// longer the larger the maps are: the daemon does it in steps, by its <c>MapDerivation</c>.
    /// </summary>
    public NodeState WithKnownMaps() => WithMapsAndViews().WithAnalysis();

    /// <summary>This state with <see cref="Maps"/> and <see cref="Compared"/> brought up to date. The analysis stays behind.</summary>
    public NodeState WithMapsAndViews()
    {
        var (maps, compared) = (NodeMaps.Of(this), ComparedViews.Of(this));
        var isSame = ReferenceEquals(compared, Compared) && ReferenceEquals(maps, Maps);
        var next = isSame ? this : this with { Maps = maps, Compared = compared };

        // Until automount's own sources are known, the master map is that of the directory, which automount may not use.
        var history = Automount?.Seen is null ? Master : Master.After(Maps.Master, maps.Master, NodeMaps.ReadAt(next));
        return ReferenceEquals(history, Master) ? next : next with { Master = history };
    }

    /// <summary>This state with <see cref="Analysis"/> brought up to date; itself when it is.</summary>
    /// <param name="walk">Makes the walk over the maps; null for one that nobody watches.</param>
    public NodeState WithAnalysis(Func<KnownMaps, MapWalk>? walk = null) =>
        IsAnalysed ? this : this with { Analysis = MapAnalysis.Of(Maps, Silence, walk?.Invoke(Maps)) };

    /// <summary>This state without an analysis of its maps.</summary>
    public NodeState WithoutAnalysis(GivenUp why) => this with { Analysis = Analysis.GiveUp(Maps, Silence, why) };

    /// <summary>This state with what another one derived from the same snapshots.</summary>
    public NodeState WithDerived(NodeState other) =>
        this with { Maps = other.Maps, Compared = other.Compared, Analysis = other.Analysis, Master = other.Master };

    /// <summary>This state with other maps.</summary>
    public NodeState WithMaps(KnownMaps maps) => (this with { Maps = maps }).WithAnalysis();

    /// <summary>This state with other findings silenced, after the configuration was read. The analysis stays behind.</summary>
    public NodeState WithSilence(Silence silence) => silence == Silence ? this : this with { Silence = silence };

    private bool IsAnalysed => Analysis.GivenUp is null && ReferenceEquals(Analysis.Maps, Maps) && Analysis.Silence == Silence;

    /// <summary>This state with a new poll of the servers. A newer answer that somebody else got meanwhile stays.</summary>
    public NodeState WithServers(Observation<ServersSnapshot> look) =>
        (this with { Servers = look }).WithAnswers(Servers?.Seen?.Servers ?? []);

    /// <summary>
    /// This state with answers of servers that were not asked by their own poll. Of two answers the newer one counts, whoever asked.
    /// </summary>
    public NodeState WithAnswers(ImmutableArray<ServerState> answers)
    {
        if (answers.IsEmpty || Servers is not { Seen: { } seen })
        {
            return this;
        }

        var newest = answers.ToDictionary(answer => answer.Target);
        var rows = seen.Servers.Select(row => newest.GetValueOrDefault(row.Target) is { } answer && answer.AskedAt > row.AskedAt
            ? answer with { Mounted = row.Mounted, Required = row.Required }
            : row);
        return this with { Servers = Servers with { Seen = seen with { Servers = [.. rows] } } };
    }

    /// <summary>
    /// This state with a new poll of the mount table: each root keeps the time at which it was seen first, and servers are named as the
    /// maps do.
    /// </summary>
    public NodeState WithMounts(Observation<MountsSnapshot> look)
    {
        if (look.Seen is not { } mounts)
        {
            return this with { Mounts = look };
        }

        // What is there at the first look may have been there for long.
        var firstSeen = Mounts?.Seen is null ? (DateTimeOffset?)null : look.At;
        var since = new Dictionary<(string, string), DateTimeOffset?>();
        foreach (var root in Mounts?.Seen?.Roots ?? [])
        {
            since.TryAdd((root.MountPoint, root.Source), root.Since);
        }

        var roots = mounts.Roots.Select(r => r with { Since = SinceOf(r) });
        return this with
        {
            Mounts = look with { Seen = mounts with { Roots = [.. roots], Nfs = [.. mounts.Nfs.Select(m => MountHost.Named(m, this))] } }
        };

        DateTimeOffset? SinceOf(AutofsRoot root) => since.TryGetValue((root.MountPoint, root.Source), out var known) ? known : firstSeen;
    }
}
