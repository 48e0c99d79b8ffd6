using System.Collections.Immutable;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;

namespace AgentTests.Output.Web;

/// <summary>The two nodes of the pictures: one that is well, and one whose second NFS server hangs.</summary>
internal static class PageNodes
{
    private static readonly DateTimeOffset Now = Fixture.Now;

    private static readonly ServerState Up = Fixture.State.Servers!.Seen!.Servers[0] with { AskedAt = Now };

    private static readonly NodeState Well = (Fixture.State with
    {
        Servers = Fixture.State.Servers! with
        {
            Seen = new([Up, Up with { Target = Up.Target with { Host = "nfs2.example.com" } }]),
        },
        Required = Fixture.State.Required! with
        {
            Seen = new([.. Fixture.State.Required!.Seen!.Paths.Select(p => p with { Readiness = Readiness.Ready, Detail = "mounted" })]),
        },
        Health = NodeHealth.None,
    }).WithHealth(Now);

    public static MetricsInput Healthy { get; } = Of(Well, Report([], []));

    public static MetricsInput Broken { get; } = Of(Fixture.State, Report(
        [Fixture.Hung],
        [
            new Finding
            {
                Kind = MountFindings.Hung,
                Subject = "/var/home/bob",
                Message = "/var/home/bob hangs, because nfs2.example.com does not answer",
                Cause = new Cause("server/hung", "nfs2.example.com", "server/hung"),
                Since = Now.AddMinutes(-3),
            },
        ]));

    private static ChainReport Report(ImmutableArray<Finding> server, ImmutableArray<Finding> mount) => Fixture.AllWell with
    {
        Links = [.. Fixture.AllWell.Links.Select(link => link.Link switch
        {
            Link.Server when !server.IsEmpty => link with { State = Verdict.Broken, Findings = server },
            Link.Mount when !mount.IsEmpty => link with { State = Verdict.Degraded, Findings = mount },
            _ => link,
        })],
    };

    private static MetricsInput Of(NodeState state, ChainReport report) => Fixture.Input() with { State = state, Report = report };
}
