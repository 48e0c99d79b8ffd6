using System.Collections.Immutable;
using AgentTests.Collect.Mounts;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Probe;
using AgentTests.Telemetry;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Probe;

public class RequiredPathsTests
{
    private const string Alice = "/home/alice";

    private static readonly ServerTarget Nfs1 = new("nfs1", 4, 2049);
    private static readonly AutofsRoot Home = new(
        "/home", "auto.home", AutofsMountKind.Indirect, TimeSpan.FromMinutes(5), 9) { Shared = true };
    private static readonly NfsMount AliceMount = Samples.Nfs(Nfs1);
    private static readonly ProbeAnswer OnNfs = new(0, ProbeAnswer.Nfs, "0:52", Alice, "/home");
    private static readonly ProbeAnswer Missing = new(2);

    private readonly FakeTimeProvider clock = new();
    private readonly Counters counters = new();
    private readonly List<(string Path, string Reason)> touches = [];
    private readonly List<Trigger> told = [];
    private readonly List<string> asked = [];
    private readonly List<ExportLocation> exportsAsked = [];
    private readonly Dictionary<string, PathTarget?> targets = new()
    {
        [Alice] = new("/home", Nfs1),
        ["/home/bob"] = new("/home", Nfs1),
        ["/home/typo"] = new("/home", null, "auto.home has no key typo."),
    };

    private ImmutableArray<NfsMount> mounts = [];
    private ImmutableArray<OtherMount> others = [];
    private ImmutableArray<AutofsRoot> roots = [Home];
    private ServerOutcome server = ServerOutcome.Up;
    private ProbeResult answer = Answered(OnNfs);
    private TimeSpan probeTakes = TimeSpan.FromSeconds(1);
    private Func<string, Task<ProbeResult>>? probe;
    private ServerOutcome askAnswer = ServerOutcome.Up;
    private bool keep;
    private bool inTransition;
    private NodeHealth health = NodeHealth.None;
    private RequiredSnapshot? said;

    [Fact]
    public async Task APathThatIsNotMountedIsTriggered()
    {
        var result = await Round(Paths(Alice));

        Assert.Equal((Readiness.Ready, Alice, ""), (result.Readiness, result.Mount, result.Error));
        Assert.Equal([(Alice, "trigger")], touches);
        Assert.Equal(1, counters.Of("automount_triggers_total", "/home", "mounted"));
        Assert.Equal([new Trigger("/home", Alice, "mounted", TimeSpan.FromSeconds(1))], told);
        Assert.Equal(1, counters.Of("automount_trigger_duration_seconds_count"));
        Assert.Equal(clock.GetUtcNow(), result.CheckedAt);
    }

    [Fact]
    public async Task NothingIsTriggeredWhileAutomountIsBeingStartedOrStopped()
    {
        inTransition = true;
        var paths = Paths(Alice);

        Assert.Equal(
            (Readiness.NotTried, "Not mounted, and automount is being started or stopped."),
            (await Round(paths) is var result ? (result.Readiness, result.Detail) : default));
        Assert.Empty(touches);

        // What is mounted is in nobody's way.
        mounts = [AliceMount];
        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
    }

