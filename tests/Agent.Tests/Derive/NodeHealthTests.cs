using AgentTests.Support;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static AutomountAgent.Derive.HealthState;

namespace AgentTests.Derive;

public class NodeHealthTests
{
    private const string Host = "nfs2.example.com";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider clock = new();
    private NodeState state = NodeState.Empty;
    private NfsMount mount = Some.Nfs("/data/tools", Host, "/exports/tools");
    private KernelLogSnapshot kernel = KernelLogSnapshot.Empty;

    [Theory]
    [InlineData(null, null, true, Unknown)]
    [InlineData(ServerOutcome.Up, null, true, Healthy)]
    [InlineData(ServerOutcome.Hung, Readiness.Ready, true, Hung)]
    [InlineData(ServerOutcome.Hung, null, false, Hung)]
    [InlineData(ServerOutcome.Refused, null, true, Hung)]
    [InlineData(ServerOutcome.Refused, null, false, Failed)]
    [InlineData(ServerOutcome.Unreachable, null, true, Hung)]
    [InlineData(ServerOutcome.Up, Readiness.Stale, true, Stale)]
    [InlineData(ServerOutcome.Up, Readiness.Hung, true, Hung)]
    [InlineData(ServerOutcome.Up, Readiness.Failed, true, Failed)]
    [InlineData(ServerOutcome.Up, Readiness.NotTried, true, Healthy)]
    [InlineData(ServerOutcome.Unresolvable, null, true, Unknown)]
    [InlineData(ServerOutcome.BadReply, null, true, Unknown)]
    internal void TheStateOfAMountComesFromItsServerAndTheProber(
        ServerOutcome? outcome, Readiness? readiness, bool hard, HealthState expected)
    {
        mount = mount with { Hard = hard };
        if (readiness is { } known)
        {
            state = state with { Required = Some.Seen(new RequiredSnapshot([Some.Required(known)])) };
        }

        Assert.Equal(expected, Look(outcome));
    }

    /// <summary>About a soft mount of NFS 4 the kernel says nothing while the connection stays open, and no call fails.</summary>
    [Theory]
    [InlineData(false, 4, true)]
    [InlineData(false, 3, false)]
    [InlineData(true, 4, false)]
    public void ASoftMountOfNfs4ThatWaitsHangsWithoutAWordOfTheKernel(bool hard, int version, bool hangs)
    {
        var at = Some.Time;
        var waiting = new Traffic { Last = mount.Statistics!, At = at, Since = at, WaitingSince = at, LastUse = at, LastWork = at };
        var signals = new MountSignals(ServerOutcome.Up, null, false, waiting, null, null, hard, version);

        Assert.Equal(Slow, HealthPolicy.Of(signals, Some.Time + HealthPolicy.LongWait));
        Assert.Equal(hangs ? Hung : Slow, HealthPolicy.Of(signals, Some.Time + HealthPolicy.MajorTimeout));
    }

    [Fact]
    public void AHungServerIsNamedAtOnceAndHealthyAfterTwoAnswers()
    {
        Assert.Equal(Healthy, Look(ServerOutcome.Up));
        Assert.Equal(Hung, Look(ServerOutcome.Hung));
        Assert.Contains(Findings(), f => f.Kind == ServerFindings.Hung);
        Assert.Contains(Findings(), f => f.Kind == MountFindings.Hung);

        Assert.Equal(Hung, Look(ServerOutcome.Up));
        Assert.Contains(Findings(), f => f.Kind == ServerFindings.Hung);

        // Looks at the mount table alone are no second answer.
        clock.Advance(Round);
        state = (state with { Mounts = Mounts() }).WithHealth(clock.GetUtcNow());
        Assert.Equal(Hung, state.Health.StateOf(mount));

        Assert.Equal(Healthy, Look(ServerOutcome.Up));
        Assert.Empty(Findings());
    }

    [Fact]
    public void RequestsThatAreAnsweredContradictAServerThatIsSilentOnNewConnections()
    {
        Look(ServerOutcome.Up);
        Look(ServerOutcome.Hung);
        Count(sends: 10, receives: 10);
        Look(ServerOutcome.Hung);
        Count(sends: 10, receives: 10);
        Look(ServerOutcome.Hung);
        Look(ServerOutcome.Hung);
        Assert.Equal(Slow, state.Health.StateOf(mount));

        // A near miss: the reply came before the server fell silent.
        Look(ServerOutcome.Up);
        Count(sends: 10, receives: 10);
        Look(ServerOutcome.Up);
        Assert.Equal(Hung, Look(ServerOutcome.Hung));
    }

