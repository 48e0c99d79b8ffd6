using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>sssd</c> about what it does: configuration in effect, domains, autofs responder.</summary>
internal static class SssdRules
{
    /// <summary>Judges sssd while it runs: what a stopped sssd does not do is not a fault of its own.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Sssd?.Seen is not { } sssd || !state.IsSssdRunning)
        {
            return [];
        }

        return
        [
            .. OlderConfiguration(sssd),
            .. MasterNames(sssd, state),
            .. InfoPipe(sssd),
            .. Domains(sssd, state),
            .. Responder(sssd),
            .. Maps(sssd),
            .. DuplicateKeys(sssd),
        ];
    }

    private static IEnumerable<Finding> OlderConfiguration(SssdSnapshot sssd)
    {
        if (sssd.Unit?.StartedAt is { } started && sssd.Configuration.ChangedAt is { } changed && changed > started)
        {
            yield return new Finding
            {
                Kind = SssdFindings.ConfigNewer,
                Subject = "sssd.conf",
                Message = $"sssd.conf was changed at {changed:u}, after sssd was started at {started:u}: what it says is not what runs",
            };
        }
    }

    private static IEnumerable<Finding> MasterNames(SssdSnapshot sssd, NodeState state)
    {
        if (state.Automount?.Seen is not { } automount || automount.MasterMap.StartsWith('/'))
        {
            yield break;
        }

        foreach (var domain in sssd.Configuration.Domains.Where(d => d.MasterMap != automount.MasterMap))
        {
            yield return new Finding
            {
                Kind = SssdFindings.MasterName,
                Subject = domain.Name,
                Domain = domain.Name,
                Message = $"automount reads the master map {automount.MasterMap}, "
                    + $"domain {domain.Name} of sssd takes {domain.MasterMap} for it: "
                    + "a reload of autofs does not refresh sssd",
            };
        }
    }

    private static IEnumerable<Finding> InfoPipe(SssdSnapshot sssd)
    {
        if (sssd.InfoPipeProblem is { } problem && sssd.BusProblem is null)
        {
            yield return new Finding
            {
                Kind = SssdFindings.InfopipeUnavailable,
                Subject = "org.freedesktop.sssd.infopipe",
                Message = $"sssd's InfoPipe does not answer ({problem}): whether a domain is online cannot be told",
            };
        }
    }

    private static IEnumerable<Finding> Domains(SssdSnapshot sssd, NodeState state) =>
        sssd.Domains.Where(d => d.Online == false).Select(domain => new Finding
    {
        Kind = SssdFindings.DomainOffline,
        Subject = domain.Name,
        Domain = domain.Name,
        Message = $"domain {domain.Name} is offline in sssd, {WhyOffline(domain, state)}: cached maps are served however old they are",
    });

    /// <summary>The agent asks the directory as sssd does, so what it meets is what sssd meets; else sssd's log is all there is.</summary>
    private static string WhyOffline(SssdDomain domain, NodeState state)
    {
        var directory = state.Directory?.Seen?.Domains.FirstOrDefault(d => d.Domain == domain.Name);
        if (directory is not null && DirectoryRules.WhyNot(directory) is { } why)
        {
            return $"because {why}";
        }

        var log = domain.LastFailure is { } failure
            ? $"its log ends with: {Printable.Escape(failure, 300)}"
            : "and its log names no reason";
        return directory?.Outcome == DirectoryOutcome.Answered
            ? $"although the directory answers this agent, so sssd has marked its servers as not working until it tries again; {log}"
            : $"for a reason that is not known; {log}";
    }

    private static IEnumerable<Finding> DuplicateKeys(SssdSnapshot sssd) =>
        sssd.Maps.Where(m => m is { Outcome: SssdMapOutcome.NotListed, DuplicateKey: not null }).Select(map => new Finding
    {
        Kind = SssdFindings.DuplicateKey,
        Subject = map.Name,
        Domain = OnlyDomain(sssd),
        Message = $"key {Printable.Escape(map.DuplicateKey!)} of map {map.Name} is in LDAP more than once: once the map is listed through "
            + "sssd, by whomever, each look-up of the key fails; so this agent does not list it, and compares its other keys by name",
        Source = new FindingSource(Map: map.Name, Key: map.DuplicateKey),
    });

    private static IEnumerable<Finding> Responder(SssdSnapshot sssd)
    {
        var detail = sssd.ResponderDetail;
        return sssd.Responder switch
        {
            ResponderOutcome.Hung => Make(
                SssdFindings.ResponderHung, $"sssd's autofs responder does not answer ({detail}): "
                    + "first accesses to automounted paths block"),
            ResponderOutcome.NotRunning when !sssd.Configuration.Services.Contains("autofs") => Make(
                SssdFindings.AutofsNotEnabled,
                "sssd runs without its autofs responder, because services in sssd.conf lacks autofs: every map looks missing"),
            ResponderOutcome.NotRunning => Make(
                SssdFindings.ResponderDown, "nobody listens on the socket of sssd's autofs responder: every map looks missing"),
            ResponderOutcome.Failed => Make(SssdFindings.ResponderFailed, $"sssd's autofs responder fails: {detail}"),
            ResponderOutcome.NotAsked when detail.Length > 0 => Make(SssdFindings.LibraryMissing, detail),
            _ => [],
        };

        static Finding[] Make(FindingKind kind, string message) => [new() { Kind = kind, Subject = "autofs responder", Message = message }];
    }

    private static IEnumerable<Finding> Maps(SssdSnapshot sssd)
    {
        var domain = OfflineDomain(sssd) ?? OnlyDomain(sssd);
        return sssd.Maps.Where(m => m.Outcome == SssdMapOutcome.Offline).Select(map => new Finding
        {
            Kind = SssdFindings.MapOffline,
            Subject = map.Name,
            Domain = domain,
            Message = $"sssd cannot get map {map.Name} and has none cached: every key of it is No such file or directory",
            Source = new FindingSource(Map: map.Name),
        });
    }

    /// <summary>The first domain that is offline; null when none is, or it is not known.</summary>
    public static string? OfflineDomain(SssdSnapshot sssd) => sssd.Domains.FirstOrDefault(d => d.Online == false)?.Name;

    /// <summary>The domain of sssd.conf that has automount maps; null when there are several.</summary>
    private static string? OnlyDomain(SssdSnapshot sssd) => sssd.Configuration.Domains is [var only] ? only.Name : null;
}
