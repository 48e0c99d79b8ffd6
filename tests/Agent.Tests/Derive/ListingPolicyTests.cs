using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Derive;

public class ListingPolicyTests
{
    private static readonly MapContent Twice = Some.Map("auto.home", ("a", "h:/a"), ("k", "h:/1"), ("k", "h:/2"));
    private static readonly MapContent Once = Some.Map("auto.home", ("k", "h:/1"), ("K", "h:/2"));

    [Fact]
    public void LdapsCopyDecides()
    {
        Assert.Equal("k", Risk(Answered(Twice))?.DuplicateKey);
        Assert.Null(Risk(Answered(Once)));
        Assert.Null(Risk(Answered())); // LDAP does not have the map.
    }

    [Fact]
    public void WhileLdapCannotBeReadItsLastCopyDecides()
    {
        var listed = new SssdMap("auto.home", SssdMapOutcome.Read, Once, default) { LdapCopy = Once };
        var notListed = new SssdMap("auto.home", SssdMapOutcome.NotListed, null, default) { LdapCopy = Twice, DuplicateKey = "k" };

        Assert.Null(Risk(Down, listed));
        Assert.Equal("k", Risk(Down, notListed)?.DuplicateKey);
    }

    [Fact]
    public void WithoutACopyAMapIsListedOnlyWhileSssdIsOffline()
    {
        Assert.Equal((true, null), (Risk(null) is not null, Risk(null)?.DuplicateKey));
        Assert.NotNull(Risk(Down));
        Assert.NotNull(Risk(Down, online: true));
        Assert.Null(Risk(Down, online: false));
    }

    [Fact]
    public void WithoutADomainInLdapNothingIsAtRisk() =>
        Assert.Null(ListingPolicy.RiskOf("auto.home", null, null, [], []));

    [Fact]
    public void ALinkWithAMapThatMayNotBeListedIsUnknown()
    {
        var map = new SssdMap("auto.home", SssdMapOutcome.NotListed, null, default) { WhyNotListed = Risk(null)!.Reason };
        var state = Some.Node with { Sssd = Some.Seen(Some.Sssd with { Maps = [map] }) };

        Assert.Equal(
            "auto.home not compared: it is not known whether a key of it is in LDAP more than once",
            LinkObservations.WhyUnknown(Automount.Findings.Link.Sssd, state));
    }

    private static DirectorySnapshot Down => new([Some.Domain(DirectoryOutcome.Refused)]);

    private static DirectorySnapshot Answered(params MapContent[] maps) => new([Some.Domain() with { Maps = [.. maps] }]);

    private static ListingRisk? Risk(DirectorySnapshot? directory, SssdMap? before = null, bool? online = null) =>
        ListingPolicy.RiskOf(
            "auto.home", before, directory, Some.SssdConfiguration.Domains, [new SssdDomain(Some.Domain().Domain, online)]);
}
