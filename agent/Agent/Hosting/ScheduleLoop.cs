using Automount.Configuration;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>Runs the collectors of one configuration, each at its interval.</summary>
/// <param name="plan">The collectors.</param>
/// <param name="rounds">How far they are.</param>
/// <param name="store">Receives what they see.</param>
/// <param name="derivation">Brings what follows from the maps up to date.</param>
/// <param name="settings">The configuration.</param>
/// <param name="time">Clock.</param>
internal sealed class ScheduleLoop(
    PollPlan plan, Rounds rounds, NodeStore store, MapDerivation derivation, Settings settings, SteadyClock time)
{
    /// <summary>Runs until cancelled; any other end is a failure of the agent.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        await derivation.PublishAsync(store, state => state.WithSilence(settings.Silence), end);
        await rounds.RunAsync(plan, store, time, end);
    }
}
