using System.Collections.Immutable;
using Automount.Configuration;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>Looks at sssd: its configuration, its unit, its InfoPipe, and the maps that its autofs responder serves.</summary>
/// <param name="settings">For the interval, and the deadline of sssd's answers.</param>
/// <param name="readConfiguration">Reads sssd.conf and its snippets.</param>
/// <param name="mapNames">The maps that the master map refers to.</param>
/// <param name="units">systemd.</param>
/// <param name="infoPipe">The InfoPipe.</param>
/// <param name="maps">The autofs responder.</param>
/// <param name="time">Clock.</param>
internal sealed class SssdCollector(
    Settings settings,
    Func<SssdConfiguration> readConfiguration,
    Func<NodeState, IReadOnlyList<string>> mapNames,
    UnitReader units,
    InfoPipe infoPipe,
    MapReader maps,
    TimeProvider time)
{
    /// <summary>sssd's unit.</summary>
    public const string Unit = "sssd.service";

    /// <summary>Looks once.</summary>
    /// <param name="state">Tells which maps to read.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<SssdSnapshot> CollectAsync(NodeState state, CancellationToken cancel)
    {
        var configuration = readConfiguration();
        var served = maps.ReadAsync(Requests(state, configuration), settings.MapsTimeout, cancel);
        var (unit, busProblem) = await ReadUnitAsync(state.Sssd?.Seen?.Unit, cancel).ConfigureAwait(false);
        var (domains, infoPipeProblem) = await ReadDomainsAsync(unit, busProblem, cancel).ConfigureAwait(false);
        var answer = await served.ConfigureAwait(false);
        return new SssdSnapshot(configuration, unit, busProblem, domains, infoPipeProblem, answer.Responder, answer.Detail, answer.Maps);
    }

    private async Task<(UnitState? Unit, string? Problem)> ReadUnitAsync(UnitState? last, CancellationToken cancel)
    {
        try
        {
            return (await units.ReadAsync(Unit, last, cancel).ConfigureAwait(false), null);
        }
        catch (BusException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Asking the InfoPipe may start sssd, so it is asked only while sssd runs.</summary>
    private async Task<(ImmutableArray<SssdDomain> Domains, string? Problem)> ReadDomainsAsync(
        UnitState? unit, string? busProblem, CancellationToken cancel)
    {
        if (unit is not { ActiveState: "active" })
        {
            return ([], busProblem ?? $"{Unit} is {unit?.ActiveState}, and asking its InfoPipe would start it");
        }

        try
        {
            return (await infoPipe.ReadAsync(settings.MapsTimeout, cancel).ConfigureAwait(false), null);
        }
        catch (BusException e)
        {
            return ([], e.Message);
        }
    }

    private MapRequest[] Requests(NodeState state, SssdConfiguration configuration)
    {
        var now = time.GetUtcNow();
        var before = state.Sssd?.Seen?.Maps ?? [];
        var inLdap = state.Directory?.Seen?.Domains.SelectMany(d => d.Maps).ToList() ?? [];
        return
        [
            .. MapsToRead(state, configuration).Select(name => ServedMapPlan.Of(
                name,
                before.FirstOrDefault(m => m.Name == name),
                inLdap.Find(m => m.Name == name),
                settings.MapsInterval,
                settings.MapsTimeout,
                now)),
        ];
    }

    private IReadOnlyList<string> MapsToRead(NodeState state, SssdConfiguration configuration) =>
        [.. mapNames(state).Except(configuration.MasterNames(state.Automount?.Seen?.MasterMap))];
}
