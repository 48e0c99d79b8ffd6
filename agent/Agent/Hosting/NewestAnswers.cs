using AutomountAgent.Collect.Servers;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;

namespace AutomountAgent.Hosting;

/// <summary>
/// Brings a state up to the moment for one path: its servers are asked now. A verdict of the daemon waits until a fault has lasted; who
/// asks for a path wants to know how its server is now.
/// </summary>
/// <param name="asker">Asks a server.</param>
/// <param name="node">Name of the node.</param>
/// <param name="time">Clock.</param>
internal sealed class NewestAnswers(ServerAsker asker, string node, TimeProvider time)
{
    /// <summary>The state and the verdict on it; those that were given where the servers are as they were.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<(NodeState State, ChainReport Report)> OfAsync(
        NodeState state, ChainReport report, PathTrace trace, CancellationToken cancel)
    {
        var before = state.Servers?.Seen?.Servers.ToLookup(server => server.Target);
        if (before is null)
        {
            return (state, report);
        }

        var targets = PathTargets.Servers(state.Maps, trace.MapPath).Distinct().Where(before.Contains);
        var answers = await Task.WhenAll(targets.Select(target => AskAsync(before[target].First(), cancel)));
        if (answers.All(answer => answer.Outcome == ServerOutcome.Up
            && state.Health.Of(answer.Target)?.Debounced.State == HealthState.Healthy))
        {
            return (state.WithAnswers([.. answers]), report);
        }

        var now = time.GetUtcNow();
        var newest = (state.WithAnswers([.. answers]) with { Health = NodeHealth.None }).WithHealth(now);
        return (newest, ChainJudge.Judge(newest, report, node, now).Report);
    }

    private Task<ServerState> AskAsync(ServerState before, CancellationToken cancel) => asker.AskAsync(
        new PlannedServer(before.Target, [], before.Mounted) { Required = before.Required }, before, cancel);
}
