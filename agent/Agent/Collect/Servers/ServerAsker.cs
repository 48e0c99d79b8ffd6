using Automount.Configuration;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks one NFS server. Whoever asks does so here, so that every answer is worth the same: one lost reply is not a fault, and neither is a
/// service that restarts, so the first failure is confirmed by a second call.
/// </summary>
/// <param name="settings">The timeout.</param>
/// <param name="resolver">Resolves names.</param>
/// <param name="connections">Connections that are kept between calls.</param>
/// <param name="counters">Where round trips are counted.</param>
/// <param name="time">Clock.</param>
internal sealed class ServerAsker(
    Settings settings, HostResolver resolver, RpcConnections connections, Counters counters, TimeProvider time)
{
    /// <summary>How long a service that went away is given to come back before it is asked once more.</summary>
    private static readonly TimeSpan BeforeConfirming = TimeSpan.FromSeconds(1);

    private readonly NfsPing ping = new(resolver, connections, time);

    /// <summary>Asks a server, twice where the first answer is a new fault.</summary>
    /// <param name="server">Whom to ask.</param>
    /// <param name="before">Its last answer; null when there was none.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task<ServerState> AskAsync(PlannedServer server, ServerState? before, CancellationToken cancel)
    {
        var (askedAt, reply) = await CallAsync(server, cancel);
        var isNewlyHung = reply.Outcome == ServerOutcome.Hung && before?.Outcome != ServerOutcome.Hung;
        var isNewlyDown = before?.Outcome == ServerOutcome.Up
            && reply.Outcome is ServerOutcome.Unresolvable or ServerOutcome.Refused or ServerOutcome.Unreachable or ServerOutcome.BadReply;
        if (isNewlyDown)
        {
            await Task.Delay(BeforeConfirming, time, cancel);
        }

        if (isNewlyDown || (isNewlyHung && !reply.IsSecondCall))
        {
            (askedAt, reply) = await CallAsync(server, cancel);
        }

        var attempts = reply.Outcome == before?.Outcome ? before.Attempts + 1 : 1;
        attempts = isNewlyHung && reply.Outcome == ServerOutcome.Hung ? 2 : attempts;
        var isSpared = reply is { Outcome: ServerOutcome.Up, ResponseTime: null };
        var took = isSpared ? before?.ResponseTime : reply.ResponseTime;
        return new(server.Target, reply.Address, reply.Outcome, reply.Detail, took, attempts, server.Mounted)
        {
            ByTraffic = isSpared,
            Required = server.Required,
            AskedAt = askedAt,
            SilentAddresses = reply.DeadAddresses,
            DeadAddresses = before?.SilentAddresses.Length > 0 ? reply.DeadAddresses : "",
        };
    }

    private async Task<(DateTimeOffset AskedAt, PingReply Reply)> CallAsync(PlannedServer server, CancellationToken cancel)
    {
        var askedAt = time.GetUtcNow();
        var reply = await ping.AskAsync(server, settings.MountsTimeout, cancel);
        if (reply.ResponseTime is { } took)
        {
            counters.Answered(server.Target.Host, took, server.IsNeeded, askedAt);
        }

        return (askedAt, reply);
    }
}
