using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>server</c>: how every NFS server answers.</summary>
internal static class ServerRules
{
    private const int NfsPort = 2049;

    /// <summary>Judges every server; a server that is asked in several ways is named once for each way that fails.</summary>
    public static IEnumerable<Finding> Run(NodeState state) =>
        state.Servers?.Seen?.Servers
            .Select(server => Judge(server, state.Health.Of(server.Target)) ?? DeadAddresses(server))
            .OfType<Finding>() ?? [];

    /// <summary>How a server is written in a sentence: its host, with the port when it is not the standard one, and UDP.</summary>
    public static string Name(ServerTarget target)
    {
        var port = target.Port == NfsPort ? "" : $" port {target.Port}";
        var transport = target.Udp ? " over UDP" : "";
        return $"{target.Host}{port}{transport}";
    }

    /// <summary>
    /// A fault stays until its cure has lasted, so that a server which answers now and then is named once and not again and again.
    /// </summary>
    private static Finding? Judge(ServerState newest, ServerHealth? health)
    {
        var shown = health is null ? newest : health.Shown with { Mounted = newest.Mounted, Required = newest.Required };
        if (shown.Outcome != ServerOutcome.Up)
        {
            return Fault(shown);
        }

        return health is { Debounced.State: HealthState.Slow } ? Slow(shown, health) : null;
    }

    private static Finding? DeadAddresses(ServerState server) => server.DeadAddresses.Length == 0 ? null : new()
    {
        Kind = ServerFindings.AddressDown,
        Subject = Name(server.Target),
        Message = $"NFS server {Name(server.Target)} answers, but not on every address of its name ({server.DeadAddresses}): "
            + "a mount that tries one of these waits for its time-out first",
        Server = server.Target.Host,
    };

    private static Finding Slow(ServerState server, ServerHealth health)
    {
        var name = Name(server.Target);
        var message = health.OnlyOperations
            ? $"NFS server {name} answers an empty call in time, but takes long for those of its mounts, "
                + $"{Late(health.Operations)} on average: "
                + "its storage is slow rather than the network"
            : $"NFS server {name} takes long to answer an empty call, {Late(health.Responses)}: everything on its mounts is slow";
        return new() { Kind = ServerFindings.Slow, Subject = name, Message = message, Server = server.Target.Host };
    }

    private static string Late(ResponseHistory times) => times.Typical is { } typical
        ? $"{times.Limit.TotalMilliseconds:0} ms or more instead of {typical.TotalMilliseconds:0.0} ms as usual"
        : "over a second";

    private static Finding Fault(ServerState server)
    {
        var name = Name(server.Target);
        var breaks = server switch
        {
            { Mounted: true } => "new mounts fail, and processes on existing mounts block",
            { Required: true } => "its keys cannot be mounted, and a required path needs it",
            _ => "its keys cannot be mounted; nothing is mounted from it now",
        };
        var (kind, does) = server.Outcome switch
        {
            ServerOutcome.Unresolvable => (ServerFindings.Unresolvable, "does not resolve"),
            ServerOutcome.Refused => (ServerFindings.Refused, "refuses connections to its NFS port"),
            ServerOutcome.Unreachable => (ServerFindings.Unreachable, "cannot be reached"),
            ServerOutcome.Hung => (ServerFindings.Hung, "accepts connections but answers no NFS call"),
            ServerOutcome.VersionMismatch => (ServerFindings.VersionMismatch, $"does not speak NFS version {server.Target.Version}"),
            _ => (ServerFindings.BadReply, "gives an invalid RPC reply"),
        };
        return new Finding
        {
            Kind = kind,
            Subject = server.Outcome == ServerOutcome.VersionMismatch ? $"{name} v{server.Target.Version}" : name,
            Message = $"NFS server {name} {does}{RuleText.Because(server.Detail)}: {breaks}",
            Server = server.Target.Host,
            Reduced = server.IsNeeded ? null : Severity.Warning,
        };
    }
}
