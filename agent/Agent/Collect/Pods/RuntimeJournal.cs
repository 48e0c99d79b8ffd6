using System.Collections.Immutable;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Pods;

/// <summary>Reads messages of units from a time on; a negative result is an errno, and a positive one says that there are more.</summary>
internal delegate int ReadJournal(IReadOnlyList<string> units, DateTimeOffset since, int max, Action<DateTimeOffset, string> take);

/// <summary>
/// The containers that CRI-O and containerd do not get made, by their journals. A library reads them from the node's disk, so it has a
/// thread of its own and a deadline. Reads must not overlap.
/// </summary>
/// <param name="read">Reads the journal.</param>
/// <param name="time">Clock.</param>
/// <param name="step">How far that clock is behind the node's.</param>
internal sealed class RuntimeJournal(ReadJournal read, TimeProvider time, Func<TimeSpan> step) : IDisposable
{
    /// <summary>CRI-O lets a second request wait for up to six minutes before it says so again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(7);

    private const int MaxEntries = 5000;
    private const int MaxStuck = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly ImmutableArray<string> Units = ["crio.service", "containerd.service"];

    private readonly CallThread thread = new("the journal", time);
    private readonly Dictionary<(string Pod, string Container), StuckPod> stuck = [];
    private DateTimeOffset readUpTo = time.GetUtcNow() - Memory;
    private DateTimeOffset due;
    private string problem = "";

    /// <summary>What is stuck now, and why the journal cannot be read; empty when it can.</summary>
    public async Task<(ImmutableArray<StuckPod> Stuck, string Problem)> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (now >= due)
        {
            due = now + Interval;
            await ReadNewAsync(now, cancel);
        }

        foreach (var old in stuck.Where(s => now - s.Value.At > Memory).Select(s => s.Key).ToList())
        {
            stuck.Remove(old);
        }

        return ([.. stuck.Values.OrderBy(s => s.Pod, StringComparer.Ordinal)], problem);
    }

    /// <inheritdoc/>
    public void Dispose() => thread.Dispose();

    private async Task ReadNewAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ahead = step();
        var oldest = now - Memory;
        readUpTo = readUpTo > oldest ? readUpTo : oldest;
        var (from, found) = (readUpTo + ahead, new NewMessages());
        try
        {
            var result = await thread.RunAsync(
                () => read(Units, from, MaxEntries, (at, text) => found.Add(at - ahead, text)), Deadline, cancel);
            problem = result < 0 ? $"the journal cannot be read (errno {-result})" : "";

            // What is left of a busy runtime's messages is read next time.
            readUpTo = result == 0 ? now : found.Last ?? readUpTo;
            foreach (var pod in found.Stuck.Where(pod => stuck.Count < MaxStuck || stuck.ContainsKey((pod.Pod, pod.Container))))
            {
                stuck[(pod.Pod, pod.Container)] = pod;
            }
        }
        catch (Exception e) when (e is TimeoutException or CallOutstandingException)
        {
            problem = "the journal could not be read in time";
        }
    }

    /// <summary>The messages of one read.</summary>
    private sealed class NewMessages
    {
        public DateTimeOffset? Last { get; private set; }

        public List<StuckPod> Stuck { get; } = [];

        public void Add(DateTimeOffset at, string text)
        {
            Last = at;
            if (RuntimeMessage.Parse(text, at) is { } pod)
            {
                Stuck.Add(pod);
            }
        }
    }
}
