using Automount.Findings;
using AutomountPackaging.Manifests;
using Xunit;
using static PackagingTests.Check.Expect;

namespace PackagingTests.Check;

/// <summary>
/// The rules themselves are those of the agent, and tested there: here is what they are given and where their findings point.
/// </summary>
public class MapRuleTests
{
    private const string Declared = "# automount-packaging: declare ldap-map auto.a auto.b\n";

    private static SourceFile Master(string text, string name = "x.autofs") => new($"etc/auto.master.d/{name}", text);

    [Fact]
    public void AMapIsSomewhere()
    {
        Fires("map/dangling-map", "auto.varhome", Master("/var/nfs auto.varhome\n"));
        Silent("map/dangling-map", Master("/var/nfs auto.nfs\n"), Some.ConfigFile("/etc/auto.nfs", "a s:/a\n"));
        Silent("map/dangling-map", Master($"{Declared}/var/a auto.a\n/var/b auto.b\n/var/m auto.misc\n/var/net -hosts\n"));
        Silent("map/dangling-map", Master("/var/nfs auto.nfs\n"), Ldif("auto.nfs"));
    }

    [Fact]
    public void WhatTheMasterMapTakesFromLdapIsKnownOnlyWithItsLdif()
    {
        var master = Master("/var/c ldap:ou=auto.c,dc=x\n/var/d sss:auto.d\n");
        Silent("map/dangling-map", master);
        Fires("map/dangling-map", "auto.d", master, Ldif("auto.c"));
    }

    [Fact]
    public void AFaultInAMapFileIsReportedAtItsPlace()
    {
        var finding = Fires("map/unknown-option", "a -rwx", Master("/var/nfs auto.nfs\n"),
            new SourceFile("auto.nfs", "# maps\na -rwx s:/a\n"));

        Assert.Equal(("auto.nfs", 2, 4), (finding.File, finding.Line, finding.Column));
    }

    [Fact]
    public void AFaultInAMapOfAMachineConfigNamesItsLine()
    {
        var finding = Fires("map/unknown-option", "source:", Some.ConfigFile("/etc/auto.nfs", "# maps\na -rwx s:/a\n"));

        Assert.StartsWith("/etc/auto.nfs, line 2: ", finding.Message);
    }

    [Fact]
    public void FaultsInLdifAreReportedAtTheirLines()
    {
        Fires("map/bad-entry", "automountInformation: -rw", Ldif("auto.nfs", "-rw"));
        Fires("map/ldif-syntax", "no attribute", new SourceFile("x.ldif", $"{Ldif("auto.nfs").Text}no attribute\n"));
        Assert.Empty(Run(20, Ldif("auto.nfs")));
    }

    [Fact]
    public void EachRoleHasMapsOfItsOwnAndThoseOfTheWorkers()
    {
        static SourceFile Map(string name, string role, string server) =>
            Some.ConfigFile($"/etc/{name}", $"a -fstype=nfs4 {server}:/a\n", role: role, path: $"{role}-{name}.yaml");

        var master = Some.ConfigFile("/etc/auto.master.d/x.autofs", "/var/a auto.a\n/var/b auto.b\n", role: "one", path: "master.yaml");
        Silent("map/dangling-map", master, Map("auto.a", "one", "s"), Map("auto.b", "worker", "s"));
        Fires("map/dangling-map", "source:", master, Map("auto.a", "one", "s"), Map("auto.b", "two", "s"));
    }

    [Fact]
    public void WhatTheAgentsConfigurationSilencesIsSilent()
    {
        var map = new SourceFile("auto.nfs", "a -rwx s:/a\n");
        Fires("map/unknown-option", "a -rwx", map);
        Silent("map/unknown-option", map, new SourceFile("agent.conf.d/10-maps.conf", "[maps]\nsilence = map/unknown-option\n"));
    }

    [Fact]
    public void AProgramMapIsNotRead() =>
        Silent("map/bad-entry", Master("/var/nfs program:/etc/auto.prog\n"), new SourceFile("auto.prog", "#!/bin/sh\necho -rw\n"));

    [Fact]
    public void ARemarkIsNeitherErrorNorWarning()
    {
        var finding = Fires("map/unused-map", "a -fstype", Master("/var/m auto.misc\n"),
            new SourceFile("auto.nfs", "a -fstype=nfs4 s:/a\n"));

        Assert.Equal(Severity.Info, finding.Rule.Severity);
    }

    [Fact]
    public void APasswordInAMapIsNotShown()
    {
        var findings = Run(20, new SourceFile("auto.nas", "a -fstype=cifs,password=s3cret ://nas/a\n"));

        Assert.Contains(findings, f => f.Rule.Code == "map/password");
        Assert.DoesNotContain("s3cret", string.Concat(findings));
    }

    private static SourceFile Ldif(string map, string entry = "-fstype=nfs4 s:/a") => new("x.ldif", $"""
        dn: automountMapName={map},dc=x
        objectClass: automountMap
        automountMapName: {map}

        dn: automountKey=a,automountMapName={map},dc=x
        objectClass: automount
        automountKey: a
        automountInformation: {entry}

        """ + "\n");
}
