using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;
using AutomountAgent.Validate.Diff;

namespace AutomountAgent.History;

/// <summary>Makes the records of one boot. Text from outside is escaped and cut. Pure.</summary>
/// <param name="boot">Id of the boot.</param>
internal sealed class HistoryRecords(string boot)
{
    /// <summary>So many records of one verdict are kept: a start on a node with bad maps must not push out what was before.</summary>
    public const int MaxOfOneVerdict = 200;

    private const int MaxName = 256;
    private const int MaxMessage = 1000;

    /// <summary>The daemon started.</summary>
    public HistoryRecord Started(DateTimeOffset time, string version) =>
        At(time, HistoryEvents.Start) with { Message = $"automount-agent {version}" };

    /// <summary>Records are missing.</summary>
    /// <param name="time">When.</param>
    /// <param name="count">How many; null when that is not known.</param>
    /// <param name="why">Why, as a clause.</param>
    public HistoryRecord Missing(DateTimeOffset time, int? count, string why) =>
        At(time, HistoryEvents.Missing) with { Count = count, Message = Printable.Escape(why, MaxMessage) };

    /// <summary>The findings that one verdict raised and cleared.</summary>
    /// <param name="changes">The findings, with the times of the agent's clock.</param>
    /// <param name="time">The time of the verdict, of the same clock.</param>
    /// <param name="step">How far that clock is behind the node's.</param>
    public IEnumerable<HistoryRecord> Of(FindingChanges changes, DateTimeOffset time, TimeSpan step)
    {
        var cleared = changes.Cleared.Select(finding => Of(finding, HistoryEvents.Cleared, time + step) with
        {
            LastedSeconds = (long)(time - finding.Since).TotalSeconds,
        });
        var raised = changes.Raised.Select(finding => Of(finding, HistoryEvents.Raised, time + step));
        foreach (var record in cleared.Concat(raised).Take(MaxOfOneVerdict))
        {
            yield return record;
        }

        var left = changes.Cleared.Length + changes.Raised.Length - MaxOfOneVerdict;
        if (left > 0)
        {
            yield return Missing(time + step, left, "one verdict changed more findings than are kept");
        }
    }

    /// <summary>One change of a map.</summary>
    /// <param name="change">The change; its texts are without credentials already.</param>
    /// <param name="time">When the new maps were seen, by the node's clock.</param>
    public HistoryRecord Of(MapChange change, DateTimeOffset time) => At(time, HistoryEvents.Map) with
    {
        Map = Cut(change.Map),
        Key = Cut(change.Key),
        Change = change.Kind.Name(),
        Before = Cut(change.Before),
        Now = Cut(change.Now),
        Message = change.Offset == "/" ? null : Cut($"at {change.Offset}"),
    };

    private HistoryRecord Of(Finding finding, string what, DateTimeOffset time) => At(time, what) with
    {
        Code = finding.Kind.Code,
        Severity = finding.Severity.Name(),
        Subject = Cut(finding.Subject),
        Message = Printable.Escape(finding.Message, MaxMessage),
    };

    private HistoryRecord At(DateTimeOffset time, string what) =>
        new(new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset), boot, what);

    private static string? Cut(string? text) => string.IsNullOrEmpty(text) ? null : Printable.Escape(text, MaxName);
}
