using System.Collections.Immutable;

namespace AutomountAgent.Derive;

/// <summary>
/// The response times of one server, of one kind of call: the last ones, and the median of each minute of the last hour, against which they
/// are held. At most <see cref="MaximumMinutes"/> + <see cref="MaximumOfMinute"/> numbers per server. Immutable; the only clock is the time
/// of each answer.
/// </summary>
internal sealed record ResponseHistory
{
    /// <summary>
    /// How many minutes are remembered. A server that stays slow for half of them has become a slower server, which is not a fault.
    /// </summary>
    public const int MaximumMinutes = 60;

    /// <summary>How many answers of one minute are remembered.</summary>
    public const int MaximumOfMinute = 30;

    /// <summary>Slow is this many times the typical time.</summary>
    private const int Factor = 5;

    /// <summary>How many answers in a row must be slow: one late answer is nothing.</summary>
    private const int InARow = 3;

    /// <summary>Before so many minutes are known there is no typical time.</summary>
    private const int Enough = 3;

    /// <summary>Nobody notices less.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(50);

    /// <summary>Slow whatever is typical: each metadata call of a user takes at least as long.</summary>
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(1);

    /// <summary>Nothing is said of now by what is older: nobody uses the mounts any more.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    private readonly ImmutableArray<TimeSpan> minutes = [];
    private readonly ImmutableArray<TimeSpan> ofMinute = [];
    private readonly DateTimeOffset minute;
    private readonly DateTimeOffset last;
    private readonly int slowInARow;

    private ResponseHistory()
    {
    }

    private ResponseHistory(
        ImmutableArray<TimeSpan> minutes, ImmutableArray<TimeSpan> ofMinute, DateTimeOffset minute, DateTimeOffset last, int slowInARow) =>
        (this.minutes, this.ofMinute, this.minute, this.last, this.slowInARow) = (minutes, ofMinute, minute, last, slowInARow);

    /// <summary>No answer yet.</summary>
    public static ResponseHistory Empty { get; } = new();

    /// <summary>The median of the minutes; null before there are enough of them.</summary>
    public TimeSpan? Typical => minutes.Length < Enough ? null : Median(minutes);

    /// <summary>An answer that takes longer is slow.</summary>
    public TimeSpan Limit =>
        Typical is { } typical ? TimeSpan.FromTicks(Math.Min(Ceiling.Ticks, Math.Max(Floor.Ticks, Factor * typical.Ticks))) : Ceiling;

    /// <summary>The last answers were slow: above a second, or above 50 ms and five times what is typical.</summary>
    public bool IsSlow => slowInARow >= InARow;

    /// <summary><see cref="IsSlow"/>, as long as the last answer is not older than a minute.</summary>
    public bool IsSlowAt(DateTimeOffset now) => IsSlow && now - last < Recent;

    /// <summary>The history after one more answer.</summary>
    /// <param name="response">How long it took.</param>
    /// <param name="at">When it was asked for.</param>
    public ResponseHistory After(TimeSpan response, DateTimeOffset at)
    {
        var slow = response > Limit ? Math.Min(InARow, slowInARow + 1) : 0;
        if (ofMinute.IsEmpty)
        {
            return new(minutes, [response], at, at, slow);
        }

        if (at - minute < TimeSpan.FromMinutes(1))
        {
            return new(minutes, ofMinute.Length < MaximumOfMinute ? ofMinute.Add(response) : ofMinute, minute, at, slow);
        }

        var kept = minutes.Length < MaximumMinutes ? minutes : minutes.RemoveAt(0);
        return new(kept.Add(Median(ofMinute)), [response], at, at, slow);
    }

    private static TimeSpan Median(ImmutableArray<TimeSpan> times) => times.Sort()[times.Length / 2];
}
