using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Says why a link's state cannot be known: design principle 4, what was not looked at is never <c>ok</c>.</summary>
internal static class LinkObservations
{
    /// <summary>The links that have an observer. The link <c>pod</c> has none yet, so nothing is said of it.</summary>
    public static IReadOnlyList<Link> Watched { get; } = [Link.Directory, Link.Sssd, Link.Automount, Link.Map, Link.Server, Link.Mount];

    /// <summary>Why the link's state is not known; null when it was looked at.</summary>
    public static string? WhyUnknown(Link link, NodeState state) => link switch
    {
        Link.Directory => Why(state.Directory) ?? (state.Directory!.Seen!.Domains.IsEmpty
            ? "no domain of sssd.conf has an LDAP automount provider"
            : null),
        Link.Sssd => Why(state.Sssd),
        Link.Automount => Why(state.Automount) ?? Why(state.Mounts),
        Link.Map => HasMaps(state) ? null : "neither LDAP nor sssd nor a file gave the maps",
        Link.Server => Why(state.Servers),
        Link.Mount => Why(state.Mounts) ?? Why(state.Required),
        _ => "not watched",
    };

    private static string? Why<T>(Observation<T>? observation)
        where T : class =>
        observation is null ? "not looked at yet" : observation.Seen is null ? observation.Unavailable ?? "could not be looked at" : null;

    private static bool HasMaps(NodeState state) =>
        state.Directory?.Seen?.Domains.Any(d => !d.Maps.IsEmpty) == true ||
        state.Sssd?.Seen?.Maps.Any(m => m.Outcome == SssdMapOutcome.Read) == true ||
        (state.Automount?.Seen is not null && state.Maps.Content?.File is not null);
}
