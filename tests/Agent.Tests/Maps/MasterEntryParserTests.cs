using Automount.Text;
using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

public class MasterEntryParserTests
{
    private static MasterEntryResult Parse(string value, string key = "/home") => MasterEntryParser.Parse(new MapRecord(key, value));

    private static MasterOptions Options(string options) => Parse("auto.home " + options).Entry!.Options;

    [Theory]
    [InlineData("auto.home", MapSource.Nsswitch, "auto.home")]
    [InlineData("  auto.home -rw", MapSource.Nsswitch, "auto.home")]
    [InlineData("/etc/auto.home", MapSource.File, "/etc/auto.home")]
    [InlineData("file:/etc/auto.home", MapSource.File, "/etc/auto.home")]
    [InlineData("file /etc/auto.home", MapSource.File, "/etc/auto.home")]
    [InlineData("program:/etc/auto.net", MapSource.Program, "/etc/auto.net")]
    [InlineData("exec:/etc/auto.net", MapSource.Program, "/etc/auto.net")]
    [InlineData("sss:auto.home", MapSource.Sss, "auto.home")]
    [InlineData("sss,sun:auto.home", MapSource.Sss, "auto.home")]
    [InlineData("yp:auto.home", MapSource.Other, "auto.home")]
    [InlineData("ldap:auto.home", MapSource.Ldap, "auto.home")]
    [InlineData("ldap:ou=auto.home,ou=automount,dc=example", MapSource.Ldap, "auto.home")]
    [InlineData("ldap:server:ou=auto.home,dc=example", MapSource.Ldap, "auto.home")]
    [InlineData("ldap://server/ou=auto.home,dc=example", MapSource.Ldap, "auto.home")]
    [InlineData("ldaps://server:636/automountMapName=auto.home,dc=example", MapSource.Ldap, "auto.home")]
    [InlineData("ldap:192.168.1.1:ou=auto.home", MapSource.Ldap, "auto.home")]
    [InlineData("ou=auto.home,dc=example", MapSource.Ldap, "auto.home")]
    [InlineData("automountMapName=auto.home,ou=x", MapSource.Ldap, "auto.home")]
    [InlineData("cn=auto home,dc=example,dc=com rw", MapSource.Ldap, "auto home")]
    [InlineData("auto\\ home", MapSource.Nsswitch, "auto home")]
    [InlineData("auto\\:home", MapSource.Nsswitch, "auto:home")]
    [InlineData("auto.nis -rw", MapSource.Nsswitch, "auto.nis")]
    [InlineData("xfile:/etc/foo", MapSource.File, "/etc/x/etc/foo")]
    [InlineData("/etc//auto.x -rw", MapSource.Ldap, "auto.x")]
    [InlineData("file:auto.home", MapSource.File, "/etc/auto.home")]
    [InlineData("nis -rw", MapSource.Other, "-rw")]
    [InlineData("-rw auto.home", MapSource.Nsswitch, "-rw")]
    [InlineData("sss: -rw", MapSource.Sss, "-rw")]
    public void TheMapIsFoundInEveryForm(string value, MapSource source, string map)
    {
        var entry = Parse(value).Entry!;

        Assert.Equal((MasterEntryKind.Indirect, source, map), (entry.Kind, entry.Source, entry.Map));
    }

    [Theory]
    [InlineData("/home", "-null", MasterEntryKind.Null)]
    [InlineData("/net", "-hosts", MasterEntryKind.Hosts)]
    [InlineData("/-", "auto.direct", MasterEntryKind.Direct)]
    [InlineData("/home", "file,amd:/etc/amd.home", MasterEntryKind.Unsupported)]
    [InlineData("/home", "auto-hosts -rw", MasterEntryKind.Hosts)]
    [InlineData("/home", "file,hesiod:/etc/h", MasterEntryKind.Unsupported)]
    [InlineData("/home", "multi auto.a -- auto.b", MasterEntryKind.Indirect)]
    [InlineData("/home", "hesiod:auto.home", MasterEntryKind.Unsupported)]
    public void TheKindIsTold(string key, string value, MasterEntryKind kind) => Assert.Equal(kind, Parse(value, key).Entry!.Kind);

    [Theory]
    [InlineData("/home", "")]
    [InlineData("/home", "   ")]
    [InlineData("/home", "multi -hosts -- auto.home")]
    [InlineData("/home", "auto:home")]
    [InlineData("/home", "dir:/etc/auto.master.d")]
    [InlineData("/home", "ldap:server:auto.home")]
    [InlineData("/home", "//server/cn=auto.home,dc=example")]
    [InlineData("/home", "nisMapName=auto\\,home,dc=example")]
    [InlineData("/home", "ldap:automountMapName=auto.home,nisMapName=x")]
    [InlineData("/home", "auto.home rw,,soft")]
    [InlineData("/home", "auto.home ,rw")]
    [InlineData("/home", "auto.home rw,")]
    [InlineData("/home", "auto.home rw -- auto.x")]
    [InlineData("\"/home\"", "auto.home")]
    [InlineData("/home", "-xfn")]
    [InlineData("/home", "foo=bar,dc=example")]
    [InlineData("home", "auto.home")]
    [InlineData("/my home", "auto.home")]
    [InlineData("+auto.master", "")]
    [InlineData("/home", "auto.home credentials=/etc/c")]
    [InlineData("/home", "auto.home 60")]
    public void WhatAutomountDropsIsAnError(string key, string value)
    {
        var (entry, error) = Parse(value, key);

        Assert.Null(entry);
        Assert.NotEmpty(error!.Message);
    }

