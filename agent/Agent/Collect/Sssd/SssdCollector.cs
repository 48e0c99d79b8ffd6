using System.Collections.Immutable;
using Automount.Configuration;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>Looks at sssd: its configuration, its unit, its InfoPipe, and the maps that its autofs responder serves.</summary>
/// <param name="settings">For the interval, and the deadline of sssd's answers.</param>
/// <param name="paths">Where sssd's logs are.</param>
/// <param name="readConfiguration">Reads sssd.conf and its snippets.</param>
/// <param name="mapNames">The maps that the master map refers to.</param>
/// <param name="units">systemd.</param>
/// <param name="infoPipe">The InfoPipe.</param>
/// <param name="maps">The autofs responder.</param>
/// <param name="time">Clock.</param>
internal sealed class SssdCollector(
    Settings settings,
    HostPaths paths,
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
        var (unit, busProblem) = await ReadUnitAsync(state.Sssd?.Seen?.Unit, cancel).ConfigureAwait(false);
        var (domains, infoPipeProblem) = await ReadDomainsAsync(unit, busProblem, cancel).ConfigureAwait(false);
        var requests = Requests(state, configuration, domains);
        var answer = await maps.ReadAsync(requests, settings.MapsTimeout, cancel).ConfigureAwait(false);
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
            var domains = await infoPipe.ReadAsync(settings.MapsTimeout, cancel).ConfigureAwait(false);
            return ([.. domains.Select(WithFailure)], null);
        }
        catch (BusException e)
        {
            return ([], e.Message);
        }
    }

    private SssdDomain WithFailure(SssdDomain domain) => domain.Online == false && !domain.Name.Contains('/')
        ? domain with { LastFailure = SssdLog.LastFailure(paths.SssdLog(domain.Name)) }
        : domain;

    private MapRequest[] Requests(NodeState state, SssdConfiguration configuration, ImmutableArray<SssdDomain> domains)
    {
        var now = time.GetUtcNow();
        var before = state.Sssd?.Seen?.Maps ?? [];
        var directory = state.Directory?.Seen;
        return [.. MapsToRead(state, configuration).Select(Request)];

        MapRequest Request(string name)
        {
            var known = before.FirstOrDefault(m => m.Name == name);
            var copy = ListingPolicy.CopyOf(name, directory);
            return ListingPolicy.RiskOf(name, known, directory, configuration.Domains, domains) is { } risk
                ? ServedMapPlan.ByName(name, known, copy ?? known?.LdapCopy, risk, settings.MapsTimeout)
                : ServedMapPlan.Of(name, known, copy, settings.MapsInterval, settings.MapsTimeout, now);
        }
    }

    private IReadOnlyList<string> MapsToRead(NodeState state, SssdConfiguration configuration) =>
        [.. mapNames(state).Except(configuration.MasterNames(state.Automount?.Seen?.MasterMap))];
}