    [Fact]
    public async Task WhatNeedsNoServerIsTriggeredWithoutAskingOne()
    {
        targets[Alice] = new("/home", null);
        server = askAnswer = ServerOutcome.Hung;
        answer = Answered(new(0, 0x58465342, "8:1", Alice, "/home")); // XFS, by a bind mount.

        var result = await Round(Paths(Alice));

        Assert.Equal(Readiness.Ready, result.Readiness);
        Assert.Equal([(Alice, "trigger")], touches);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task AMountedPathWhoseServerIsUpIsNeverTouchedAgain()
    {
        var paths = Paths(Alice);
        await Round(paths);
        mounts = [AliceMount];

        for (var round = 0; round < 100; round++)
        {
            Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
        }

        Assert.Single(touches);
    }

    [Fact]
    public async Task APathWhoseUsersRequestsFailIsProbedAgainAtMostOnceAMinute()
    {
        mounts = [AliceMount with { Statistics = new(10, 5, 5, 0, 1, 5, 5) }];
        var paths = Paths(Alice);
        await Round(paths);

        // What fails between the touch and the first look after it may be the touch's own.
        Fail();
        await Round(paths);
        clock.Advance(TimeSpan.FromMinutes(2));
        await Round(paths);
        Assert.Single(touches);

        // A user's request fails, on a path that is well: one touch, and none before the next failure.
        Fail();
        await Round(paths);
        await Round(paths);
        Assert.Equal([(Alice, "required"), (Alice, "required")], touches);
        clock.Advance(TimeSpan.FromMinutes(2));
        await Round(paths);
        await Round(paths);
        Assert.Equal(2, touches.Count);

        // Another one, and the export is stale; within a minute after a touch none is made.
        Fail();
        answer = Answered(new(116));
        Assert.Equal(Readiness.Stale, (await Round(paths)).Readiness);
        Assert.Equal(3, touches.Count);
    }

    [Fact]
    public async Task FailuresRightAfterATouchWaitForAMinute()
    {
        mounts = [AliceMount with { Statistics = new(10, 5, 5, 0, 1, 5, 5) }];
        var paths = Paths(Alice);
        await Round(paths);
        await Round(paths);
        for (var second = 0; second < 55; second++)
        {
            Fail();
            await Round(paths);
        }

        Assert.Single(touches);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Round(paths);
        Assert.Equal(2, touches.Count);
    }

    [Fact]
    public async Task AMountThatOthersMadeIsProbedOnce()
    {
        mounts = [AliceMount];
        var paths = Paths(Alice);

        await Round(paths);
        var result = await Round(paths);

        Assert.Equal([(Alice, "required")], touches);
        Assert.Equal((Readiness.Ready, Alice), (result.Readiness, result.Mount));
        Assert.Empty(counters.Series("automount_triggers_total"));
    }

    [Fact]
    public async Task ANewMountOnTheSamePointIsProbedAnew()
    {
        mounts = [AliceMount];
        var paths = Paths(Alice);
        await Round(paths);
        mounts = [AliceMount with { Device = "0:77" }];
        answer = Answered(OnNfs with { Device = "0:77" });

        await Round(paths);
        await Round(paths);

        Assert.Equal(2, touches.Count);
    }

    [Theory]
    [InlineData(ServerOutcome.Hung, Readiness.Hung)]
    [InlineData(ServerOutcome.Refused, Readiness.Hung)]
    [InlineData(ServerOutcome.Unreachable, Readiness.Hung)]
    [InlineData(ServerOutcome.Unresolvable, Readiness.NotTried)]
    internal async Task AMountWhoseServerIsNotUpIsNotTouched(ServerOutcome outcome, Readiness expected)
    {
        mounts = [AliceMount];
        var paths = Paths(Alice);
        await Round(paths);
        server = outcome;

        Assert.Equal(expected, (await Round(paths)).Readiness);
        Assert.Equal(expected, (await Round(paths)).Readiness);
        Assert.Single(touches);
    }

    [Fact]
    public async Task AServerThatCameBackIsProbedOnceBecauseItsFileHandlesMayBeNew()
    {
        mounts = [AliceMount];
        var paths = Paths(Alice);
        await Round(paths);
        server = ServerOutcome.Hung;
        await Round(paths);
        server = ServerOutcome.Up;
        answer = Answered(new(116));

        var stale = await Round(paths);

        Assert.Equal((Readiness.Stale, "ESTALE", Alice), (stale.Readiness, stale.Error, stale.Mount));
        Assert.Equal([(Alice, "required"), (Alice, "required")], touches);
    }

    [Fact]
    public async Task APathThatVanishedIsTriggeredAtOnce()
    {
        var paths = Paths(Alice);
        await Round(paths);
        mounts = [AliceMount];
        await Round(paths);
        mounts = [];

        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
        Assert.Equal([(Alice, "trigger"), (Alice, "trigger")], touches);
    }

    [Fact]
    public async Task AFailedTriggerIsRepeatedEverRarerAndACureIsNoticedWithinTwentyFiveSeconds()
    {
        answer = Answered(Missing);
        var paths = Paths(Alice);
        var times = new List<double>();
        var start = clock.GetUtcNow();
        probeTakes = TimeSpan.Zero;
        for (var second = 0; second < 120; second += 5)
        {
            var before = touches.Count;
            var result = await Round(paths);
            Assert.Equal((Readiness.NotMounted, "ENOENT"), (result.Readiness, result.Error));
            if (touches.Count > before)
            {
                times.Add((clock.GetUtcNow() - start).TotalSeconds);
            }

            clock.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal([1, 6, 16, 36, 56, 76, 96, 116], times);
        Assert.Equal(8, counters.Of("automount_triggers_total", "/home", "failed"));
    }

    [Fact]
    public async Task ATriggerThatHangsIsNotRepeatedBeforeTheServerAnswersAnew()
    {
        answer = new(ProbeOutcome.TimedOut, null, TimeSpan.FromSeconds(10), "Calls on the path did not return within 10 s.");
        var paths = Paths(Alice, "/home/bob");
        var frozen = clock.GetUtcNow();

        var view = await paths.CollectAsync(State(askedAt: frozen), TestContext.Current.CancellationToken);
        Assert.Equal([Readiness.NotMounted, Readiness.NotTried], view.Paths.Select(path => path.Readiness));
        Assert.Equal(1, counters.Of("automount_triggers_total", "/home", "timeout"));

        clock.Advance(TimeSpan.FromMinutes(5));
        await paths.CollectAsync(State(askedAt: frozen), TestContext.Current.CancellationToken);
        Assert.Single(touches);

        answer = Answered(OnNfs);
        await Round(paths);
        Assert.Equal(3, touches.Count);
    }

    /// <summary>The mount came after all, only late: nothing has hung on it.</summary>
    [Fact]
    public async Task AMountThatComesAfterItsTriggerTimedOutIsNotHung()
    {
        answer = new(ProbeOutcome.TimedOut, null, TimeSpan.FromSeconds(10), "Calls on the path did not return within 10 s.");
        var paths = Paths(Alice);
        var before = clock.GetUtcNow();
        await Round(paths);
        mounts = [AliceMount];
        clock.Advance(TimeSpan.FromMinutes(1));

        var late = (await paths.CollectAsync(State(askedAt: before), TestContext.Current.CancellationToken)).Paths[0];

        Assert.Equal((Readiness.NotTried, Alice), (late.Readiness, late.Mount));
        answer = Answered(OnNfs);
        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
    }

    [Fact]
    public async Task AMountOnWhichACallHungIsHung()
    {
        mounts = [AliceMount];
        answer = new(ProbeOutcome.TimedOut, null, TimeSpan.FromSeconds(10), "Calls on the path did not return within 10 s.");

        var result = await Round(Paths(Alice));

        Assert.Equal((Readiness.Hung, Alice), (result.Readiness, result.Mount));
    }

    [Theory]
    [InlineData(ServerOutcome.Hung)]
    [InlineData(ServerOutcome.Refused)]
    [InlineData(ServerOutcome.VersionMismatch)]
    internal async Task NothingIsTriggeredOnAServerThatIsNotUp(ServerOutcome outcome)
    {
        server = outcome;

        var result = await Round(Paths(Alice));

        Assert.Equal((Readiness.NotTried, (string?)null), (result.Readiness, result.Mount));
        Assert.Contains("nfs1", result.Detail);
        Assert.Empty(touches);
    }

    [Fact]
    public async Task NothingIsTriggeredWithoutAKeyARootADaemonOrAMountTable()
    {
        Assert.Equal("auto.home has no key typo.", (await Round(Paths("/home/typo"))).Detail);
        Assert.Equal("No automount root covers the path.", (await Round(Paths("/elsewhere"))).Detail);
        roots = [Home with { DaemonAlive = false }];
        Assert.Contains("no automount daemon", (await Round(Paths(Alice))).Detail);
        roots = [Home with { Catatonic = true }];
        Assert.Contains("no automount daemon", (await Round(Paths(Alice))).Detail);

        var blind = await Paths(Alice).CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);
        Assert.Equal((Readiness.NotTried, "The mount table has not been read yet."), (blind.Paths[0].Readiness, blind.Paths[0].Detail));
        Assert.Empty(touches);
    }

    [Theory]
    [InlineData(ProbeAnswer.Autofs, "0:39", "/home", "", "trap")]
    [InlineData(0x58465342, "254:0", "/", "", "directory of the node itself")]
    public async Task ATriggerThatMountsNothingIsNotReady(long type, string device, string mountPoint, string root, string says)
    {
        answer = Answered(new(0, type, device, mountPoint, root));

        var result = await Round(Paths(Alice));

        Assert.Equal(Readiness.NotMounted, result.Readiness);
        Assert.Contains(says, result.Detail);
        Assert.Equal(1, counters.Of("automount_triggers_total", "/home", "failed"));
    }

    [Fact]
    public async Task ABindMountOfALocalExportIsReadyAndNotTouchedAgain()
    {
        answer = Answered(new(0, 0x58465342, "254:0", Alice, "/home"));
        var paths = Paths(Alice);
        await Round(paths);
        others = [new(Alice, "254:0", "/home")];

        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
        Assert.Single(touches);
    }

    [Fact]
    public async Task APathBehindASymbolicLinkIsKnownByTheMountThatTheProberFound()
    {
        answer = Answered(OnNfs with { MountPoint = "/var/home/alice" });
        var paths = Paths(Alice);
        await Round(paths);
        mounts = [AliceMount with { MountPoint = "/var/home/alice" }];

        var result = await Round(paths);

        Assert.Equal((Readiness.Ready, "/var/home/alice"), (result.Readiness, result.Mount));
        Assert.Single(touches);
    }

    [Fact]
    public async Task AMountTableFromBeforeTheTriggerDoesNotMakeItTriggerAgain()
    {
        var paths = Paths(Alice);
        var old = State();
        await Round(paths);

        Assert.Equal(Readiness.Ready, (await paths.CollectAsync(old, TestContext.Current.CancellationToken)).Paths[0].Readiness);
        Assert.Single(touches);
    }

    [Fact]
    public async Task AProberThatCouldNotAskSaysNothingAboutThePath()
    {
        answer = new(ProbeOutcome.NotAsked, null, TimeSpan.Zero, "4 probers hang.");
        var paths = Paths(Alice);

        Assert.Equal((Readiness.NotTried, "4 probers hang."), Short(await Round(paths)));
        answer = Answered(OnNfs);
        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);

        static (Readiness, string) Short(RequiredPath path) => (path.Readiness, path.Detail);
    }

