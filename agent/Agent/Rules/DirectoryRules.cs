using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>directory</c>: what the LDAP servers of a domain answered.</summary>
internal static class DirectoryRules
{
    /// <summary>Judges the directory of every domain.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        var domains = state.Directory?.Seen?.Domains ?? [];
        return domains.Where(d => WhyDoubtful(d, state) is null).SelectMany(Judge);
    }

    /// <summary>
    /// Why what came of asking a directory says nothing about it: it was asked with an sssd.conf that is not valid. Null when it does.
    /// </summary>
    public static string? WhyDoubtful(DomainDirectory domain, NodeState state) =>
        state.Sssd?.Seen?.Configuration.Problems is [var problem, ..] && IsOfSettings(domain.Outcome)
            ? $"the directory of domain {domain.Domain} was asked with an sssd.conf that is not valid ({problem})"
            : null;

    /// <summary>Whether other settings could have led to another outcome, and not only a server that is up.</summary>
    private static bool IsOfSettings(DirectoryOutcome outcome) => outcome
        is DirectoryOutcome.MapMissing
        or DirectoryOutcome.BaseMissing
        or DirectoryOutcome.BadCredentials
        or DirectoryOutcome.KerberosFailed
        or DirectoryOutcome.TlsFailed
        or DirectoryOutcome.Unresolvable
        or DirectoryOutcome.Failed;

    /// <summary>Judges one directory.</summary>
    public static IEnumerable<Finding> Judge(DomainDirectory domain)
    {
        if (domain.Outcome != DirectoryOutcome.Answered)
        {
            return [Failed(domain)];
        }

        var down = domain.Servers.Where(s => s.Outcome != DirectoryOutcome.Answered);
        return
        [
            .. down.Select(s => Down(domain, s)),
            .. domain.Duplicates.Select(t => Duplicate(domain, t)),
            .. PageRefused(domain),
        ];
    }

    /// <summary>Why nothing can be had from a directory, in words; null when it answers.</summary>
    public static string? WhyNot(DomainDirectory domain) => domain.Outcome == DirectoryOutcome.Answered || domain.Servers.IsEmpty
        ? null
        : $"{domain.Servers[^1].Uri} {Verb(domain.Outcome)}{RuleText.Because(domain.Detail)}";

    private static Finding Failed(DomainDirectory domain)
    {
        var server = domain.Servers.IsEmpty ? domain.Domain : domain.Servers[^1].Uri;
        var because = RuleText.Because(domain.Detail);
        return new()
        {
            Kind = KindOf(domain.Outcome),
            Subject = server,
            Domain = domain.Domain,
            Message = domain.Outcome switch
            {
                DirectoryOutcome.BaseMissing =>
                    $"search base {domain.SearchBase} of domain {domain.Domain} does not exist on {server}: no map can be found",
                DirectoryOutcome.MapMissing =>
                    $"{server} has no map {domain.MasterMap} below {domain.SearchBase} (domain {domain.Domain}): "
                        + $"no mount point is known{because}",
                DirectoryOutcome.TooLarge =>
                    $"{server} hands out more for domain {domain.Domain} than this agent reads{because}: no map was read",
                _ => $"{server} {Verb(domain.Outcome)}{because}: domain {domain.Domain} lives on what sssd has cached",
            },
        };
    }

    private static Finding Down(DomainDirectory domain, DirectoryServer server) => new()
    {
        Kind = DirectoryFindings.ServerDown,
        Subject = server.Uri,
        Domain = domain.Domain,
        Message = $"{server.Uri} of domain {domain.Domain} {Verb(server.Outcome)}{RuleText.Because(server.Detail)}; another server answers",
    };

    private static IEnumerable<Finding> PageRefused(DomainDirectory domain)
    {
        if (domain.PageProblem is { } problem)
        {
            yield return new Finding
            {
                Kind = DirectoryFindings.PageRefused,
                Subject = domain.Servers[^1].Uri,
                Domain = domain.Domain,
                Message = $"{domain.Servers[^1].Uri} of domain {domain.Domain}: {problem}; sssd asks with its own page size only",
            };
        }
    }

    private static Finding Duplicate(DomainDirectory domain, DuplicateMap map) => new()
    {
        Kind = DirectoryFindings.MapTwice,
        Subject = map.Name,
        Domain = domain.Domain,
        Message = $"{map.Name} is there twice below {domain.SearchBase} (domain {domain.Domain}), as {map.Dn} and {map.OtherDn}: "
            + "sssd cannot list it",
        Source = new FindingSource(Map: map.Name, Dn: map.OtherDn),
    };

    private static string Verb(DirectoryOutcome outcome) => outcome switch
    {
        DirectoryOutcome.Unresolvable => "does not resolve",
        DirectoryOutcome.Refused => "refuses connections",
        DirectoryOutcome.Unreachable => "cannot be reached",
        DirectoryOutcome.NoAnswer => "accepts connections but does not answer",
        DirectoryOutcome.TlsFailed => "is up, but TLS fails",
        DirectoryOutcome.KerberosFailed => "cannot be asked: Kerberos fails",
        DirectoryOutcome.BadCredentials => "refuses the bind",
        DirectoryOutcome.SizeLimit => "cuts the maps short",
        DirectoryOutcome.TooLarge => "hands out more than the agent reads",
        _ => "could not be read",
    };

    private static FindingKind KindOf(DirectoryOutcome outcome) => outcome switch
    {
        DirectoryOutcome.Unresolvable => DirectoryFindings.Unresolvable,
        DirectoryOutcome.Refused => DirectoryFindings.Refused,
        DirectoryOutcome.Unreachable => DirectoryFindings.Unreachable,
        DirectoryOutcome.NoAnswer => DirectoryFindings.NoAnswer,
        DirectoryOutcome.TlsFailed => DirectoryFindings.TlsFailed,
        DirectoryOutcome.KerberosFailed => DirectoryFindings.KerberosFailed,
        DirectoryOutcome.BadCredentials => DirectoryFindings.BadCredentials,
        DirectoryOutcome.BaseMissing => DirectoryFindings.BaseMissing,
        DirectoryOutcome.MapMissing => DirectoryFindings.MapMissing,
        DirectoryOutcome.SizeLimit => DirectoryFindings.SizeLimit,
        DirectoryOutcome.TooLarge => DirectoryFindings.TooLarge,
        _ => DirectoryFindings.Failed,
    };
}
