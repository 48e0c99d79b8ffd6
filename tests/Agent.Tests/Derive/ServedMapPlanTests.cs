using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Derive;

public class ServedMapPlanTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static MapWish Of(SssdMap? before, MapContent? ldap, int seconds) => ServedMapPlan.Of("m", before, ldap, Interval, Timeout, Some.Time.AddSeconds(seconds));

    private static SssdMap Read(int entries, MapContent? ldap = null) => new("m", SssdMapOutcome.Read, Content(entries), default) { ReadAt = Some.Time, LdapCopy = ldap };

    private static MapContent Content(int entries) => Some.Map("m", [.. Enumerable.Range(0, entries).Select(i => ($"k{i}", "v"))]);

    [Theory]
    [InlineData(10, 14, true)]
    [InlineData(1_000, 30, false)]
    [InlineData(1_000, 60, true)]
    [InlineData(100_000, 600, false)]
    [InlineData(100_000, 900, true)]
    public void AMapIsReadTheLessOftenTheLargerItIs(int entries, int seconds, bool full) => Assert.Equal(full, Of(Read(entries), null, seconds).IsFull);

    [Fact]
    public void AChangeInLdapIsAReasonToReadAndANewCopyWithTheSameContentIsNone()
    {
        var ldap = Content(1_000);

        Assert.True(Of(Read(1_000, ldap), Content(1_001), 20).IsFull);
        Assert.False(Of(Read(1_000, ldap), Content(1_000), 20).IsFull);
    }

    [Fact]
    public void WhatWasNeverReadIsReadAndNoKeyOfItIsLookedUp()
    {
        var wish = Of(new SssdMap("m", SssdMapOutcome.NotRead, null, default), Content(5), 1);

        Assert.Equal((true, null), (wish.IsFull, wish.Key));
    }

    [Fact]
    public void EveryKeyHasItsTurnAndADisagreementEveryOther()
    {
        var map = Read(3);
        var odd = map with { Disagreements = [new SssdLookup("odd", null, default, Some.Time)] };

        Assert.Equal(["k0", "k1", "k2", "k0"], Enumerable.Range(0, 4).Select(i => Of(map with { Turn = i }, null, 1).Key));
        Assert.Equal(["k0", "odd", "k1", "odd"], Enumerable.Range(0, 4).Select(i => Of(odd with { Turn = i }, null, 1).Key));
    }

    [Theory]
    [InlineData(1_000, 5)]
    [InlineData(10_000, 25)]
    [InlineData(100_000, 205)]
    [InlineData(1_000_000, 300)]
    public void ALargeMapMayTakeLonger(int entries, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), ServedMapPlan.Patience(entries, Timeout));
}
