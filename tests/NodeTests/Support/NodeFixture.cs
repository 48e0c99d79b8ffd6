using NodeTests.Faults;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace NodeTests.Support;

/// <summary>
/// The state that every test starts from and must leave behind: the site healthy, the agent running without any configuration but the paths
/// that it must keep ready, and intervals of 2 s where 15 s are the default: most of what the tests do is wait for the next look.
/// </summary>
public sealed class NodeFixture : IDisposable
{
    /// <summary>Paths that pods need: one on each server.</summary>
    public static readonly string[] RequiredPaths = ["/home/dale", "/data/tools"];

    public NodeFixture()
    {
        Shell.Must($"""
            mkdir -p /etc/automount-agent/agent.conf.d
            printf '[ldap]\ninterval = 2s\n[maps]\ninterval = 2s\n[required]\npaths = %s\n' '{string.Join(", ", RequiredPaths)}' > /etc/automount-agent/agent.conf.d/10-required.conf
            for unit in sssd autofs; do
                mkdir -p /run/systemd/system/$unit.service.d
                printf '[Unit]\nStartLimitIntervalSec=0\n' > /run/systemd/system/$unit.service.d/often.conf
            done
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
