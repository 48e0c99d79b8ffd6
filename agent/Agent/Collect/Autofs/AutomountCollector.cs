using System.Collections.Immutable;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>Looks at the automount daemon: its unit and its configuration files. No path under automount is touched.</summary>
/// <param name="paths">Where the files are.</param>
/// <param name="units">systemd.</param>
/// <param name="time">Clock.</param>
internal sealed class AutomountCollector(HostPaths paths, UnitReader units, TimeProvider time)
{
    private readonly NodeFactsReader facts = new(paths);

    /// <summary>The automount daemon's unit.</summary>
    public const string Unit = "autofs.service";

    /// <summary>At most this long after its process began the unit is active; a state that began later came with a reload.</summary>
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(2);

    private readonly LocalMapsReader maps = new(paths);

    /// <summary>Looks once. Configuration files are read anew each time: they are small, and their change is what is looked for.</summary>
    /// <param name="state">The maps of the directory, which may name files, and sssd's configuration.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<AutomountSnapshot> CollectAsync(NodeState state, CancellationToken cancel)
    {
        var settings = AutofsSettings.Read(paths);
        var view = new AutomountSnapshot(null, null, settings.Sources, settings.MasterMap, settings.Timeout, settings.Problems)
        {
            IsMasterNamed = settings.Conf.IsMasterNamed,
            Node = facts.Read(settings, state.Sssd?.Seen?.Configuration.HomeTemplates ?? []),
            NegativeTimeout = settings.NegativeTimeout,
        };
        view = view with { Local = maps.Read(NodeMaps.Inputs(state, view)) };
        view = view with { Node = facts.ReadLinks(maps.MountPoints) };
        try
        {
            var unit = await units.ReadAsync(Unit, state.Automount?.Seen?.Unit, cancel).ConfigureAwait(false);
            var daemon = (int)unit.MainPid;
            var loaded = Loaded(unit, state.Automount?.Seen);
            return daemon == 0 ? view with { Unit = unit } : view with
            {
                Unit = unit,
                LoadedAt = loaded.At,
                WasReloaded = loaded.IsReload,
                Suspended = ProcessState.IsSuspended(paths, daemon),
                Waiting = Waiting(daemon, state.Automount?.Seen?.Waiting),
            };
        }
        catch (BusException e)
        {
            return view with { BusProblem = e.Message };
        }
    }

    /// <summary>The same state as in the last poll, while systemd is silent, has the same time.</summary>
    private (DateTimeOffset? At, bool IsReload) Loaded(UnitState unit, AutomountSnapshot? before) => ReferenceEquals(unit, before?.Unit)
        ? (before.LoadedAt, before.WasReloaded)
        : (time.GetUtcNow() - unit.StateAge, unit.ProcessAge - unit.StateAge > MaxStart);

    private ImmutableDictionary<string, DateTimeOffset> Waiting(int daemon, ImmutableDictionary<string, DateTimeOffset>? before) =>
        ProcessState.Waiting(paths, daemon).ToImmutableDictionary(
            thread => thread, thread => before is not null && before.TryGetValue(thread, out var since) ? since : time.GetUtcNow());
}