    [Fact]
    public void TheErrorPointsAtTheOption() => Assert.Equal(22, Parse("auto.home credentials=/etc/c").Error!.Column);

    [Theory]
    [InlineData("-t 60", 60)]
    [InlineData("-t60", 60)]
    [InlineData("--timeout 60", 60)]
    [InlineData("--timeout=60", 60)]
    [InlineData("--timeout = 60", 60)]
    [InlineData("--timeout=0", 0)]
    [InlineData("--timeout=5m", 5)]
    [InlineData("-rw,--timeout=99999999999", int.MaxValue)]
    public void TheTimeoutIsReadInAllSpellings(string options, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Options(options).Timeout);

    [Theory]
    [InlineData("-n 30")]
    [InlineData("--negative-timeout 30")]
    [InlineData("--negative-timeout=30")]
    public void TheNegativeTimeoutIsReadInAllSpellings(string options) =>
        Assert.Equal((null, TimeSpan.FromSeconds(30), ""),
            (Options(options).Timeout, Options(options).NegativeTimeout!.Value, Options(options).Mount));

    [Theory]
    [InlineData("browse", true)]
    [InlineData("-browse", true)]
    [InlineData("--ghost", true)]
    [InlineData("-g", true)]
    [InlineData("nobrowse", false)]
    [InlineData("-nobrowse", false)]
    public void BrowseIsReadInAllSpellings(string options, bool browse) =>
        Assert.Equal((browse, ""), (Options(options).Browse!.Value, Options(options).Mount));

    [Theory]
    [InlineData("symlink nobind strictexpire shared")]
    [InlineData("-symlink,-nobind,-strictexpire,-shared")]
    public void FlagsMayHaveADash(string text)
    {
        var options = Options(text);

        Assert.True(options is { Symlink: true, NoBind: true, StrictExpire: true, Propagation: "shared", Mount: "" });
    }

    [Theory]
    [InlineData("-v --verbose -d --debug")]
    [InlineData("-w --use-weight-only -r --random-multimount-selection")]
    [InlineData("--mode 0755 --mode=0700")]
    [InlineData("slave private")]
    public void KnownOptionsAreNotMountOptions(string options) => Assert.Equal("", Options(options).Mount);

    [Fact]
    public void VariablesAndColonsAreRead()
    {
        var options = Options("-DSITE=berlin -D X=1 --no-slashify-colons");

        Assert.Equal(("berlin", "1", false, ""),
            (options.Variables["SITE"], options.Variables["X"], options.SlashifyColons, options.Mount));
        Assert.True(Options("--slashify-colons").SlashifyColons);
    }

    [Theory]
    [InlineData("-fstype=nfs4,rw,soft,timeo=100,retrans=3", "fstype=nfs4,rw,soft,timeo=100,retrans=3")]
    [InlineData("rw soft", "rw,soft")]
    [InlineData("timeout=60", "timeout=60")]
    [InlineData("-timeout=60", "timeout=60")]
    [InlineData("--timeout=5m", "m")]
    [InlineData("-t60x", "t60x")]
    [InlineData("browser", "browser")]
    [InlineData("sec=krb5p:krb5", "sec=krb5p:krb5")]
    [InlineData("context=\"system_u:object_r:nfs_t:s0\"", "context=system_u:object_r:nfs_t:s0")]
    [InlineData("x=a/b", "x=a,b")]
    [InlineData("rw # soft", "rw,soft")]
    public void AnyOtherWordIsAMountOption(string options, string expected) => Assert.Equal(expected, Options(options).Mount);

    [Theory]
    [InlineData("/home/", "/home")]
    [InlineData("/a//b/", "/a//b")]
    public void TrailingSlashesOfTheMountPointGo(string key, string expected) =>
        Assert.Equal(expected, Parse("auto.home", key).Entry!.MountPoint);

    [Fact]
    public void AMultiEntryHasSeveralMapsEachWithItsOwnOptions()
    {
        var entry = Parse("multi,sun: auto.x -rw -DA=1 -- file:/etc/auto.y ro,soft --timeout=5 -- sss:auto.z").Entry!;

        Assert.Equal(["auto.x", "/etc/auto.y", "auto.z"], entry.Maps.Select(m => m.Map));
        Assert.Equal(["rw", "ro,soft", ""], entry.Maps.Select(m => m.Options.Mount));
        Assert.All(entry.Maps, m => Assert.Equal(TimeSpan.FromSeconds(5), m.Options.Timeout));
        Assert.Equal([1, 0, 0], entry.Maps.Select(m => m.Options.Variables.Count));
    }

    [Theory]
    [InlineData("auto:x", true)]
    [InlineData("auto.x credentials=/etc/c", true)]
    [InlineData("auto.x rw,,soft", true)]
    [InlineData("auto.x 5", true)]
    [InlineData("auto.x rw,", false)]
    [InlineData("foo=bar", false)]
    [InlineData("-xfn", false)]
    [InlineData("dc=x,ou=auto", false)]
    public void AnErrorInTheMiddleLosesTheRest(string value, bool losesRest) => Assert.Equal(losesRest, Parse(value).Error!.LosesRest);

    [Fact]
    public void AnEscapedBlankIsPartOfTheMountPoint() => Assert.Equal("/my home", Parse("auto.home", "/my\\ home").Entry!.MountPoint);
}
