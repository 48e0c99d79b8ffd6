using System.Collections.Immutable;
using System.Net;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Whether a server is asked in this round. What the kernel sees of it costs the server nothing, so a call is for what nobody else sees: a
/// reply to a mount within the last seconds stands for an answer, of that address, port and version alone; and a server that has been down
/// for minutes is asked the less often the longer it is, until a mount gets a reply. Pure.
/// </summary>
/// <param name="Server">The server, with the replies that its mounts got.</param>
/// <param name="Last">Its last answer; null when it was never asked.</param>
/// <param name="Health">How it is; null when nobody has judged it yet.</param>
/// <param name="Interval">Time between two rounds, but for those that follow a change of the mount table.</param>
/// <param name="Now">The time.</param>
internal sealed record ServerPace(
    PlannedServer Server, ServerState? Last, ServerHealth? Health, TimeSpan Interval, DateTimeOffset Now)
{
    /// <summary>
    /// What stands for an answer is not older. A server that hangs after the reply is asked in the next round, an interval later, so this
    /// is as short as it can be: the kernel counts whole seconds.
    /// </summary>
    public static readonly TimeSpan MaxReplyAge = TimeSpan.FromSeconds(2);

    /// <summary>An outage of this length is a restart or a failover: until then the server is asked in every round.</summary>
    public static readonly TimeSpan ShortOutage = TimeSpan.FromMinutes(2);

    /// <summary>The longest time between two calls.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Between two calls to a server on which nothing depends now.</summary>
    private static readonly TimeSpan UnneededPause = TimeSpan.FromSeconds(20);

    /// <summary>After an outage of <see cref="ShortOutage"/>; each time that it has lasted twice as long it doubles.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>Between two calls to a server that seems to come back.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Another way to the same host got replies: another version, or port.</summary>
    public bool HostReplies { get; init; }

    /// <summary>
    /// Addresses in use that need no call, because mounts got replies from them just now. None of a server that is not known to be well:
    /// its answers have to be measured.
    /// </summary>
    public ImmutableArray<IPAddress> Spared => IsWell
        ? [.. Server.InUse.Where(address => Now - Server.Replies.GetValueOrDefault(address) < MaxReplyAge)]
        : [];

    /// <summary>
    /// When mounts got replies that stand for an answer of the whole server; null when they do not, since some address in use gave none.
    /// </summary>
    public DateTimeOffset? RepliedAt => Spared is { IsEmpty: false } spared && spared.Length == Server.InUse.Length
        ? spared.Min(address => Server.Replies[address])
        : null;

    /// <summary>Whether it is to be asked now.</summary>
    /// <param name="sinceAsked">How long ago it was asked last, by a call.</param>
    /// <param name="spread">
    /// From 0 to 1, another one for each call and node: nodes that lost a server together must not ask it together.
    /// </param>
    public bool IsDue(TimeSpan sinceAsked, double spread) => Last is null || sinceAsked >= Pause(Last, spread);

    /// <summary>
    /// Between two calls to a server that is watched in each round. Rounds follow changes of the mount table as well, which come in bursts
    /// while pods start: these are no reason to ask.
    /// </summary>
    private TimeSpan RoundPause => Interval / 2;

    private bool IsWell => Health is { Debounced: { State: HealthState.Healthy, Next: HealthState.Healthy } }
        && Last is { Outcome: ServerOutcome.Up };

    private TimeSpan Pause(ServerState last, double spread)
    {
        if (last.Outcome != ServerOutcome.Up)
        {
            return HasRepliedSince(last) ? ShortestPause : WhileDown(spread);
        }

        if (!IsWell)
        {
            return RoundPause;
        }

        if (RepliedAt is not null)
        {
            return LongestPause;
        }

        if (Server.IsNeeded)
        {
            return RoundPause;
        }

        return HostReplies ? LongestPause : UnneededPause;
    }

    private bool HasRepliedSince(ServerState last) => Server.Replies.Values.Any(at => at > last.AskedAt);

    private TimeSpan WhileDown(double spread)
    {
        var outages = (Now - (Health?.SilentSince ?? Now)) / ShortOutage;
        if (outages < 1)
        {
            return RoundPause;
        }

        var pause = FirstPause * double.Exp2(double.Floor(double.Log2(outages)));
        return (pause < LongestPause ? pause : LongestPause) * (0.8 + (0.2 * spread));
    }
}
