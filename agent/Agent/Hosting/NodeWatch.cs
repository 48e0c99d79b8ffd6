using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Collect.Mounts;
using AutomountAgent.Collect.Pods;
using AutomountAgent.Collect.Processes;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Probe;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Hosting;

/// <summary>Everything that watches one node with one configuration: the pollers, what they need, the prober and the remedies.</summary>
internal sealed class NodeWatch : IDisposable
{
    /// <summary>A search through all processes of a busy node takes seconds.</summary>
    private static readonly TimeSpan RemedyDeadline = TimeSpan.FromSeconds(30);

    /// <summary>The first look at a thousand containers takes a second of a processor, spread over five.</summary>
    private static readonly TimeSpan PodsDeadline = TimeSpan.FromSeconds(20);

    private readonly Settings settings;
    private readonly HostPaths paths;
    private readonly Counters counters;
    private readonly SteadyClock time;
    private readonly FindingLog changes;
    private readonly MapDerivation derivation;
    private readonly ILogger log;
    private readonly List<IDisposable> owned = [];
    private readonly SystemBus bus;
    private readonly UnitReader units;
    private readonly HostResolver resolver;
    private readonly RpcConnections connections;
    private readonly ServerAsker asker;
    private readonly Poller<MountsSnapshot> mounts;
    private readonly Poller<SssdSnapshot> sssd;
    private readonly Poller<AutomountSnapshot> automount;
    private readonly Poller<RequiredSnapshot> required;

    /// <summary>Makes the pollers; none polls yet.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="paths">Where the node's files are.</param>
    /// <param name="counters">Receives counts of what happens.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logs">Receives failures of collectors.</param>
    /// <param name="changes">Receives expirations, triggers and remedies.</param>
    /// <param name="derivation">Publishes what maps follow from.</param>
    public NodeWatch(
        Settings settings,
        HostPaths paths,
        Counters counters,
        SteadyClock time,
        ILoggerFactory logs,
        FindingLog changes,
        MapDerivation derivation)
    {
        (this.settings, this.paths, this.counters, this.time) = (settings, paths, counters, time);
        (this.changes, this.derivation) = (changes, derivation);
        log = logs.CreateLogger<NodeWatch>();
        bus = Own(new SystemBus());
        units = new(bus, time.Node);
        resolver = new(time);
        connections = Own(new RpcConnections(time));
        asker = new(settings, resolver, connections, counters, time);
        Prober = Own(new Prober(Prober.OwnCommand(), counters, time));
        Remedies = MakeRemedies();
        (mounts, sssd, automount, required) = (Mounts(), Sssd(), Automount(), Required());
        Plan = new(Directory(), automount, mounts, Pods(), sssd, Servers(), required, MountUsers());
    }

    /// <summary>The pollers in their order.</summary>
    public PollPlan Plan { get; }

    /// <summary>What is done about faults, where the configuration asks for it.</summary>
    public Remedies Remedies { get; }

    /// <summary>What touches paths.</summary>
    public Prober Prober { get; }

