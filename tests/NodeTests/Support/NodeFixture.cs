
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace NodeTests.Support;

/// <summary>
/// The state that every test starts from and must leave behind: the site healthy, the agent running without any configuration but the paths that
/// it must keep ready.
/// </summary>
public sealed class NodeFixture : IDisposable
{
    /// <summary>Paths that pods need: one on each server.</summary>
    public static readonly string[] RequiredPaths = ["/home/dale", "/data/tools"];

    public NodeFixture()
    {
        Shell.Must($"""
            mkdir -p /etc/automount-agent/agent.conf.d
            printf '[required]\npaths = %s\n' '{string.Join(", ", RequiredPaths)}' > /etc/automount-agent/agent.conf.d/10-required.conf
            systemctl daemon-reload
            journalctl --update-catalog
            """);
        Shell.Must("systemctl restart automount-agent", 90);
        Agent.WaitFor("healthy at start", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    /// <summary>Leaves the page of the faults for whoever started the tests.</summary>
    public void Dispose() => File.WriteAllText("/run/faults.md", FaultMatrix.Page());
}

/// <summary>All tests share one node.</summary>
[CollectionDefinition("node")]
public sealed class NodeCollection : ICollectionFixture<NodeFixture>;
