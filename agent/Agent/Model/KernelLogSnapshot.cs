using System.Collections.Immutable;

namespace AutomountAgent.Model;

/// <summary>The last word of the kernel about an NFS server.</summary>
/// <param name="Complains"><c>not responding</c>, and no <c>OK</c> since.</param>
/// <param name="At">When it was said.</param>
/// <param name="Text">What was said.</param>
internal sealed record KernelMessage(bool Complains, DateTimeOffset At, string Text);

/// <summary>What the kernel said about NFS servers since it booted, as far as its log still has it. Immutable.</summary>
/// <param name="Problem">Why the log cannot be read; empty when it can. Then nothing is known, which is not a fault.</param>
/// <param name="Words">The last word by server, as the mount names it.</param>
internal sealed record KernelLogSnapshot(string Problem, ImmutableDictionary<string, KernelMessage> Words)
{
    /// <summary>How many servers are remembered; the log is written by the kernel, but names are given by whoever mounts.</summary>
    public const int MaximumServers = 1000;

    /// <summary>Nothing was said.</summary>
    public static KernelLogSnapshot Empty { get; } = new("", ImmutableDictionary<string, KernelMessage>.Empty);

    /// <summary>The last word about a server by name or address; null when there is none.</summary>
    public KernelMessage? Find(string server, string address) => Words.GetValueOrDefault(server) ?? Words.GetValueOrDefault(address);

    /// <summary>
    /// The view after one more record. Words are paired per server: <c>OK</c> ends the complaint about the same one only.
    /// </summary>
    /// <param name="line">The record as /dev/kmsg gives it.</param>
    /// <param name="boot">When the kernel's clock was zero.</param>
    public KernelLogSnapshot After(ReadOnlySpan<byte> line, DateTimeOffset boot)
    {
        if (!KernelRecord.TryRead(line, out var record) || (Words.Count >= MaximumServers && !Words.ContainsKey(record.Server)))
        {
            return this;
        }

        var word = new KernelMessage(record.Says != KernelSays.Ok, boot + record.SinceBoot, record.Text);

        // Many callers wait, and each of them complains: the time of the first one is the time of the fault.
        return Words.TryGetValue(record.Server, out var last) && last.Complains && word.Complains
            ? this
            : this with { Words = Words.SetItem(record.Server, word) };
    }

    /// <summary>
    /// The view after records were overwritten before they could be read: an <c>OK</c> may be among them, so open complaints count no more.
    /// </summary>
    public KernelLogSnapshot AfterLoss() => this with { Words = Words.RemoveRange(Words.Where(w => w.Value.Complains).Select(w => w.Key)) };
}