    /// <summary>
    /// Follows changes of the mount table and of the units of sssd and autofs, so that they are seen before the next interval.
    /// </summary>
    public void FollowChanges()
    {
        Own(new MountTableWatch(paths, () =>
        {
            mounts.Wake();
            required.Wake();
        }));
        _ = new UnitWatch(bus, [SssdCollector.Unit, AutomountCollector.Unit], () =>
        {
            sssd.Wake();
            automount.Wake();
            required.Wake();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
        {
            owned[i].Dispose();
        }
    }

    private Poller<DirectorySnapshot> Directory()
    {
        var collector = Own(new DirectoryCollector(() => SssdConfigurationReader.Read(paths), settings, counters, time));
        return new(
            "directory",
            settings.LdapInterval,
            DirectoryCollector.Deadline(settings),
            collector.CollectAsync,
            (state, seen) => state with { Directory = seen },
            time,
            log)
        {
            Derivation = derivation,
        };
    }

    /// <summary>sssd is asked for the maps that the directory and the mount table name.</summary>
    private Poller<SssdSnapshot> Sssd()
    {
        var collector = new SssdCollector(
            settings,
            paths,
            () => SssdConfigurationReader.Read(paths),
            MapNames,
            units,
            new InfoPipe(bus),
            Own(new MapReader(paths, time)),
            time);
        return new(
            "sssd",
            settings.MapsInterval,
            3 * settings.MapsTimeout,
            collector.CollectAsync,
            (state, seen) => state with { Sssd = seen },
            time,
            log)
        {
            Derivation = derivation,
            Needs = [typeof(DirectorySnapshot), typeof(AutomountSnapshot), typeof(MountsSnapshot)],
        };
    }

    /// <summary>The master map may be in the directory, and name files of the node.</summary>
    private Poller<AutomountSnapshot> Automount() => new(
        "automount",
        settings.MapsInterval,
        settings.MapsTimeout,
        new AutomountCollector(paths, units, time).CollectAsync,
        (state, seen) => state with { Automount = seen },
        time,
        log)
    {
        Needs = [typeof(DirectorySnapshot)],
        Derivation = derivation,
    };

    private Poller<MountsSnapshot> Mounts() => new(
        "mounts",
        settings.MountsInterval,
        settings.MountsInterval,
        Own(new MountsCollector(paths, counters, changes.Expired, time)).CollectAsync,
        (state, seen) => state.WithMounts(seen).WithHealth(seen.At),
        time,
        log);

    /// <summary>What containers have is joined with what the node has, and the mount points with those of the master map.</summary>
    private Poller<PodsSnapshot> Pods() => new(
        "pods",
        2 * settings.MountsInterval,
        PodsDeadline,
        new PodsCollector(paths, Own(new RuntimeJournal(JournalReader.Read, time, () => time.Step)), time).CollectAsync,
        (state, seen) => (state with { Pods = seen }).WithHealth(seen.At),
        time,
        log)
    {
        Needs = [typeof(MountsSnapshot), typeof(AutomountSnapshot)],
    };

    /// <summary>
    /// The servers are those of the maps and of the mount table. Each poll follows one of the mounts, whose counters say which servers need
    /// not be asked: what they say is a second old then, and a hung server is found as soon as without them.
    /// </summary>
    private Poller<ServersSnapshot> Servers() => new(
        "servers",
        settings.MountsInterval,
        5 * settings.MountsTimeout,
        new ServersCollector(
            state => state.Analysis.Servers, new RequiredServers(settings).Of, asker, connections, resolver, settings, time)
            .CollectAsync,
        (state, seen) => state.WithServers(seen).WithHealth(seen.At),
        time,
        log)
    {
        Needs = [typeof(SssdSnapshot), typeof(MountsSnapshot), typeof(PodsSnapshot)],
        Follows = mounts,
    };

    /// <summary>A required path is touched only when its server is up; a touch may mount, so the mount table is outdated then.</summary>
    private Poller<RequiredSnapshot> Required()
    {
        var tools = new RequiredTools(
            PathTargets.Of,
            cancel => units.IsInTransitionAsync(AutomountCollector.Unit, cancel),
            (server, before, cancel) => asker.AskAsync(
                new(server, [], before?.Mounted == true) { Required = true }, before, cancel),
            Prober.ProbeAsync,
            new RequiredExports(settings, time).AskAsync,
            changes.Triggered);
        return new(
            "required",
            settings.MountsInterval,
            3 * settings.RequiredTimeout,
            new RequiredPaths(settings, tools, counters, time).CollectAsync,
            (state, seen) => (state with { Required = seen }).WithAnswers(seen.Seen?.Answers ?? []).WithHealth(seen.At),
            time,
            log)
        {
            Needs = [typeof(MountsSnapshot), typeof(ServersSnapshot)],
            Outdates = [typeof(MountsSnapshot)],
        };
    }

    private Poller<MountUsersSnapshot> MountUsers() => new(
        "holders",
        6 * settings.MountsInterval,
        2 * settings.MountsInterval,
        new MountUsersCollector(paths, time).CollectAsync,
        (state, seen) => state with { MountUsers = seen },
        time,
        log)
    {
        Needs = [typeof(MountsSnapshot), typeof(RequiredSnapshot)],
    };

    private Remedies MakeRemedies()
    {
        var sssCache = new SssCache(paths.SssCache, RemedyDeadline, time);
        return new(
            settings,
            new(
                (verb, path, device, cancel) => Prober.AskAsync(verb, path, device, "remedy", RemedyDeadline, cancel),
                sssCache.ExpireMapAsync,
                changes.Remedied),
            counters,
            time);
    }

    /// <summary>
    /// The maps to read through sssd: those of the master map, and those that the kernel names as mounted, so that they are known while
    /// LDAP is down. Not those that only a file has: each question for a map that sssd does not know costs a search in LDAP. Never the
    /// master map itself, since opening it makes sssd drop its caches.
    /// </summary>
    private static IReadOnlyList<string> MapNames(NodeState state) =>
    [
        .. (state.Maps.Content is { } master ? MasterMap.MapNames(master) : [])
            .Concat(MountedMapNames(state.Mounts?.Seen))
            .Distinct(StringComparer.Ordinal)
            .Where(name => state.Maps.Maps.FirstOrDefault(m => m.Name == name)?.File is null)
            .Where(name => name != (state.Maps.Content?.Name ?? "auto.master")),
    ];

    private static IEnumerable<string> MountedMapNames(MountsSnapshot? mounts) =>
        mounts?.Roots.Where(root => root.Kind != AutofsMountKind.Offset && !root.Source.Contains('/')).Select(root => root.Source) ?? [];

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        owned.Add(disposable);
        return disposable;
    }
}
