using Automount.Configuration;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>Runs the collectors of one configuration, each at its interval.</summary>
/// <param name="plan">The collectors.</param>
/// <param name="rounds">How far they are.</param>
/// <param name="store">Receives what they see.</param>
/// <param name="settings">The configuration.</param>
/// <param name="time">Clock.</param>
internal sealed class ScheduleLoop(PollPlan plan, Rounds rounds, NodeStore store, Settings settings, SteadyClock time)
{
    /// <summary>Runs until cancelled; any other end is a failure of the agent.</summary>
    public Task RunAsync(CancellationToken end)
    {
        store.Update(state => state.WithSilence(settings.Silence));
        return rounds.RunAsync(plan, store, time, end);
    }
}