    /// <summary>
    /// A node that is short of time starts no prober for a while. What is said next of the path must not be an accusation that nothing gave
    /// rise to.
    /// </summary>
    [Fact]
    public async Task TwoTouchesThatCouldNotBeMadeLeaveWhatWasSaidOfThePath()
    {
        var paths = Paths(Alice);
        await Round(paths);
        var starved = new ProbeResult(
            ProbeOutcome.NotAsked, null, TimeSpan.FromSeconds(10), "The node has no processor time for the call.");
        answer = starved;

        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
        Assert.Equal((Readiness.NotTried, starved.Detail), await Round(paths) is var third ? (third.Readiness, third.Detail) : default);

        // A touch that is made starts the count anew.
        answer = Answered(Missing);
        Assert.Equal(Readiness.NotMounted, (await Round(paths)).Readiness);
        clock.Advance(TimeSpan.FromMinutes(1));
        answer = starved;
        Assert.Equal(Readiness.NotMounted, (await Round(paths)).Readiness);
    }

    /// <summary>With a new configuration begins a new memory, but what was said is in the state.</summary>
    [Fact]
    public async Task WhatWasSaidBeforeAReloadStandsAsWell()
    {
        await Round(Paths(Alice));
        answer = new(ProbeOutcome.NotAsked, null, TimeSpan.FromSeconds(10), "The prober was not ready within 10 s.");

        Assert.Equal(Readiness.Ready, (await Round(Paths(Alice))).Readiness);
    }