    [Fact]
    public void WhileTheServerAnswersTheKernelIsBelievedOnlyWhereRequestsWait()
    {
        Look(ServerOutcome.Up);
        Complain();
        Assert.Equal(Healthy, Look(ServerOutcome.Up));

        Count(sends: 2, receives: 0);
        Assert.Equal(Hung, Look(ServerOutcome.Up));
        Assert.Contains("not responding, still trying", Assert.Single(Findings()).Message);

        Count(sends: 0, receives: 2);
        Look(ServerOutcome.Up);
        Assert.Equal(Healthy, Look(ServerOutcome.Up));
    }

    [Fact]
    public void ARequestThatWaitsLongOnAServerThatAnswersIsSlow()
    {
        Look(ServerOutcome.Up);
        Count(sends: 1, receives: 0);
        var states = Enumerable.Range(0, 10).Select(_ => Look(ServerOutcome.Up)).ToList();

        Assert.Equal(Healthy, states[5]);
        Assert.Equal(Slow, states[9]);
    }

    [Fact]
    public void WhereTheServerCannotBeAskedTheKernelAndTheCountersDecide()
    {
        Assert.Equal(Unknown, Look(ServerOutcome.Unresolvable));
        Complain();
        Assert.Equal(Hung, Look(ServerOutcome.Unresolvable));
        Count(sends: 1, receives: 1);
        Look(ServerOutcome.Unresolvable);
        Count(sends: 1, receives: 1);
        Look(ServerOutcome.Unresolvable);
        Assert.Equal(Healthy, Look(ServerOutcome.Unresolvable));
    }

    [Fact]
    public void ASlowServerMakesItsMountsSlowAndIsNamed()
    {
        for (var i = 0; i < 60; i++)
        {
            Look(ServerOutcome.Up, milliseconds: 2);
        }

        Assert.Equal(Healthy, Look(ServerOutcome.Up, milliseconds: 300));
        for (var i = 0; i < 8; i++)
        {
            Look(ServerOutcome.Up, milliseconds: 300);
        }

        Assert.Equal(Slow, state.Health.StateOf(mount));
        Assert.Contains("50 ms or more instead of 2.0 ms", Assert.Single(Findings()).Message);
        for (var i = 0; i < 8; i++)
        {
            Look(ServerOutcome.Up, milliseconds: 2);
        }

        Assert.Equal(Healthy, state.Health.StateOf(mount));
        Assert.Empty(Findings());
    }

    [Fact]
    public void AServerWhoseMountsWaitLongForEachLookIsSlowAlthoughItAnswersAnEmptyCall()
    {
        for (var i = 0; i < 60; i++)
        {
            Operate(looks: 10, milliseconds: 20);
        }

        // Transfers may take as long as they like, and so may one round.
        Operate(looks: 10, milliseconds: 20, transfers: 9000);
        Assert.Equal(Healthy, Operate(looks: 10, milliseconds: 4000));
        Assert.Equal(Healthy, Operate(looks: 10, milliseconds: 20));
        var states = Enumerable.Range(0, 9).Select(_ => Operate(looks: 10, milliseconds: 4000)).ToList();
        Assert.Equal((Healthy, Slow), (states[2], states[8]));
        Assert.Contains("those of its mounts, 50 ms or more instead of 2.0 ms", Assert.Single(Findings()).Message);

        // Nobody uses the mounts any more: after a minute the empty call alone counts.
        states = [.. Enumerable.Range(0, 20).Select(_ => Look(ServerOutcome.Up))];
        Assert.Equal((Slow, Healthy), (states[9], states[^1]));
        Assert.Empty(Findings());
    }

    /// <summary>A response time that an earlier call measured is no sample of now.</summary>
    [Fact]
    public void AnAnswerByTrafficIsNoSampleOfTheResponseTime()
    {
        Look(ServerOutcome.Up, 2_000);
        for (var round = 0; round < 5; round++)
        {
            clock.Advance(Round);
            var row = state.Servers!.Seen!.Servers[0] with { AskedAt = clock.GetUtcNow(), ByTraffic = true };
            state = (state with { Servers = Some.Seen(new ServersSnapshot([row])) }).WithHealth(clock.GetUtcNow());
        }

        var health = state.Health.Of(new ServerTarget(Host, 4, 2049))!;
        Assert.Equal((Healthy, false), (health.Debounced.State, health.Responses.IsSlow));
        Look(ServerOutcome.Up, 2_000);
        Look(ServerOutcome.Up, 2_000);
        Assert.True(state.Health.Of(new ServerTarget(Host, 4, 2049))!.Responses.IsSlow);
    }

