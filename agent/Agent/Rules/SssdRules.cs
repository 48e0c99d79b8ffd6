using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>sssd</c>: configuration, unit, domains, autofs responder, and the maps that it serves.</summary>
internal static class SssdRules
{
    private const string Breaks = "automount gets no key from it, and new accesses answer No such file or directory";

    private static readonly UnitRules Unit = new(SssdBusUnavailable, SssdNotInstalled, SssdStopped, SssdFailed);

    /// <summary>Judges sssd. While its unit is down, nothing behind it is blamed.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Sssd?.Seen is not { } sssd)
        {
            return [];
        }

        var unit = Unit.Judge("sssd.service", sssd.Unit, sssd.BusProblem, Breaks);
        var running = sssd.Unit is null || UnitRules.IsRunning(sssd.Unit);
        return
        [
            .. sssd.Configuration.Problems.Select(p => new Finding
            {
                Kind = SssdConfigInvalid,
                Subject = p.File,
                Message = p.ToString(),
                Source = new FindingSource(File: p.File, Line: p.Line > 0 ? p.Line : null),
            }),
            .. unit is null ? [] : new[] { unit },
            .. running ? WhileRunning(sssd, state) : [],
        ];
    }

    private static IEnumerable<Finding> WhileRunning(SssdView sssd, NodeState state) =>
        [.. Configuration(sssd, state), .. Domains(sssd), .. Responder(sssd), .. Maps(sssd), .. ServedMapRules.Run(sssd, state)];

    private static IEnumerable<Finding> Configuration(SssdView sssd, NodeState state)
    {
        if (sssd.Unit?.StartedAt is { } started && sssd.Configuration.ChangedAt is { } changed && changed > started)
        {
            yield return new Finding
            {
                Kind = SssdConfigNewer,
                Subject = "sssd.conf",
                Message = $"sssd.conf was changed at {changed:u}, after sssd was started at {started:u}: what it says is not what runs",
            };
        }

        if (state.Automount?.Seen is { } automount && automount.MasterMap.StartsWith('/') is false)
        {
            foreach (var domain in sssd.Configuration.Domains.Where(d => d.MasterMap != automount.MasterMap))
            {
                yield return new Finding
                {
                    Kind = SssdMasterName,
                    Subject = domain.Name,
                    Message = $"automount reads the master map {automount.MasterMap}, domain {domain.Name} of sssd takes {domain.MasterMap} for it: a reload of autofs does not refresh sssd",
                };
            }
        }
    }

    private static IEnumerable<Finding> Domains(SssdView sssd)
    {
        if (sssd.InfoPipeProblem is { } problem && sssd.BusProblem is null)
        {
            yield return new Finding
            {
                Kind = SssdInfopipeUnavailable,
                Subject = "org.freedesktop.sssd.infopipe",
                Message = $"sssd's InfoPipe does not answer ({problem}): whether a domain is online cannot be told",
            };
        }

        foreach (var domain in sssd.Domains.Where(d => d.Online == false))
        {
            yield return new Finding
            {
                Kind = SssdDomainOffline,
                Subject = domain.Name,
                Message = $"domain {domain.Name} is offline in sssd: cached maps are served however old they are",
            };
        }
    }

    private static IEnumerable<Finding> Responder(SssdView sssd)
    {
        var finding = sssd.Responder switch
        {
            ResponderOutcome.Hung => (SssdResponderHung, $"sssd's autofs responder does not answer ({sssd.ResponderDetail}): first accesses to automounted paths block"),
            ResponderOutcome.NotRunning when !sssd.Configuration.Services.Contains("autofs") =>
                (SssdAutofsNotEnabled, "sssd runs without its autofs responder, because services in sssd.conf lacks autofs: every map looks missing"),
            ResponderOutcome.NotRunning => (SssdResponderDown, "nobody listens on the socket of sssd's autofs responder: every map looks missing"),
            ResponderOutcome.Failed => (SssdResponderFailed, $"sssd's autofs responder fails: {sssd.ResponderDetail}"),
            ResponderOutcome.NotAsked when sssd.ResponderDetail.Length > 0 => (SssdLibraryMissing, sssd.ResponderDetail),
            _ => ((FindingKind, string)?)null,
        };
        return finding is var (kind, message) ? [new Finding { Kind = kind, Subject = "autofs responder", Message = message }] : [];
    }

    private static IEnumerable<Finding> Maps(SssdView sssd) => sssd.Maps.Where(m => m.Outcome == SssdMapOutcome.Offline).Select(map => new Finding
    {
        Kind = SssdMapOffline,
        Subject = map.Name,
        Message = $"sssd cannot get map {map.Name} and has none cached: every key of it is No such file or directory",
        Source = new FindingSource(Map: map.Name),
    });
}
