using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Collect.Mounts;
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

/// <summary>Everything that looks at one node: the observers, what they need, and when they look. One list, made from the settings.</summary>
internal sealed class NodeWatch : IDisposable
{
    /// <summary>A search through all processes of a busy node takes seconds.</summary>
    private static readonly TimeSpan RemedyDeadline = TimeSpan.FromSeconds(30);

    private readonly HostPaths paths;
    private readonly List<IDisposable> owned = [];
    private readonly SystemBus bus;
    private readonly Check<MountsView> mounts;
    private readonly Check<SssdView> sssd;
    private readonly Check<AutomountView> automount;
    private readonly Check<RequiredView> required;

    /// <summary>Makes the observers; nothing looks yet.</summary>
    public NodeWatch(Settings settings, HostPaths paths, Counters counters, SteadyClock time, ILoggerFactory logs, FindingLog changes)
    {
        this.paths = paths;
        bus = Own(new SystemBus());
        Prober = Own(new Prober(Prober.OwnCommand(), counters, time));
        SssdConfiguration ReadSssd() => SssdConfigurationReader.Read(paths);
        var units = new UnitReader(bus, time.Node);
        var log = logs.CreateLogger<NodeWatch>();

        Check<T> Make<T>(
            string name, TimeSpan interval, TimeSpan deadline, Func<NodeState, CancellationToken, Task<T>> observe, Func<NodeState, Observation<T>, NodeState> publish)
            where T : class => new(name, interval, deadline, observe, publish, time, log);

        var directory = Make<DirectoryView>(
            "directory",
            settings.LdapInterval,
            DirectoryObserver.Deadline(settings),
            Own(new DirectoryObserver(ReadSssd, settings, time)).ObserveAsync,
            (s, o) => (s with { Directory = o }).WithKnownMaps());
        sssd = Make<SssdView>(
            "sssd",
            settings.MapsInterval,
            3 * settings.MapsTimeout,
            new SssdObserver(settings, ReadSssd, MapNames, units, new InfoPipe(bus), Own(new MapReader(paths, time)), time).ObserveAsync,
            (s, o) => (s with { Sssd = o }).WithKnownMaps());
        automount = Make<AutomountView>(
            "automount",
            settings.MapsInterval,
            settings.MapsTimeout,
            new AutomountObserver(paths, units, time).ObserveAsync,
            (s, o) => (s with { Automount = o }).WithKnownMaps());
        mounts = Make<MountsView>(
            "mounts",
            settings.MountsInterval,
            settings.MountsInterval,
            Own(new MountsObserver(paths, counters, changes.Expired, time)).ObserveAsync,
            (s, o) => s.WithMounts(o).WithHealth(o.At));
        var servers = Make<ServersView>(
            "servers",
            settings.MountsInterval,
            5 * settings.MountsTimeout,
            new ServersObserver(s => s.Analysis.Servers, settings, counters, time).ObserveAsync,
            (s, o) => (s with { Servers = o }).WithHealth(o.At));
        var holders = Make<HoldersView>(
            "holders",
            6 * settings.MountsInterval,
            2 * settings.MountsInterval,
            new HoldersObserver(paths, time).ObserveAsync,
            (s, o) => s with { Holders = o });
        var ping = new NfsPing(new HostResolver(time), time);
        var tools = new RequiredTools(
            PathTargets.Of,
            cancel => units.IsInTransitionAsync(AutomountObserver.Unit, cancel),
            (server, cancel) => ping.AskAsync(server, [], settings.MountsTimeout, cancel),
            Prober.ProbeAsync,
            LibCFiles.TryReadLink,
            changes.Triggered);
        var sssCache = new SssCache(paths.SssCache, RemedyDeadline, time);
        Remedies = new(
            settings,
            new(
                (verb, path, device, cancel) => Prober.AskAsync(verb, path, device, "remedy", RemedyDeadline, cancel),
                sssCache.ExpireMapAsync,
                changes.Remedied),
            counters,
            time);
        required = Make<RequiredView>(
            "required",
            settings.MountsInterval,
            3 * settings.RequiredTimeout,
            new RequiredPaths(settings, tools, counters, time).ObserveAsync,
            (s, o) => (s with { Required = o }).WithHealth(o.At));

        // sssd is asked for the maps that the directory names, servers are those of the maps, and a required path is touched only when its server is up.
        Plan = new CheckPlan([[directory, automount, mounts], [sssd], [servers], [required], [mounts, holders]]);
    }

    /// <summary>The checks.</summary>
    public CheckPlan Plan { get; }

    /// <summary>What is done about faults, where the configuration asks for it.</summary>
    public Remedies Remedies { get; }

    /// <summary>What touches paths.</summary>
    public Prober Prober { get; }

    /// <summary>Follows changes of the mount table and of the units of sssd and autofs, so that they are seen at once and not at the next interval.</summary>
    public void FollowChanges()
    {
        Own(new MountTableWatch(paths, () =>
        {
            mounts.Wake();
            required.Wake();
        }));
        _ = new UnitWatch(bus, [SssdObserver.Unit, AutomountObserver.Unit], () =>
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

    /// <summary>
    /// The maps to read through sssd: those of the master map, and those that the kernel names as mounted, so that they are known while LDAP is down.
    /// Not those that only a file has: each question for a map that sssd does not know costs a search in LDAP. Never the master map itself, since opening it makes sssd drop its caches.
    /// </summary>
    private static IReadOnlyList<string> MapNames(NodeState state) =>
    [
        .. (state.Maps.Content is { } master ? MasterMap.MapNames(master) : [])
            .Concat(state.Mounts?.Seen?.Roots.Where(r => r.Kind != "offset" && !r.Source.Contains('/')).Select(r => r.Source) ?? [])
            .Distinct(StringComparer.Ordinal)
            .Where(name => state.Maps.Maps.FirstOrDefault(m => m.Name == name)?.File is null)
            .Where(name => name != (state.Maps.Content?.Name ?? "auto.master")),
    ];

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        owned.Add(disposable);
        return disposable;
    }
}
