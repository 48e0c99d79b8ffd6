using AutomountAgent.Probe;

namespace AutomountAgent.Hosting;

/// <summary>Applies the remedies of one configuration to what the newest verdict says.</summary>
/// <param name="remedies">The remedies.</param>
/// <param name="store">The newest state.</param>
/// <param name="judgement">The newest verdict.</param>
internal sealed class RemedyLoop(Remedies remedies, NodeStore store, Judgement judgement)
{
    /// <summary>Runs until cancelled; returns when every remedy is off.</summary>
    public Task RunAsync(CancellationToken end) => remedies.RunAsync(() => (store.State, judgement.Report), end);
}
