using System.Collections.Immutable;
using Automount.Maps;

namespace AutomountAgent.Model;

/// <summary>sssd as its configuration, systemd, the InfoPipe and its autofs responder show it.</summary>
/// <param name="Configuration">sssd.conf and its snippets.</param>
/// <param name="Unit">State of sssd.service; null when systemd could not be asked (see <paramref name="BusProblem"/>).</param>
/// <param name="BusProblem">Why the system bus could not be used; null when it could.</param>
/// <param name="Domains">What the InfoPipe says of each domain; empty when it cannot be asked (see
/// <paramref name="InfoPipeProblem"/>).</param>
/// <param name="InfoPipeProblem">Why the InfoPipe could not be asked; null when it could.</param>
/// <param name="Responder">What the autofs responder did when it was asked for a map.</param>
/// <param name="ResponderDetail">The error in words; empty when all is well.</param>
/// <param name="Maps">Each map that was asked for (never the master map), with what came of it.</param>
internal sealed record SssdSnapshot(
    SssdConfiguration Configuration,
    UnitState? Unit,
    string? BusProblem,
    ImmutableArray<SssdDomain> Domains,
    string? InfoPipeProblem,
    ResponderOutcome Responder,
    string ResponderDetail,
    ImmutableArray<SssdMap> Maps);

/// <summary>One domain as the InfoPipe sees it (sssd-ifp(5)).</summary>
/// <param name="Name">Name of the domain.</param>
/// <param name="Online">The back end's belief: true online, false offline, null not told.</param>
internal sealed record SssdDomain(string Name, bool? Online)
{
    /// <summary>While it is offline, the last failure in the log of its back end; null when the log names none or cannot be read.</summary>
    public string? LastFailure { get; init; }
}

/// <summary>What came of asking the autofs responder.</summary>
internal enum ResponderOutcome
{
    /// <summary>Not asked: no library, or there was no map to ask for.</summary>
    NotAsked,

    /// <summary>It answers (which says nothing about a single map).</summary>
    Answers,

    /// <summary>Nobody listens on the responder's socket, or there is none.</summary>
    NotRunning,

    /// <summary>No answer within the deadline.</summary>
    Hung,

    /// <summary>Anything else; see the detail.</summary>
    Failed,
}

/// <summary>One map as the autofs responder serves it.</summary>
/// <param name="Name">Name of the map.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Content">The map; null unless it was read. The same instance as before when nothing in it changed.</param>
/// <param name="Took">How long the last full read took.</param>
internal sealed record SssdMap(string Name, SssdMapOutcome Outcome, MapContent? Content, TimeSpan Took)
{
    /// <summary>When the map was last asked for in full, and an answer came; null when never.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>LDAP's copy of it at that time; null when there was none.</summary>
    public MapContent? LdapCopy { get; init; }

    /// <summary>Why it is not listed; null when it may be.</summary>
    public string? WhyNotListed { get; init; }

    /// <summary>A key that <see cref="LdapCopy"/> has more than once; null when there is none.</summary>
    public string? DuplicateKey { get; init; }

    /// <summary>The look-up of one key of this round; null when there was none.</summary>
    public SssdLookup? Lookup { get; init; }

    /// <summary>How many keys were looked up so far: every round it is the turn of the next one.</summary>
    public int Turn { get; init; }

    /// <summary>
    /// The look-ups that gave something else than <see cref="Content"/> has (of a map that is not listed, <see cref="LdapCopy"/>), a few
    /// at most. Each is repeated until it agrees.
    /// </summary>
    public ImmutableArray<SssdLookup> Disagreements { get; init; } = [];
}

/// <summary>What the look-up of one key by its name gave, the way in which automount asks.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value; null when sssd found none.</param>
/// <param name="Took">How long it took.</param>
/// <param name="At">When it was; of a disagreement, when it was seen first.</param>
internal sealed record SssdLookup(string Key, string? Value, TimeSpan Took, DateTimeOffset At)
{
    /// <summary>A disagreement that was there again after the map was read again: not a change between the two.</summary>
    public bool IsConfirmed { get; init; }
}

/// <summary>What came of reading a map through sssd, protocol 1: offline is not missing.</summary>
internal enum SssdMapOutcome
{
    /// <summary>Read in full.</summary>
    Read,

    /// <summary>sssd knows no such map (ENOENT).</summary>
    Missing,

    /// <summary>The provider failed and nothing usable is cached (EHOSTDOWN).</summary>
    Offline,

    /// <summary>Not read, because the responder did not answer in time or failed.</summary>
    NotRead,

    /// <summary>A large map that is being read for the first time.</summary>
    Reading,

    /// <summary>Not listed, because that may break keys of it (<see cref="SssdMap.WhyNotListed"/>).</summary>
    NotListed,
}
