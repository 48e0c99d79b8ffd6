using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>What was seen of where the maps come from: LDAP and sssd. Pure.</summary>
internal static class SourceEvidence
{
    /// <summary>Which server answered.</summary>
    public static string OfDirectory(NodeState state)
    {
        var domains = state.Directory?.Seen?.Domains ?? [];
        return string.Join("; ", domains.Select(OfDomain));
    }

    /// <summary>Whether sssd runs, is online, and serves the map.</summary>
    public static string OfSssd(NodeState state, string? map)
    {
        if (state.Sssd?.Seen is not { } sssd)
        {
            return "";
        }

        var unit = sssd.Unit is { } known ? $"{known.Name} is {known.ActiveState}" : "systemd was not asked for sssd";
        var domains = string.Concat(sssd.Domains.Select(domain => $", domain {domain.Name} is {Online(domain.Online)}"));
        return sssd.Maps.FirstOrDefault(m => m.Name == map) is { } served
            ? $"{unit}{domains}; {map}: {OfMap(served)}"
            : unit + domains;
    }

    private static string OfDomain(DomainDirectory domain)
    {
        var server = domain.Servers.LastOrDefault()?.Uri ?? "no server";
        return domain.Outcome == DirectoryOutcome.Answered
            ? $"{server} answered for domain {domain.Domain}: {domain.Maps.Length} maps"
            : $"{server}: {domain.Detail}";
    }

    private static string OfMap(SssdMap map) => map.Outcome switch
    {
        SssdMapOutcome.Read => $"served with {map.Content?.Entries.Length ?? 0} entries",
        SssdMapOutcome.Missing => "sssd does not know it",
        SssdMapOutcome.Offline => "sssd is offline and has no copy",
        SssdMapOutcome.Reading => "being read",
        _ => "not read",
    };

    private static string Online(bool? online) => online switch
    {
        true => "online",
        false => "offline",
        null => "in a state that sssd does not tell",
    };
}
