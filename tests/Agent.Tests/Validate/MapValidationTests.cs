using AgentTests.Support;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Validate;
using Xunit;

namespace AgentTests.Validate;

public class MapValidationTests
{
    [Fact]
    public void TheCopyOfSssdIsJudgedAsWellAndWhatBothHaveIsToldOnce()
    {
        var ldap = Some.Map("auto.home", ("bad", "nfs1 /x"), ("dale", "nfs1:/dale"));
        var served = Some.Map("auto.home", ("bad", "nfs1 /x"), ("dale", "nfs1 /dale"));
        var set = new MapSet(Some.Map("auto.master", ("/home", "auto.home")), [ldap], []) { Served = [served] };

        var bad = MapValidation.Of(set, Silence.None, 20).Findings.Where(f => f.Kind == MapEntryFindings.BadEntry).ToList();

        Assert.Equal(["auto.home:bad", "auto.home:dale"], bad.Select(f => f.Subject));
        Assert.DoesNotContain("sssd", bad[0].Message);
        Assert.EndsWith("(so it is in sssd's copy, not in LDAP's)", bad[1].Message);
    }
}