    [Fact]
    public async Task ASlowRoundLeavesTheRestForTheNextOneAndStartsWithIt()
    {
        probeTakes = TimeSpan.FromSeconds(11);
        answer = Answered(Missing);
        var paths = Paths(Alice, "/home/bob");

        var view = await paths.CollectAsync(State(), TestContext.Current.CancellationToken);
        Assert.Equal([Readiness.NotMounted, Readiness.NotTried], view.Paths.Select(path => path.Readiness));
        clock.Advance(TimeSpan.FromSeconds(1));
        await paths.CollectAsync(State(), TestContext.Current.CancellationToken);

        Assert.Equal([Alice, "/home/bob"], touches.Select(touch => touch.Path));
    }

    [Theory]
    [InlineData("/home", "/home", true)]
    [InlineData("/home", "/home/alice", true)]
    [InlineData("/home", "/homes", false)]
    [InlineData("/", "/x", true)]
    [InlineData("/home/alice", "/home", false)]
    public void AMountPointCoversWhatLiesBelowIt(string mountPoint, string path, bool covers)
    {
        Assert.Equal(covers, CoveringMount.Covers(mountPoint, path));
    }

    [Fact]
    public void TheLongestMountPointWinsAndATrapOnTheWayMeansNotMounted()
    {
        var data = Samples.Nfs(Nfs1, "/data", "0:1");
        var deep = Samples.Nfs(Nfs1, "/data/a", "0:2");
        var view = new MountsSnapshot([Home with { MountPoint = "/data/home" }], [deep, data]);

        Assert.Equal("/data/a", CoveringMount.Find(view, "/data/a/b", null)?.MountPoint);
        Assert.Equal("/data", CoveringMount.Find(view, "/data/ab", null)?.MountPoint);
        Assert.Null(CoveringMount.Find(view, "/data/home/alice", null));
        Assert.Null(CoveringMount.Find(view, "/other", null));
        Assert.Equal("/data", CoveringMount.Find(view, "/link", ("/data", "0:1"))?.MountPoint);
        Assert.Null(CoveringMount.Find(view, "/link", ("/data", "0:9")));
    }