    [Fact]
    public void MountsThatShareASuperblockAreOneSampleAndOthersAreAdded()
    {
        NodeState With(params NfsMount[] mounts)
        {
            clock.Advance(Round);
            var view = new MountsSnapshot([], [.. mounts]);
            var server = Some.Server(Host, mounted: true) with { AskedAt = clock.GetUtcNow() };
            return state = (state with
            {
                Servers = Some.Seen(new ServersSnapshot([server])), Mounts = new(clock.GetUtcNow(), TimeSpan.Zero, view, null)
            }).WithHealth(clock.GetUtcNow());
        }

        NfsMount At(string point, string device, long looks, long milliseconds) =>
            mount with
            {
                MountPoint = point,
                Device = device,
                Statistics = mount.Statistics! with { Looks = looks, LookMilliseconds = milliseconds },
            };

        With(At("/a", "0:1", 0, 0), At("/b", "0:1", 0, 0), At("/c", "0:2", 0, 0));
        for (var i = 1; i <= 4 * 12; i++)
        {
            With(At("/a", "0:1", i, 10 * i), At("/b", "0:1", i, 10 * i), At("/c", "0:2", 3 * i, 60 * i));
        }

        // (10 + 60) / (1 + 3) milliseconds; counted twice, 0:1 would make it 16.
        Assert.Equal(TimeSpan.FromMilliseconds(17.5), state.Health.Of(new ServerTarget(Host, 4, 2049))!.Operations.Typical);
    }

    [Fact]
    public void AnotherMountOnTheSamePointIsAnotherMount()
    {
        Look(ServerOutcome.Hung);
        mount = mount with { Device = "0:99" };

        Assert.Equal(Healthy, Look(ServerOutcome.Up));
    }

    [Fact]
    public void AMountTableThatCannotBeReadForOnceForgetsNothing()
    {
        Look(ServerOutcome.Hung);
        state = (state with { Mounts = Some.Unavailable<MountsSnapshot>("no") }).WithHealth(clock.GetUtcNow());
        Assert.Equal(Hung, state.Health.StateOf(mount));

        Assert.Equal(Hung, Look(ServerOutcome.Up));
    }

    /// <summary>A round in which the mount made requests.</summary>
    private HealthState Operate(int looks, int milliseconds, int transfers = 0)
    {
        var now = mount.Statistics!;
        mount = mount with
        {
            Statistics = now with
            {
                Age = now.Age + 5,
                Requests = now.Requests + looks + (transfers > 0 ? 1 : 0),
                ResponseMilliseconds = now.ResponseMilliseconds + milliseconds + transfers,
                Looks = now.Looks + looks,
                LookMilliseconds = now.LookMilliseconds + milliseconds,
            },
        };
        return Look(ServerOutcome.Up);
    }

    private HealthState Look(ServerOutcome? outcome, int milliseconds = 1)
    {
        clock.Advance(Round);
        if (outcome is { } known)
        {
            var server = Some.Server(Host, known, mounted: true) with
            {
                AskedAt = clock.GetUtcNow(),
                ResponseTime = known == ServerOutcome.Up ? TimeSpan.FromMilliseconds(milliseconds) : null,
            };
            state = (state with { Servers = Some.Seen(new ServersSnapshot([server])) }).WithHealth(clock.GetUtcNow());
        }

        state = (state with { Mounts = Mounts() }).WithHealth(clock.GetUtcNow());
        return state.Health.StateOf(mount);
    }

    private Observation<MountsSnapshot> Mounts() =>
        new(clock.GetUtcNow(), TimeSpan.Zero, new MountsSnapshot([], [mount]) { Kernel = kernel }, null);

    private IReadOnlyList<Finding> Findings() => [.. ServerRules.Run(state), .. MountRules.Run(state)];

    private void Complain() =>
        kernel = kernel.After(
            System.Text.Encoding.ASCII.GetBytes($"5,1,1,-;nfs: server {Host} not responding, still trying"), clock.GetUtcNow());

    private void Count(int sends, int receives)
    {
        var now = mount.Statistics!;
        mount = mount with { Statistics = now with { Age = now.Age + 5, Sends = now.Sends + sends, Receives = now.Receives + receives } };
    }
}
