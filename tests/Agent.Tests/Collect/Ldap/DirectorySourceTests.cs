using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>Every kind of tree and of login that sssd.conf can name, against a real server.</summary>
public sealed class DirectorySourceTests
{
    private static readonly string BisTree = Trees.BisMap("auto.master")
        + Trees.BisEntry("auto.master", "/home", "auto.home")
        + Trees.BisMap("auto.home");

    private static Task<DomainDirectory> ReadAsync(SssdDomainSettings domain, IProgress<int>? progress = null) =>
        DirectoryRead.ReadAsync(domain, new Settings(), progress, TimeProvider.System, TestContext.Current.CancellationToken);

    private static SssdDomainSettings Domain(PrivateSlapd slapd, AutofsSchema schema) =>
        DirectoryRead.At(slapd.Uri, PrivateSlapd.Suffix) with { GuessSchema = false, Schema = schema };

    [Fact]
    public async Task TheSchemaOfNisIsReadAndGuessed()
    {
        using var slapd = new PrivateSlapd(
            Trees.Rfc2307Schema,
            Trees.NisMap("auto.master")
                + Trees.NisEntry("auto.master", "/home", "auto.home")
                + Trees.NisMap("auto.home")
                + Trees.NisEntry("auto.home", "/", "nfs1:/exports/&"));
        var directory = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307));

        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
        Assert.Equal(["/", "/home"], directory.Maps.SelectMany(m => m.Entries).Select(e => e.Key).Order());
        Assert.Equal(AutofsSchema.Rfc2307, (await ReadAsync(DirectoryRead.At(slapd.Uri, null))).Schema);
    }

    /// <summary>A master map under other names than those of sssd.conf is not missing: the names are wrong.</summary>
    [Theory]
    [InlineData("ldap", "set ldap_schema = rfc2307bis without")]
    [InlineData("ad", "set ldap_autofs_map_object_class = automountMap, ldap_autofs_map_name = automountMapName, ")]
    public async Task AMasterMapUnderOtherAttributesIsNamed(string provider, string advice)
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BisTree);

        var directory = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307) with { Provider = provider, MasterMap = "auto.master" });

        Assert.Equal(DirectoryOutcome.MapMissing, directory.Outcome);
        Assert.StartsWith("it is there as an object of class automountMap with automountMapName: ", directory.Detail);
        Assert.Contains(advice, directory.Detail);
    }

    [Fact]
    public async Task AMasterMapThatIsNowhereIsMissing()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, Trees.BisMap("auto.home"));

        var directory = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307));

        Assert.Equal((DirectoryOutcome.MapMissing, ""), (directory.Outcome, directory.Detail));
    }

    [Fact]
    public async Task TheSchemaOfOuAndCnIsGuessed()
    {
        using var slapd = new PrivateSlapd(
            Trees.OuCnSchema, Trees.OuMap("auto.master") + Trees.OuEntry("auto.master", "/home", Trees.Bytes("auto.home")));
        var directory = await ReadAsync(DirectoryRead.At(slapd.Uri, PrivateSlapd.Suffix));

        Assert.Equal((DirectoryOutcome.Answered, AutofsSchema.OuCn), (directory.Outcome, directory.Schema));
        Assert.Single(Assert.Single(directory.Maps).Entries);
    }

    [Fact]
    public async Task AnIpaTreeIsReadBelowItsLocationWithKeysFromTheAttribute()
    {
        const string Automount = "cn=automount,dc=example,dc=com";
        static string Location(string name) => $"dn: cn={name},{Automount}\nobjectClass: applicationProcess\ncn: {name}\n\n";
        static string Direct(string key, string below) =>
            $"dn: description=/- {key},automountMapName=auto.master,{below}\nobjectClass: automount\ndescription: /- "
                + $"{key}\nautomountKey: /-\nautomountInformation: {key}\n\n";
        var berlin = $"cn=berlin,{Automount}";
        using var slapd = new PrivateSlapd(
            Trees.Rfc2307BisSchema,
            $"dn: {Automount}\nobjectClass: applicationProcess\ncn: automount\n\n" + Location("default") + Location("berlin") +
            Trees.BisMap("auto.master", $"cn=default,{Automount}")
                + Trees.BisMap("auto.master", berlin)
                + Direct("auto.direct", berlin)
                + Direct("auto.other", berlin));
        var directory = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307Bis) with { SearchBases = [new SearchBase(berlin)] });

        Assert.Equal([("/-", "auto.direct"), ("/-", "auto.other")], directory.Maps.Single().Entries.Select(e => (e.Key, e.Value)).Order());
    }

    [Fact]
    public async Task AUnixSocketIsAskedAndExternalSaysWhoWeAre()
    {
        using var slapd = new PrivateSlapd(
            Trees.Rfc2307BisSchema, BisTree, "access to dn.base=\"\" by * read\naccess to * by "
                + "dn.regex=\"uidNumber=[0-9]+,cn=peercred,cn=external,cn=auth\" read");
        var anonymous = Domain(slapd, AutofsSchema.Rfc2307Bis) with { Uris = [slapd.LocalUri] };

        Assert.NotEqual(DirectoryOutcome.Answered, (await ReadAsync(anonymous)).Outcome);
        var directory = await ReadAsync(anonymous with { SaslMechanism = "EXTERNAL" });
        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
    }

    [Fact]
    public async Task AClientCertificateIsShown()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BisTree, global: "TLSVerifyClient demand", tls: true);
        var without = Domain(slapd, AutofsSchema.Rfc2307Bis) with
        {
            Uris = [slapd.TlsUri], TlsCaCertificate = slapd.CaFile, TlsRequireCertificate = "hard"
        };

        Assert.Equal(DirectoryOutcome.TlsFailed, (await ReadAsync(without)).Outcome);
        var directory = await ReadAsync(without with { TlsCertificate = slapd.CaFile, TlsKey = slapd.KeyFile });
        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
    }

    [Fact]
    public async Task ProgressIsToldAndPagesMayBeOfAnySize()
    {
        var entries = string.Concat(Enumerable.Range(0, 1200).Select(i => Trees.BisEntry("auto.home", $"user{i}", "nfs1:/x")));
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BisTree + entries, "limits * size=unlimited");
        foreach (var size in (int[])[0, 7, 1000])
        {
            var told = new Told();
            var directory = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307Bis) with { PageSize = size }, told);

            Assert.Equal(1201, directory.Maps.Sum(m => m.Entries.Length));
            Assert.Equal([500, 1000, 1201], told.Values);
        }
    }

    [Fact]
    public async Task AServerThatRefusesThePageSizeIsAskedForLess()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BisTree, "limits * size.pr=200");

        var refused = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307Bis));
        var taken = await ReadAsync(Domain(slapd, AutofsSchema.Rfc2307Bis) with { PageSize = 200 });

        Assert.Equal([DirectoryOutcome.Answered, DirectoryOutcome.Answered], [refused.Outcome, taken.Outcome]);
        Assert.EndsWith("so it was asked for 100", refused.PageProblem);
        Assert.Null(taken.PageProblem);
    }

    [Fact]
    public async Task AnEntryWithoutAKeyIsNamedAsDropped()
    {
        const string Loose = "objectclass ( 1.3.6.1.4.1.2312.4.2.9 NAME 'looseAutomount' SUP top STRUCTURAL MUST cn MAY ( "
            + "automountKey $ automountInformation ) )";
        using var slapd = new PrivateSlapd(
            $"{Trees.Rfc2307BisSchema}\n{Loose}",
            BisTree + $"dn: cn=lost,automountMapName=auto.home,{PrivateSlapd.Suffix}\nobjectClass: looseAutomount\ncn: "
                + $"lost\nautomountInformation: nfs1:/lost\n\n");
        var schema = AutofsSchema.Rfc2307Bis with { EntryClass = "looseAutomount" };
        var home = (await ReadAsync(Domain(slapd, schema))).Maps.Single(m => m.Name == "auto.home");

        Assert.Empty(home.Entries);
        Assert.Equal([DropReason.NoKey], home.Dropped.Select(d => d.Reason));
    }

    private sealed class Told : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