    [Fact]
    public async Task ATriggerThatFailsInTheSameWayAgainIsToldOnce()
    {
        answer = Answered(new ProbeAnswer(2, 0, "", "", ""));
        var paths = Paths(Alice);

        for (var round = 0; round < 120; round++)
        {
            await Round(paths);
        }

        Assert.True(counters.Of("automount_triggers_total", "/home", "failed") > 3);
        Assert.Equal(["failed"], told.Select(t => t.Result));
    }

    [Fact]
    public async Task WithKeepAMountIsTouchedAfterHalfOfItsTimeoutAndWithoutItNever()
    {
        roots = [Home with { Timeout = TimeSpan.FromSeconds(60) }];
        mounts = [AliceMount with { Root = "/home" }];
        keep = true;
        probeTakes = TimeSpan.Zero;
        var kept = Paths(Alice);

        for (var second = 0; second < 120; second += 5)
        {
            Assert.Equal(Readiness.Ready, (await Round(kept)).Readiness);
            clock.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(["required", "keep", "keep", "keep", "keep"], touches.Select(t => t.Reason).Take(5));
        Assert.InRange(touches.Count, 4, 6);
        Assert.Empty(counters.Series("automount_triggers_total"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(60, true)]
    public async Task KeepTouchesNothingThatNeverExpiresOrThatATouchDoesNotKeep(int seconds, bool strict)
    {
        roots = [Home with { Timeout = TimeSpan.FromSeconds(seconds), StrictExpire = strict }];
        mounts = [AliceMount with { Root = "/home" }];
        keep = true;
        var kept = Paths(Alice);

        for (var round = 0; round < 200; round++)
        {
            await Round(kept);
        }

        Assert.Equal(["required"], touches.Select(t => t.Reason));
    }

    [Fact]
    public async Task ARefreshThatCannotBeMadeTakesNothingBack()
    {
        roots = [Home with { Timeout = TimeSpan.FromSeconds(60) }];
        mounts = [AliceMount with { Root = "/home" }];
        keep = true;
        var kept = Paths(Alice);
        await Round(kept);
        answer = new(ProbeOutcome.NotAsked, null, TimeSpan.FromSeconds(10), "The node has no processor time for the call.");
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Readiness.Ready, (await Round(kept)).Readiness);
        Assert.Equal(["required", "keep"], touches.Select(t => t.Reason));
    }

    [Fact]
    public async Task KeepTouchesNothingOnASilentServer()
    {
        roots = [Home with { Timeout = TimeSpan.FromSeconds(10) }];
        mounts = [AliceMount with { Root = "/home" }];
        keep = true;
        var kept = Paths(Alice);
        await Round(kept);
        server = ServerOutcome.Hung;

        for (var round = 0; round < 50; round++)
        {
            Assert.Equal(Readiness.Hung, (await Round(kept)).Readiness);
        }

        Assert.Single(touches);
    }

    [Fact]
    public async Task AServerWhoseAnswerIsOldIsAskedOnceMoreBeforeATrigger()
    {
        var paths = Paths(Alice, "/home/bob");
        clock.Advance(TimeSpan.FromSeconds(20));

        var view = await paths.CollectAsync(
            State(askedAt: clock.GetUtcNow() - TimeSpan.FromSeconds(19)), TestContext.Current.CancellationToken);

        Assert.Equal(["nfs1"], asked);
        Assert.All(view.Paths, path => Assert.Equal(Readiness.Ready, path.Readiness));
    }

    [Fact]
    public async Task AServerWhoseAnswerIsNewIsNotAskedAgain()
    {
        await Round(Paths(Alice));

        Assert.Empty(asked);
    }

    [Fact]
    public async Task NothingIsTriggeredWhenTheServerHasFallenSilentSinceItWasAsked()
    {
        askAnswer = ServerOutcome.Hung;
        clock.Advance(TimeSpan.FromSeconds(20));

        var view = await Paths(Alice, "/home/bob").CollectAsync(
            State(askedAt: clock.GetUtcNow() - TimeSpan.FromSeconds(19)), TestContext.Current.CancellationToken);

        Assert.All(
            view.Paths,
            path => Assert.Equal((Readiness.NotTried, "nfs1 does not serve it any more: It is silent."), (path.Readiness, path.Detail)));
        Assert.Equal(["nfs1"], asked);
        Assert.Empty(touches);

        // What was asked before a touch is an observation of the server: no second one says otherwise.
        var answer = Assert.Single(view.Answers);
        Assert.Equal((Nfs1, ServerOutcome.Hung, clock.GetUtcNow()), (answer.Target, answer.Outcome, answer.AskedAt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AServerIsAskedWhenATouchFailed(bool hung)
    {
        askAnswer = ServerOutcome.Hung;
        answer = hung ? new(ProbeOutcome.TimedOut, null, TimeSpan.FromSeconds(3), "It failed.") : Answered(Missing);

        var view = await Paths(Alice, "/home/bob").CollectAsync(State(), TestContext.Current.CancellationToken);

        Assert.Equal(ServerOutcome.Hung, Assert.Single(view.Answers).Outcome);
        Assert.Equal(["nfs1"], asked);
        Assert.Single(touches);
    }

    [Fact]
    public async Task PathsOfDifferentServersAreTouchedAtOnceAndThoseOfOneServerOneAfterTheOther()
    {
        var nfs2 = new ServerTarget("nfs2", 4, 2049);
        targets["/data/x"] = new("/data", nfs2);
        var gate = new TaskCompletionSource<ProbeResult>();
        probe = async path =>
        {
            await Task.Yield();
            if (path == Alice)
            {
                return await gate.Task;
            }

            // nfs1 is busy with alice, and this is not in its way; bob is.
            Assert.Equal("/data/x", path);
            probe = null;
            gate.SetResult(answer);
            return answer;
        };
        var state = State();
        state = state with
        {
            Servers = state.Servers! with { Seen = new(
                [.. state.Servers.Seen!.Servers, state.Servers.Seen.Servers[0] with { Target = nfs2 }]) },
        };

        var view = await Paths(Alice, "/home/bob", "/data/x")
            .CollectAsync(state, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.All(view.Paths, path => Assert.Equal(Readiness.Ready, path.Readiness));
        Assert.Equal(3, touches.Count);
    }

    [Theory]
    [InlineData("/var/home/alice")]
    [InlineData(Alice)]
    public async Task APathOnEitherSideOfATopLevelLinkIsResolvedToItsEntryAndItsMount(string written)
    {
        var node = new NodeFacts { Links = SymbolicLinks.Of([new("/home", "/var/home")]) };
        roots = [Home with { MountPoint = "/var/home" }];
        answer = Answered(OnNfs with { MountPoint = "/var/home/alice", Root = "/var/home" });
        var paths = Paths(written);
        var state = () => State().WithMaps(KnownMaps.From(Some.Map("auto.master", ("/home", "auto.home")), [Some.Map("auto.home")], node));

        clock.Advance(TimeSpan.FromSeconds(1));
        var first = (await paths.CollectAsync(state(), TestContext.Current.CancellationToken)).Paths[0];
        Assert.Equal((Readiness.Ready, "/home/alice"), (first.Readiness, first.MapPath));

        // A fresh agent that never touched it finds it mounted, too.
        mounts = [AliceMount with { MountPoint = "/var/home/alice", Root = "/var/home" }];
        clock.Advance(TimeSpan.FromSeconds(1));
        var fresh = Paths(written);
        Assert.Equal("/var/home/alice", (await fresh.CollectAsync(state(), TestContext.Current.CancellationToken)).Paths[0].Mount);
        Assert.Equal([(written, "trigger"), (written, "required")], touches);
    }

    /// <summary>Only a key whose mount fails has its server asked for the export, and a trigger that hangs says nothing of it.</summary>
    [Theory]
    [InlineData(false, "nfs1:/x/alice")]
    [InlineData(true, "")]
    public async Task TheServerOfAMountThatFailedIsAskedForItsExport(bool hangs, string place)
    {
        var timedOut = new ProbeResult(ProbeOutcome.TimedOut, null, TimeSpan.FromSeconds(10), "Calls on the path did not return.");
        answer = hangs ? timedOut : Answered(Missing);
        var maps = KnownMaps.From(
            Some.Map("auto.master", ("/home", "auto.home")), [Some.Map("auto.home", ("*", "-fstype=nfs4 nfs1:/x/&"))]);

        clock.Advance(TimeSpan.FromSeconds(1));
        var view = await Paths(Alice).CollectAsync(State().WithMaps(maps), TestContext.Current.CancellationToken);

        Assert.Equal((Readiness.NotMounted, hangs), (view.Paths[0].Readiness, view.Paths[0].IsTriggerHung));
        Assert.Equal(place, string.Join(' ', view.Paths[0].Exports.Select(e => e.Place)));
    }

    [Fact]
    public async Task AMountThatSucceedsAsksForNoExport()
    {
        var maps = KnownMaps.From(
            Some.Map("auto.master", ("/home", "auto.home")), [Some.Map("auto.home", ("*", "-fstype=nfs4 nfs1:/x/&"))]);

        clock.Advance(TimeSpan.FromSeconds(1));
        await Paths(Alice).CollectAsync(State().WithMaps(maps), TestContext.Current.CancellationToken);

        Assert.Empty(exportsAsked);
    }

    [Fact]
    public async Task ACallThatHungOnAMountWithoutAServerIsNotRepeatedWhileTheMountStays()
    {
        others = [new(Alice, "0:60", "/home")];
        answer = new(ProbeOutcome.TimedOut, null, TimeSpan.FromSeconds(10), "Calls on the path did not return within 10 s.");
        var paths = Paths(Alice);

        for (var round = 0; round < 100; round++)
        {
            Assert.Equal(Readiness.Hung, (await Round(paths)).Readiness);
        }

        Assert.Single(touches);
        others = [new(Alice, "0:61", "/home")];
        answer = Answered(new(0, 0xFF534D42, "0:61", Alice, "/home"));
        Assert.Equal(Readiness.Ready, (await Round(paths)).Readiness);
    }

    private static ProbeResult Answered(ProbeAnswer answer) => new(ProbeOutcome.Answered, answer, TimeSpan.FromSeconds(1));

    private RequiredPaths Paths(params string[] paths) => new(
        new Settings { RequiredPaths = [.. paths], RequiredKeep = keep },
        new(
            (_, path) => targets.GetValueOrDefault(path),
            _ => Task.FromResult(inTransition),
            (target, _, _) =>
            {
                asked.Add(target.Host);
                var detail = askAnswer == ServerOutcome.Up ? "" : "It is silent.";
                return Task.FromResult(new ServerState(target, "", askAnswer, detail, null, 1, false) { AskedAt = clock.GetUtcNow() });
            },
            (path, reason, deadline, _) =>
            {
                Assert.Equal(TimeSpan.FromSeconds(10), deadline);
                lock (touches)
                {
                    touches.Add((path, reason));
                    clock.Advance(probeTakes);
                }

                return probe?.Invoke(path) ?? Task.FromResult(answer);
            },
            (wanted, _) => Task.FromResult(wanted.Select(location =>
            {
                exportsAsked.Add(location);
                return new AskedExport(location, new(ExportOutcome.Missing, "4.2", "It is not there."));
            }).ToImmutableArray()),
            told.Add),
        counters,
        clock);

    /// <summary>One round with a fresh look at everything.</summary>
    private async Task<RequiredPath> Round(RequiredPaths paths)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        said = await paths.CollectAsync(State(), TestContext.Current.CancellationToken);
        return said.Paths[0];
    }

    /// <summary>A user's GETATTR fails.</summary>
    private void Fail()
    {
        var before = mounts[0].Statistics!;
        mounts = [mounts[0] with { Statistics = before with { LookErrors = before.LookErrors + 1 } }];
    }

    private NodeState State(DateTimeOffset? askedAt = null)
    {
        var now = clock.GetUtcNow();
        var up = new ServerState(Nfs1, "10.0.0.1", server, server == ServerOutcome.Up ? "" : "It is down.", null, 1, mounts.Length > 0)
        {
            AskedAt = askedAt ?? now,
        };
        var seen = new NodeState
        {
            Mounts = new(now, default, new MountsSnapshot(roots, mounts) { Others = others }, null),
            Servers = new(now, default, new ServersSnapshot([up]), null),
            Required = said is null ? null : new(now, default, said, null),
            Health = health,
        }.WithHealth(now);
        health = seen.Health;
        return seen;
    }
}
