using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>server</c>: how every NFS server answers.</summary>
internal static class ServerRules
{
    /// <summary>Judges every server; a server that is asked in several ways is named once for each way that fails.</summary>
    public static IEnumerable<Finding> Run(NodeState state) =>
        state.Servers?.Seen?.Servers.Select(server => Judge(server, state.Health.Of(server.Target))).OfType<Finding>() ?? [];

    /// <summary>How a server is written in a sentence: its host, with the port when it is not the standard one, and UDP.</summary>
    public static string Name(ServerTarget target) => $"{target.Host}{(target.Port == 2049 ? "" : $" port {target.Port}")}{(target.Udp ? " over UDP" : "")}";

    /// <summary>A fault stays until its cure has lasted, so that a server which answers now and then is named once and not again and again.</summary>
    private static Finding? Judge(ServerState newest, ServerHealth? health)
    {
        var shown = health is null ? newest : health.Shown with { Mounted = newest.Mounted };
        return shown.Outcome != ServerOutcome.Up ? Fault(shown) : health?.Settled.State == HealthState.Slow ? Slow(shown, health) : null;
    }

    private static Finding Slow(ServerState server, ServerHealth health)
    {
        var times = health.OnlyOperations ? health.Operations : health.Responses;
        var late = times.Typical is { } typical ? $"{times.Limit.TotalMilliseconds:0} ms or more instead of {typical.TotalMilliseconds:0.0} ms as usual" : "over a second";
        return new()
        {
            Kind = ServerSlow,
            Subject = Name(server.Target),
            Message = health.OnlyOperations
                ? $"NFS server {Name(server.Target)} answers an empty call in time, but takes long for those of its mounts, {late} on average: its storage is slow rather than the network"
                : $"NFS server {Name(server.Target)} takes long to answer an empty call, {late}: everything on its mounts is slow",
            Server = server.Target.Host,
        };
    }

    private static Finding Fault(ServerState server)
    {
        var name = Name(server.Target);
        var because = server.Detail.Length == 0 ? "" : $" ({server.Detail})";
        var breaks = server.Mounted ? "new mounts fail, and processes on existing mounts block" : "its keys cannot be mounted";
        var (kind, says) = server.Outcome switch
        {
            ServerOutcome.Unresolvable => (ServerUnresolvable, "does not resolve"),
            ServerOutcome.Refused => (ServerRefused, "refuses connections to its NFS port"),
            ServerOutcome.Unreachable => (ServerUnreachable, "cannot be reached"),
            ServerOutcome.Hung => (ServerHung, "accepts connections but answers no NFS call"),
            ServerOutcome.VersionMismatch => (ServerVersionMismatch, $"does not speak NFS version {server.Target.Version}"),
            _ => (ServerBadReply, "gives an invalid RPC reply"),
        };
        return new Finding
        {
            Kind = kind,
            Subject = server.Outcome == ServerOutcome.VersionMismatch ? $"{name} v{server.Target.Version}" : name,
            Message = $"NFS server {name} {says}{because}: {breaks}",
            Server = server.Target.Host,
        };
    }
}
