using Automount.Catalog;
using Automount.Findings;
using Xunit;

namespace AgentTests.Core.Catalog;

/// <summary>What each kind of finding does to the conditions of the node: every code is decided, and none that many nodes share.</summary>
public class ConditionEffectsTests
{
    [Fact]
    public void EveryCodeIsDecided() => Assert.Equal(
        FindingCatalog.All.Select(k => k.Code).Order(StringComparer.Ordinal), ConditionEffects.All.Keys.Order(StringComparer.Ordinal));

    /// <summary>A server, the directory and the maps are there once, for every node.</summary>
    [Fact]
    public void WhatIsNotOnTheNodeIsNoNodeFault() => Assert.All(
        FindingCatalog.All.Where(k => k.Link is Link.Directory or Link.Map or Link.Server),
        k => Assert.Equal(ConditionEffect.None, ConditionEffects.Of(k.Code)));

    /// <summary>The mount that hangs is the only kind that a server can cause, and its effect asks for the server.</summary>
    [Fact]
    public void WhatMayFollowFromAServerIsNoNodeFaultByItself()
    {
        var follows = FindingCatalog.All.Where(k => k.Causes.Any(c => c.StartsWith("server/", StringComparison.Ordinal))).ToList();

        Assert.Contains(follows, k => k == MountFindings.Hung);
        Assert.All(
            follows.Select(k => ConditionEffects.Of(k.Code)),
            e => Assert.True(e is ConditionEffect.None or ConditionEffect.NotReady or ConditionEffect.NodeFaultUnlessServer));
    }
}
