using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Derive;
using Xunit;

namespace AgentTests.Derive;

public class MapComparisonTests
{
    private static readonly DateTimeOffset T0 = Some.Time;

    private static readonly MapContent Both = Some.Map("m", ("a", "x"), ("b", "x"));

    private static MapContent Entries(params (string, string)[] entries) => Some.Map("m", entries);

    private static MapComparison Next(MapComparison? before, MapContent ldap, MapContent? served, int ldapAt, int servedAt) =>
        MapComparison.Next(before, ldap, served, T0.AddSeconds(ldapAt), T0.AddSeconds(servedAt));

    [Fact]
    public void ADifferenceCountsOnlyWhenBothWereReadTwice()
    {
        var ldap = Entries(("a", "x"), ("new", "x"));
        var first = Next(null, ldap, Entries(("a", "x")), 0, 1);
        var onlyLdap = Next(first, ldap, Entries(("a", "x")), 15, 1);
        var both = Next(onlyLdap, ldap, Entries(("a", "x")), 30, 16);

        Assert.Empty(first.Differences);
        Assert.Empty(onlyLdap.Differences);
        Assert.Equal([new KeyDifference("new", KeyDifferenceKind.NotServed, T0.AddSeconds(1))], both.Differences);
    }

    [Fact]
    public void AChangeThatTheOtherSideSeesWithItsNextReadIsNone()
    {
        var first = Next(null, Both, Both, 0, 1);
        var changed = Entries(("a", "x"), ("b", "y"));
        var between = Next(first, changed, Both, 15, 16);
        var after = Next(between, changed, Entries(("a", "x"), ("b", "y")), 30, 31);

        Assert.Empty(between.Differences);
        Assert.Empty(after.Differences);
    }

    [Fact]
    public void EachWayToDifferIsToldApart()
    {
        var ldap = Entries(("a", "x"), ("b", "x"), ("c", "x"));
        var served = Entries(("b", "y"), ("c", "x"), ("d", "x"));

        var found = Next(Next(null, ldap, served, 0, 0), ldap, served, 15, 15);

        Assert.Equal(
            [("a", KeyDifferenceKind.NotServed), ("b", KeyDifferenceKind.OtherValue), ("d", KeyDifferenceKind.StillServed)],
            found.Differences.Select(d => (d.Key, d.Kind)));
    }

    [Fact]
    public void ADifferenceIsGoneWithTheFirstReadThatDoesNotShowIt()
    {
        var ldap = Entries(("a", "x"));
        var found = Next(Next(null, ldap, Both, 0, 0), ldap, Both, 15, 15);
        var cured = Next(found, ldap, Entries(("a", "x")), 15, 16);

        Assert.NotEmpty(found.Differences);
        Assert.Empty(cured.Differences);
    }

    [Fact]
    public void KeysThatAreThereTwiceAgreeWithEitherValue() =>
        Assert.Empty(Next(Next(null, Entries(("a", "x"), ("a", "y")), Entries(("a", "y")), 0, 0), Entries(("a", "x"), ("a", "y")), Entries(("a", "y")), 15, 15).Differences);

    [Fact]
    public void AMapIsMissingOnlyAfterSssdHadTheTimeToNotice()
    {
        var first = Next(null, Both, null, 0, 1);
        var early = Next(first, Both, null, 13, 14);
        var late = Next(early, Both, null, 27, 28);
        var back = Next(late, Both, Both, 40, 41);

        Assert.False(first.IsMissing);
        Assert.False(early.IsMissing);
        Assert.True(late.IsMissing);
        Assert.False(back.IsMissing);
    }

    [Fact]
    public void AnEmptyMapIsNotALotOfDifferences()
    {
        var empty = Entries();
        var found = Next(Next(null, Both, empty, 0, 0), Both, empty, 15, 15);

        Assert.True(found.IsEmpty);
        Assert.False(Next(Next(null, empty, empty, 0, 0), empty, empty, 15, 15).IsEmpty);
    }

    [Fact]
    public void WithoutANewReadNothingIsMadeAnew()
    {
        var first = Next(null, Both, Both, 0, 1);

        Assert.Same(first, Next(first, Both, Both, 0, 1));
    }
}
