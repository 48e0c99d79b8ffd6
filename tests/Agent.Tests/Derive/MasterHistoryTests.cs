using AgentTests.Support;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Derive;

/// <summary>What counts as a change of the master map that automount has.</summary>
public class MasterHistoryTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void AMasterMapThatAutomountMayNotUseHasNoHistory(bool isKnown, int changes)
    {
        var state = isKnown ? new NodeState { Automount = Some.Seen(Some.Automount) } : new NodeState();

        state = With(state, "auto.home");
        state = With(state, "auto.other");

        Assert.Equal(changes, state.Master.Former.Count);
    }

    private static NodeState With(NodeState state, string map)
    {
        var maps = Some.Maps.SetItem(0, Some.Map("auto.master", ("/home", map)));
        return (state with { Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = maps }])) }).WithKnownMaps();
    }
}
