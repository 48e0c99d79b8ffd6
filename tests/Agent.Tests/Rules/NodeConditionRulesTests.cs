using System.Text.RegularExpressions;
using AgentTests.Support;
using Automount.Catalog;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

/// <summary>The conditions of the node after each fault of <see cref="ChainJudgeTests"/>, and after hours of it.</summary>
public partial class NodeConditionRulesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static TheoryData<string> Codes => new(ChainJudgeTests.Broken.Keys);

    public static TheoryData<string> CodesElsewhere =>
        new(ChainJudgeTests.Broken.Keys.Where(code => code.Split('/')[0] is "directory" or "map" or "server"));

    [Fact]
    public void AHealthyNodeIsReadyAndHasNoFault() =>
        Assert.Equal("AutomountReady=True AutomountWorks, AutomountNodeFault=False NoNodeFault", Text(After(Some.Node, Long)));

    /// <summary>What <see cref="ConditionEffects"/> says of the code, and nothing more of what follows from it.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void EachFaultSetsWhatItsCodeSays(string code)
    {
        var conditions = After(ChainJudgeTests.Broken[code], Long);
        var (ready, fault) = (conditions[0].Status, conditions[1].Status);

        switch (ConditionEffects.Of(code))
        {
            case ConditionEffect.NodeFault or ConditionEffect.NodeFaultUnlessDirectory:
                Assert.Equal((ConditionStatus.False, ConditionStatus.True), (ready, fault));
                Assert.StartsWith(code, conditions[1].Message, StringComparison.Ordinal);
                break;
            case ConditionEffect.NotReady:
                Assert.Equal(ConditionStatus.False, ready);
                break;
            default:
                Assert.NotEqual(ConditionStatus.True, fault);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(CodesElsewhere))]
    public void WhatIsWrongElsewhereIsNeverAFaultOfTheNode(string code) => Assert.All(
        new[] { TimeSpan.Zero, NodeConditionRules.MinFault, NodeConditionRules.MinServerUp, Long },
        age => Assert.Equal(ConditionStatus.False, After(ChainJudgeTests.Broken[code], age)[1].Status));

    [Fact]
    public void AFaultMustLast()
    {
        var state = ChainJudgeTests.Broken["automount/failed"];

        Assert.Equal("AutomountReady=False AutomountFailed, AutomountNodeFault=Unknown CauseNotProven", Text(After(state, TimeSpan.Zero)));
        Assert.Equal(
            "AutomountReady=False AutomountFailed, AutomountNodeFault=True AutomountFailed",
            Text(After(state, NodeConditionRules.MinFault)));
    }

    /// <summary>sssd ends itself when its back end cannot be restarted; automount that starts then has only what is cached.</summary>
    [Theory]
    [InlineData("automount/failed", "Unknown")]
    [InlineData("automount/stopped", "Unknown")]
    [InlineData("sssd/failed", "Unknown")]
    [InlineData("sssd/responder-down", "Unknown")]
    [InlineData("automount/suspended", "True")]
    public void AServiceMayFailBecauseOfTheDirectory(string code, string fault)
    {
        var broken = ChainJudgeTests.Broken[code] with { Directory = ChainJudgeTests.Broken["directory/refused"].Directory };
        var unknown = ChainJudgeTests.Broken[code] with { Directory = Some.Unavailable<DirectorySnapshot>("no result within 10 s") };

        Assert.Equal(fault, After(broken, Long)[1].Status.Name());
        Assert.Equal(fault, After(unknown, Long)[1].Status.Name());
    }

    /// <summary>After an outage, mounts hang on every node until the kernel has connected anew, although the server answers.</summary>
    [Theory]
    [InlineData(9, "Unknown")]
    [InlineData(10, "True")]
    public void AMountThatHangsIsAFaultOfTheNodeOnceItsServerHasAnsweredForLong(int minutes, string fault) =>
        Assert.Equal(fault, After(ChainJudgeTests.Broken["mount/required-hung"], TimeSpan.FromMinutes(minutes))[1].Status.Name());

    [Fact]
    public void WhetherAServerAnswersMustBeKnown()
    {
        var state = ChainJudgeTests.Broken["mount/required-hung"] with { Servers = Some.Unavailable<ServersSnapshot>("no result") };

        Assert.Equal("AutomountReady=False MountRequiredHung, AutomountNodeFault=Unknown CauseNotProven", Text(After(state, Long)));
    }

    /// <summary>
    /// A soft mount of a server that is gone fails where a hard one hangs, and does not follow from the fault of a server that the maps
    /// name otherwise: the mount has its address.
    /// </summary>
    [Fact]
    public void ASoftMountThatFailsBecauseItsServerIsGoneIsNoFaultOfTheNode()
    {
        var mount = Some.Nfs("/data/tools", "192.0.2.2", "/exports/tools") with { Hard = false, Address = "192.0.2.2" };
        var server = Some.Server("nfs2.example.com", ServerOutcome.Refused, mounted: true) with { Address = "192.0.2.2" };
        var state = Some.Node with
        {
            Mounts = Some.Seen(Some.Node.Mounts!.Seen! with { Nfs = [mount] }),
            Servers = Some.Seen(new ServersSnapshot([Some.Servers.Servers[0], server])),
        };

        var report = Judge(state, Long);

        Assert.Null(Assert.Single(report.Findings, f => f.Kind.Code == "mount/hung").Cause);
        Assert.Equal(("Unknown", "CauseNotProven"), (report.Conditions[1].Status.Name(), report.Conditions[1].Reason));
    }

    [Fact]
    public void AnOutageThatEndsIsNoFaultOfTheNode()
    {
        var down = ChainJudgeTests.Broken["server/hung"];
        var up = ChainJudgeTests.Broken["mount/required-hung"];
        var before = Some.Twice(down).WithHealth(Some.Time);
        var (report, _) = Some.Judge(before, null, Some.Time);
        var back = Answered(Some.Twice(up) with { Health = before.Health }, Some.Time + Long).WithHealth(Some.Time + Long);
        back = Answered(back, Some.Time + Long + TimeSpan.FromSeconds(5)).WithHealth(Some.Time + Long + TimeSpan.FromSeconds(5));

        var conditions = Some.Judge(back, report, Some.Time + Long + NodeConditionRules.MinFault).Report.Conditions;

        Assert.Equal(ConditionStatus.Unknown, conditions[1].Status);
    }

    [Fact]
    public void BeforeTheFirstRoundNothingIsKnown()
    {
        Assert.All(NodeConditions.NotYet, c => Assert.Equal(ConditionStatus.Unknown, c.Status));
        Assert.All(After(NodeState.Empty, Long), c => Assert.Equal(("Unknown", "NotObserved"), (c.Status.Name(), c.Reason)));
    }

    [Fact]
    public void WhatACollectorDidNotSeeIsNotAssumed()
    {
        const string Why = "no result within 10 s";
        Assert.All(
            new[]
            {
                Some.Node with { Automount = Some.Unavailable<AutomountSnapshot>(Why) },
                Some.Node with { Mounts = Some.Unavailable<MountsSnapshot>(Why) },
                Some.Node with { Sssd = Some.Unavailable<SssdSnapshot>(Why) },
                Some.Node with { Automount = Some.Seen(Some.Automount with { Unit = null, BusProblem = "no answer" }) },
            },
            state => Assert.All(After(state, Long), c => Assert.Equal(ConditionStatus.Unknown, c.Status)));
        Assert.Equal(
            "AutomountReady=Unknown NotObserved, AutomountNodeFault=False NoNodeFault",
            Text(After(Some.Node with { Required = Some.Unavailable<RequiredSnapshot>(Why) }, Long)));
    }

    [Fact]
    public void AJudgementThatWasGivenUpProvesNothing()
    {
        var before = Judge(ChainJudgeTests.Broken["automount/failed"], Long);

        var conditions = ChainJudge.GiveUp(new GivenUp("it took too long"), before, "node1", Some.Time + Long).Report.Conditions;

        Assert.Equal("AutomountReady=Unknown JudgementGivenUp, AutomountNodeFault=Unknown JudgementGivenUp", Text(conditions));
    }

    [Fact]
    public void AConditionKeepsItsTimeWhileItsStatusStays()
    {
        var state = Some.Twice(ChainJudgeTests.Broken["automount/failed"]).WithHealth(Some.Time);
        var first = Some.Judge(state, null, Some.Time).Report;
        var second = Some.Judge(state, first, Some.Time.AddMinutes(1)).Report;
        var third = Some.Judge(state, second, Some.Time.AddMinutes(2)).Report;

        Assert.Equal([Some.Time, Some.Time], first.Conditions.Select(c => c.Since));
        Assert.Equal([Some.Time, Some.Time.AddMinutes(1)], second.Conditions.Select(c => c.Since));
        Assert.Equal([Some.Time, Some.Time.AddMinutes(1)], third.Conditions.Select(c => c.Since));
    }

    /// <summary>The form of <c>reason</c> in metav1.Condition (kubernetes/apimachinery, pkg/apis/meta/v1/types.go).</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void ReasonsAreOneWordAndMessagesOneLine(string code) => Assert.All(After(ChainJudgeTests.Broken[code], Long), c =>
    {
        Assert.Matches(ReasonForm(), c.Reason);
        Assert.DoesNotContain('\n', c.Message);
    });

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex ReasonForm();

    private static IReadOnlyList<NodeCondition> After(NodeState state, TimeSpan age) => Judge(state, age).Conditions;

    /// <summary>The verdict when nothing has changed for so long.</summary>
    private static ChainReport Judge(NodeState state, TimeSpan age)
    {
        var seen = Answered(Some.Twice(state), Some.Time).WithHealth(Some.Time);
        var (first, _) = Some.Judge(seen, null, Some.Time);
        return Some.Judge(seen, first, Some.Time + age).Report;
    }

    /// <summary>The same state, in which the servers answered at a time.</summary>
    private static NodeState Answered(NodeState state, DateTimeOffset at)
    {
        if (state.Servers is not { Seen: { } seen } look)
        {
            return state;
        }

        var servers = seen.Servers.Select(s => s with { AskedAt = at });
        return state with { Servers = look with { Seen = seen with { Servers = [.. servers] } } };
    }

    private static string Text(IEnumerable<NodeCondition> conditions) =>
        string.Join(", ", conditions.Select(c => $"{c.Type.Name()}={c.Status.Name()} {c.Reason}"));
}
