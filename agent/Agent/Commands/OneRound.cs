using Automount.Configuration;
using AutomountAgent.Derive;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Rules;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutomountAgent.Commands;

/// <summary>One round of all collectors and rules, without the daemon.</summary>
internal static class OneRound
{
    /// <summary>Observes the node and judges what was seen. What is not there when the time is over stays unknown.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="timeout">
    /// How long the collectors may take in all; <see cref="Timeout.InfiniteTimeSpan"/> for their own deadlines.
    /// </param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public static async Task<(NodeState State, ChainReport Report)> RunAsync(Settings settings, TimeSpan timeout, CancellationToken cancel)
    {
        var store = new NodeStore();
        store.Update(state => state.WithSilence(settings.Silence));
        var clock = new SteadyClock(TimeProvider.System);
        var changes = new FindingLog(NullLogger<FindingLog>.Instance);
        using var derivation = new MapDerivation(clock);
        using var watch = new NodeWatch(
            settings, HostPaths.Host, new Counters(), clock, NullLoggerFactory.Instance, changes, derivation);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(timeout);
        try
        {
            await watch.Plan.RunOnceAsync(store, end.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // What was collected by then is judged.
        }

        var state = store.State;
        var (report, _) = ChainJudge.Judge(state, null, System.Net.Dns.GetHostName(), TimeProvider.System.GetUtcNow());
        return (state, report);
    }
}
