using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Why the state of a link cannot be known. A link that could not be observed is never <c>ok</c>.</summary>
internal static class LinkObservations
{
    /// <summary>The links that are observed: all.</summary>
    public static IReadOnlyList<Link> Watched => Links.All;

    /// <summary>Why the state of the link is not known; null when it was observed.</summary>
    public static string? WhyUnknown(Link link, NodeState state) => link switch
    {
        Link.Directory or Link.Sssd when WhyNotUsed(link, state) is not null => null,
        Link.Directory => Why(state.Directory) ?? WhyNoDirectory(state) ?? WhyDoubtful(state),
        Link.Sssd => Why(state.Sssd) ?? WhyNotCompared(state) ?? state.Compared.GivenUp?.Why,
        Link.Automount => Why(state.Automount) ?? Why(state.Mounts),
        Link.Map => WhyNoMaps(state),
        Link.Server => Why(state.Servers) ?? WhyNotAsked(state, state.Servers!.Seen!),
        Link.Mount => Why(state.Mounts) ?? Why(state.Required),
        _ => Why(state.Pods) ?? WhyNotAllPods(state.Pods!.Seen!),
    };

    /// <summary>Why nothing on this node needs the link; null when something does, or that is not known.</summary>
    public static string? WhyNotUsed(Link link, NodeState state) => link switch
    {
        Link.Directory => SssdUse.WhyNotUsed(state) ?? SssdUse.WhyNoDirectory(state),
        Link.Sssd => SssdUse.WhyNotUsed(state),
        _ => null,
    };

    private static string? WhyDoubtful(NodeState state) =>
        state.Directory?.Seen?.Domains.Select(d => DirectoryRules.WhyDoubtful(d, state)).FirstOrDefault(why => why is not null);

    /// <summary>Why a collector has given nothing; null when it has.</summary>
    public static string? Why<T>(Observation<T>? observation)
        where T : class
    {
        if (observation is null)
        {
            return "not looked at yet";
        }

        return observation.Seen is null ? observation.Unavailable ?? "could not be looked at" : null;
    }

    /// <summary>A map that could break if it was listed is not compared. Where a duplicate key is the reason, there is a finding.</summary>
    private static string? WhyNotCompared(NodeState state)
    {
        var maps = state.Sssd?.Seen?.Maps.Where(m => m is { Outcome: SssdMapOutcome.NotListed, DuplicateKey: null }).ToList() ?? [];
        return maps is [var first, ..] ? $"{Wording.Some([.. maps.Select(m => m.Name)])} not compared: {first.WhyNotListed}" : null;
    }

    private static string? WhyNotAllPods(PodsSnapshot pods) =>
        new[] { pods.Problem, pods.JournalProblem }.FirstOrDefault(problem => problem.Length > 0);

    private static string? WhyNoDirectory(NodeState state) =>
        state.Directory?.Seen?.Domains.IsEmpty == true ? "no domain of sssd.conf has an LDAP automount provider" : null;

    private static string? WhyNoMaps(NodeState state)
    {
        if (!HasMaps(state))
        {
            return "neither LDAP nor sssd nor a file gave the maps";
        }

        if (state.Automount is null)
        {
            return "the files of the maps have not been looked for yet";
        }

        return state.Analysis.GivenUp?.Why ?? state.Analysis.WhyUnread;
    }

    /// <summary>The servers are those that the maps name: where the maps are not known, neither are they.</summary>
    private static string? WhyNotAsked(NodeState state, ServersSnapshot servers)
    {
        if (state.Analysis.GivenUp is { } givenUp)
        {
            return givenUp.Why;
        }

        if (WhyNoMaps(state) is { } why)
        {
            return $"not all servers are known: {why}";
        }

        var asked = servers.Servers.Select(s => s.Target).ToHashSet();
        return state.Analysis.Servers.FirstOrDefault(target => !asked.Contains(target)) is { } target
            ? $"{ServerRules.Name(target)} has not been asked yet"
            : null;
    }

    /// <summary>Whether a copy of the maps was read.</summary>
    public static bool HasMaps(NodeState state) =>
        state.Directory?.Seen?.Domains.Any(d => !d.Maps.IsEmpty) == true ||
        state.Sssd?.Seen?.Maps.Any(m => m.Outcome == SssdMapOutcome.Read) == true ||
        (state.Automount?.Seen is not null && state.Maps.Content?.File is not null);
}
