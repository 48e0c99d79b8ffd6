using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Rules;

public class ExpiryRulesTests
{
    private const string Host = "nfs2.example.com";

    private readonly FakeTimeProvider clock = new();
    private AutofsRoot root = Some.Root("/scratch", "auto.scratch") with { Timeout = TimeSpan.FromSeconds(60) };
    private NfsMount mount = Some.Nfs("/scratch/data", Host, "/exports/data") with { Root = "/scratch", Device = "0:52" };
    private NodeState state = NodeState.Empty;

    [Fact]
    public void AnIdleMountIsNamedWithItsHolderOnceSomebodyLookedForOne()
    {
        Watch(seconds: 200);
        Assert.Empty(ExpiryRules.Run(state));

        state = state with { MountUsers = Some.Seen(
            View(new MountUser("/scratch/data", new ProcessName(12, "bash", "", ""), "working directory"))) };
        var finding = Assert.Single(ExpiryRules.Run(state));
        Assert.Equal(("mount/held", "/scratch/data"), finding.Identity);
        Assert.Contains("held by bash (pid 12), working directory", finding.Message);
        Assert.Equal(Severity.Info, finding.Severity);

        state = state with { MountUsers = Some.Seen(View() with { Problem = "time is up" }) };
        Assert.Contains("no process was found that holds it (time is up)", Assert.Single(ExpiryRules.Run(state)).Message);
    }

    [Fact]
    public void AMountInUseOrThatIsYoungOrNotOverdueYetIsNot()
    {
        state = state with { MountUsers = Some.Seen(View()) };
        Watch(seconds: 115);
        Assert.Empty(ExpiryRules.Run(state));
        Watch(seconds: 200, work: 1);
        Assert.Empty(ExpiryRules.Run(state));

        root = root with { Timeout = TimeSpan.Zero };
        Watch(seconds: 200);
        Assert.Empty(ExpiryRules.Run(state));
    }

    [Fact]
    public void AMonitorThatKeepsMountsAliveIsNamedWithTheCure()
    {
        Watch(seconds: 200, statfs: 1);
        var finding = Assert.Single(ExpiryRules.Run(state));
        Assert.Equal(("mount/kept-alive", "/scratch"), finding.Identity);
        Assert.Contains("node_exporter is the usual one", finding.Message);
        Assert.Contains("strictexpire", finding.WhatToDo);

        state = state with { MountUsers = Some.Seen(View() with { Monitors = ["node_exporter"] }) };
        Assert.Contains("node_exporter runs here and does that", Assert.Single(ExpiryRules.Run(state)).Message);
    }

    [Fact]
    public void StatFsBesideWorkOrWithStrictExpireKeepsNothingAlive()
    {
        Watch(seconds: 200, statfs: 1, work: 1);
        Assert.Empty(ExpiryRules.Run(state));

        root = root with { StrictExpire = true };
        Watch(seconds: 200, statfs: 1);
        Assert.Empty(ExpiryRules.Run(state));
    }

    [Fact]
    public void ARequiredPathAndAHungMountAreNotNamed()
    {
        Watch(seconds: 200, statfs: 1);
        Assert.NotEmpty(ExpiryRules.Run(state));
        Assert.Empty(
            ExpiryRules.Run(state with { Required = Some.Seen(new RequiredSnapshot([Some.Required() with { Mount = "/scratch/data" }])) }));

        Look(ServerOutcome.Hung);
        Assert.Empty(ExpiryRules.Run(state));
    }

    private void Watch(int seconds, int statfs = 0, int work = 0)
    {
        for (var i = 0; i < seconds / 5; i++)
        {
            var now = mount.Statistics!;
            mount = mount with
            {
                Statistics =
                    now with { Age = now.Age + 5, StatFs = now.StatFs + statfs, Work = now.Work + work, Uses = now.Uses + statfs + work },
            };
            Look(ServerOutcome.Up);
        }
    }

    private void Look(ServerOutcome outcome)
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        state = (state with
        {
            Servers = Some.Seen(new ServersSnapshot([Some.Server(Host, outcome, mounted: true) with { AskedAt = clock.GetUtcNow() }])),
            Mounts = new(clock.GetUtcNow(), TimeSpan.Zero, new MountsSnapshot([root], [mount]), null),
        }).WithHealth(clock.GetUtcNow());
    }

    private static MountUsersSnapshot View(params MountUser[] holders) => new([], [.. holders], [("/scratch/data", "0:52")], [], "");
}
