using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>directory</c>: what the LDAP servers of a domain answered.</summary>
internal static class DirectoryRules
{
    /// <summary>Judges the directory of every domain.</summary>
    public static IEnumerable<Finding> Run(NodeState state) =>
        state.Directory?.Seen?.Domains.SelectMany(Judge) ?? [];

    /// <summary>Judges one directory.</summary>
    public static IEnumerable<Finding> Judge(DomainDirectory domain)
    {
        if (domain.Outcome == DirectoryOutcome.Answered)
        {
            return [.. domain.Servers.Where(s => s.Outcome != DirectoryOutcome.Answered).Select(s => Down(domain, s)), .. domain.Twice.Select(t => Twice(domain, t))];
        }

        var tried = domain.Servers.IsEmpty ? domain.Domain : domain.Servers[^1].Uri;
        return
        [
            new Finding
            {
                Kind = KindOf(domain.Outcome),
                Subject = tried,
                Message = domain.Outcome switch
                {
                    DirectoryOutcome.BaseMissing => $"search base {domain.SearchBase} of domain {domain.Domain} does not exist on {tried}: no map can be found",
                    DirectoryOutcome.MapMissing => $"{tried} has no map {domain.MasterMap} below {domain.SearchBase} (domain {domain.Domain}): no mount point is known{Because(domain.Detail)}",
                    _ => $"{tried} {Verb(domain.Outcome)}{Because(domain.Detail)}: domain {domain.Domain} lives on what sssd has cached",
                },
            },
        ];
    }

    private static Finding Down(DomainDirectory domain, DirectoryServer server) => new()
    {
        Kind = DirectoryServerDown,
        Subject = server.Uri,
        Message = $"{server.Uri} of domain {domain.Domain} {Verb(server.Outcome)}{Because(server.Detail)}; another server answers",
    };

    private static Finding Twice(DomainDirectory domain, DuplicateMap map) => new()
    {
        Kind = DirectoryMapTwice,
        Subject = map.Name,
        Message = $"{map.Name} is there twice below {domain.SearchBase} (domain {domain.Domain}), as {map.Dn} and {map.OtherDn}: sssd cannot list it",
        Source = new FindingSource(Map: map.Name, Dn: map.OtherDn),
    };

    private static string Because(string detail) => detail.Length == 0 ? "" : $" ({detail})";

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
        _ => "could not be read",
    };

    private static FindingKind KindOf(DirectoryOutcome outcome) => outcome switch
    {
        DirectoryOutcome.Unresolvable => DirectoryUnresolvable,
        DirectoryOutcome.Refused => DirectoryRefused,
        DirectoryOutcome.Unreachable => DirectoryUnreachable,
        DirectoryOutcome.NoAnswer => DirectoryNoAnswer,
        DirectoryOutcome.TlsFailed => DirectoryTlsFailed,
        DirectoryOutcome.KerberosFailed => DirectoryKerberosFailed,
        DirectoryOutcome.BadCredentials => DirectoryBadCredentials,
        DirectoryOutcome.BaseMissing => DirectoryBaseMissing,
        DirectoryOutcome.MapMissing => DirectoryMapMissing,
        DirectoryOutcome.SizeLimit => DirectorySizeLimit,
        _ => DirectoryFailed,
    };
}
