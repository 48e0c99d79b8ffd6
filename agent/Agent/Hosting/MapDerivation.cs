using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Interop;

namespace AutomountAgent.Hosting;

/// <summary>
/// Publishes the snapshots that maps follow from, together with what follows. How long that takes is decided by whoever writes into the
/// directory, so it is done on a thread of its own, one snapshot at a time, within a budget. What is over budget is given up and said: the
/// snapshot is published all the same, with the maps that were known before.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="parse">The parser of entries; null for that of the map library.</param>
internal sealed class MapDerivation(TimeProvider time, EntryParse? parse = null) : IDisposable
{
    /// <summary>
    /// The budget of one snapshot. A million entries take 1.5 s of a core (docs/maps.md). Three pollers may wait for each other, and a
    /// poller that is late by a minute ends the keep-alives.
    /// </summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(15);

    /// <summary>After the budget was used up, the maps are left as they are for so long: that costs a tenth of one processor.</summary>
    public static readonly TimeSpan Pause = 10 * MaxTime;

    private readonly CallThread thread = new("the work on the maps", time);
    private readonly SemaphoreSlim turn = new(1);
    private GivenUp? last;
    private long lastAt;

    /// <summary>Publishes a snapshot, and what follows from it.</summary>
    /// <param name="store">Receives both at the same time.</param>
    /// <param name="observe">Puts the snapshot into a state. It may run more than once.</param>
    /// <param name="cancel">Ends the waiting; then nothing is published.</param>
    public async Task PublishAsync(NodeStore store, Func<NodeState, NodeState> observe, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var derived = await DeriveAsync(observe(store.State), cancel);
            store.Update(state => observe(state).WithDerived(derived));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => thread.Dispose();

    private async Task<NodeState> DeriveAsync(NodeState seen, CancellationToken cancel)
    {
        if (last is not null && time.GetElapsedTime(lastAt) < Pause)
        {
            return WithoutViews(seen, last);
        }

        var work = new MapWork(seen, parse, cancel);
        try
        {
            var derived = await thread.RunAsync(work.Run, MaxTime, cancel);
            last = null;
            return derived;
        }
        catch (CallOutstandingException)
        {
            last ??= new GivenUp("judging earlier maps has not ended yet");
            lastAt = time.GetTimestamp();
            return WithoutViews(seen, last);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            work.End();
            last = work.GiveUp(e);
            lastAt = time.GetTimestamp();
            return work.Known is { } known ? known.WithoutAnalysis(last) : WithoutViews(seen, last);
        }
    }

    /// <summary>The maps of before, and no comparison: it would be one with another copy.</summary>
    private static NodeState WithoutViews(NodeState seen, GivenUp why) =>
        (seen with { Compared = ComparedViews.None with { GivenUp = why } }).WithoutAnalysis(why);

    /// <summary>What follows from one state, in two steps: the first is of use without the second.</summary>
    private sealed class MapWork(NodeState seen, EntryParse? parse, CancellationToken cancel)
    {
        private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        private readonly WalkPlace place = new();
        private volatile NodeState? known;

        /// <summary>The state with its maps, without their analysis; null while the maps are not known yet.</summary>
        public NodeState? Known => known;

        public NodeState Run()
        {
            known = seen.WithMapsAndViews();
            return known.WithAnalysis(maps => new MapWalk(maps, parse) { Place = place, Cancel = end.Token });
        }

        /// <summary>Nobody waits any more. Not disposed: the thread may still look at it.</summary>
        public void End() => end.Cancel();

        public GivenUp GiveUp(Exception e)
        {
            var why = e is TimeoutException
                ? $"judging the maps took longer than {MaxTime.TotalSeconds:0} s"
                : $"judging the maps failed ({e.GetType().Name}: {Printable.Escape(e.Message)})";
            return place.Map is not { } map
                ? new GivenUp(why)
                : new GivenUp($"{why}, {Where(map, place.Entry)}", new FindingSource(map.Name, place.Entry?.Key, place.Entry?.Dn));
        }

        private static string Where(MapContent map, MapRecord? entry)
        {
            var name = Printable.Escape(map.Name, 120);
            return entry is null ? $"at map {name}" : $"at key {Printable.Escape(entry.Key, 120)} of map {name}";
        }
    }
}
