using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>
/// What the counters of one superblock did from look to look: whether its requests are answered, and who uses it for what. A superblock
/// that is younger than before, or whose counters are less, is another one, and its history begins anew. Immutable.
/// </summary>
internal sealed record Traffic
{
    /// <summary>The counters at the last look.</summary>
    public required NfsStatistics Last { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When this superblock was first looked at.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>
    /// The newest reply came after this time (it is the look before the one that saw it); null while none was seen to come.
    /// </summary>
    public DateTimeOffset? AnsweredAfter { get; init; }

    /// <summary>
    /// The same to a second, where the transport tells when it was done with a request last: that one was answered, since replies were seen
    /// to come. The kernel does not tell over UDP and while there is no connection: then it is a second before the look.
    /// </summary>
    public DateTimeOffset? RepliedAfter { get; init; }

    /// <summary>Since when requests wait and no reply comes; null while none waits.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>How many messages were sent since the last reply and have none.</summary>
    public long Unanswered { get; init; }

    /// <summary>Requests that ran into the major timeout since the last reply.</summary>
    public long TimedOut { get; init; }

    /// <summary>Since the last look requests had to wait for a free slot of the transport.</summary>
    public bool Backlogged { get; init; }

    /// <summary>Nobody's path call reached the server since.</summary>
    public required DateTimeOffset LastUse { get; init; }

    /// <summary>Nobody opened, read, listed or changed anything since.</summary>
    public required DateTimeOffset LastWork { get; init; }

    /// <summary>The last look that saw a new statfs(2) call; null while none did.</summary>
    public DateTimeOffset? LastStatFs { get; init; }

    /// <summary>How many looks saw new statfs(2) calls since the last work.</summary>
    public int StatFsLooks { get; init; }

    /// <summary>Requests that walked a path or read attributes, answered since the look before.</summary>
    public long Looked { get; init; }

    /// <summary>The sum of their round trip times.</summary>
    public TimeSpan LookTook { get; init; }

    /// <summary>
    /// The newest GETATTR or ACCESS request that failed did so after this time (it is the look before the one that saw it); null while none
    /// did.
    /// </summary>
    public DateTimeOffset? LookFailedAfter { get; init; }

    private long Gap => Last.Sends - Last.Answers;

    /// <summary>The traffic after one more look.</summary>
    /// <param name="before">The traffic so far; null at the first look.</param>
    /// <param name="now">The counters.</param>
    /// <param name="at">When they were read.</param>
    public static Traffic After(Traffic? before, NfsStatistics now, DateTimeOffset at) =>
        before is null || !Continues(before.Last, now) ? First(now, at) : before.Then(now, at);

    /// <summary>Before the first look there was no message for as long as the transport says that it is idle.</summary>
    private static Traffic First(NfsStatistics now, DateTimeOffset at)
    {
        var idleSince = at - TimeSpan.FromSeconds(Math.Clamp(Math.Min(now.IdleSeconds, now.Age), 0, int.MaxValue));
        return new() { Last = now, At = at, Since = at, LastUse = idleSince, LastWork = idleSince };
    }

    private Traffic Then(NfsStatistics now, DateTimeOffset at)
    {
        var lastUse = now.Uses > Last.Uses ? at : LastUse;
        var lastWork = now.Work > Last.Work ? at : LastWork;
        var lastStatFs = now.StatFs > Last.StatFs ? at : LastStatFs;
        var lookFailedAfter = now.LookErrors > Last.LookErrors ? At : LookFailedAfter;
        return WithReplies(now, at) with
        {
            Last = now,
            At = at,
            Backlogged = now.Backlog > Last.Backlog,
            LastUse = lastUse,
            LastWork = lastWork,
            LastStatFs = lastStatFs,
            StatFsLooks = StatFsLooksAfter(now),
            Looked = Math.Max(0, now.Looks - Last.Looks),
            LookTook = TimeSpan.FromMilliseconds(Math.Max(0, now.LookMilliseconds - Last.LookMilliseconds)),
            LookFailedAfter = lookFailedAfter,
        };
    }

    /// <summary>This traffic with what the counters say of requests that wait; the same instance when that is the same.</summary>
    private Traffic WithReplies(NfsStatistics now, DateTimeOffset at)
    {
        var isAnswered = now.Answers > Last.Answers;
        var isReconnected = now.Connects != Last.Connects;
        var unanswered = Unanswered + Math.Max(0, now.Sends - now.Answers - Gap);
        unanswered = isAnswered || isReconnected ? 0 : unanswered;
        var timedOut = isAnswered ? 0 : TimedOut + now.MajorTimeouts - Last.MajorTimeouts;
        if (!isAnswered && unanswered == Unanswered && timedOut == TimedOut)
        {
            return this;
        }

        var answeredAfter = isAnswered ? At : AnsweredAfter;
        var repliedAfter = isAnswered ? ReplyOf(now, at) : RepliedAfter;
        var waitingSince = WaitingSince ?? at;
        return this with
        {
            AnsweredAfter = answeredAfter,
            RepliedAfter = repliedAfter,
            Unanswered = unanswered,
            TimedOut = timedOut,
            WaitingSince = IsWaiting(unanswered, timedOut) ? waitingSince : null,
        };
    }

    /// <summary>The kernel cuts the seconds off. The last look did not see the reply, so it is not from before that.</summary>
    private DateTimeOffset ReplyOf(NfsStatistics now, DateTimeOffset at)
    {
        var done = at - TimeSpan.FromSeconds(1 + Math.Clamp(now.IdleSeconds, 0, int.MaxValue));
        return done > At ? done : At;
    }

    private int StatFsLooksAfter(NfsStatistics now)
    {
        if (now.Work > Last.Work)
        {
            return 0;
        }

        return now.StatFs > Last.StatFs ? StatFsLooks + 1 : StatFsLooks;
    }

    private static bool IsWaiting(long unanswered, long timedOut) => unanswered > 0 || timedOut > 0;

    private static bool Continues(NfsStatistics before, NfsStatistics now) =>
        now.Age >= before.Age && now.Requests >= before.Requests && now.Sends >= before.Sends && now.MajorTimeouts >= before.MajorTimeouts;
}
