using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>A server with the schema rfc2307bis and a few maps, TLS included.</summary>
public sealed class BisServer : IDisposable
{
    private readonly OnDemand<PrivateSlapd> slapd = new(() => new PrivateSlapd(
        Trees.Rfc2307BisSchema,
        Trees.BisMap("auto.master") + Trees.BisEntry("auto.master", "/home", "auto.home -rw") +
        Trees.BisMap("auto.home")
            + Trees.BisEntry("auto.home", "alice", "nfs1:/exports/&")
            + Trees.BisEntry("auto.home", "*", "nfs1:/exports/&"),
        "require none",
        tls: true));

    public PrivateSlapd Slapd => slapd.Value;

    public void Dispose() => slapd.Dispose();
}

public sealed class DirectoryCollectorTests(BisServer server) : IClassFixture<BisServer>
{
    private static readonly Settings Quick = new() { LdapTimeout = TimeSpan.FromSeconds(1) };

    private static readonly AutofsSchema OuCn = new("automountMap", "ou", "automount", "cn", "automountInformation");

    private SssdDomainSettings Domain(params string[] uris) => new()
    {
        Name = "example",
        Provider = "ldap",
        Uris = uris.Length == 0 ? [server.Slapd.Uri] : [.. uris],
        SearchBases = [new SearchBase(PrivateSlapd.Suffix)],
        Schema = AutofsSchema.Rfc2307Bis,
        TlsRequireCertificate = "hard",
    };

    private static async Task AssertAsync(DirectoryOutcome expected, SssdDomainSettings domain)
    {
        var directory = await LookAsync(domain);
        Assert.True(expected == directory.Outcome, $"{directory.Outcome}: {directory.Detail}");
    }

    private static async Task<DomainDirectory> LookAsync(SssdDomainSettings domain, Settings? settings = null)
    {
        using var observer = Observer(domain, settings);
        return Assert.Single((await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken)).Domains);
    }

    private static DirectoryCollector Observer(SssdDomainSettings domain, Settings? settings = null, TimeProvider? time = null) =>
        new(() => new SssdConfiguration([], [domain], [], null), settings ?? new Settings(), new Counters(), time ?? TimeProvider.System);

    [Fact]
    public async Task TheMapsAreReadAsTheServerHoldsThem()
    {
        var directory = await LookAsync(Domain());

        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
        Assert.Equal(PrivateSlapd.Suffix, directory.SearchBase);
        Assert.Equal(["auto.home", "auto.master"], directory.Maps.Select(m => m.Name).Order());
        var home = directory.Maps.Single(m => m.Name == "auto.home");
        Assert.Equal("automountMapName=auto.home,dc=example,dc=com", home.Dn);
        Assert.Contains(
            new MapRecord("alice", "nfs1:/exports/&", "automountKey=alice,automountMapName=auto.home,dc=example,dc=com"), home.Entries);
        Assert.Equal(2, home.Entries.Length);
    }

    [Fact]
    public async Task ASecondLookAsksLittleAndCarriesTheMapsForward()
    {
        using var observer = Observer(Domain());
        var cancel = TestContext.Current.CancellationToken;
        var first = await observer.CollectAsync(NodeState.Empty, cancel);
        var state = NodeState.Empty with
        {
            Directory = new Observation<DirectorySnapshot>(TimeProvider.System.GetUtcNow(), TimeSpan.Zero, first, null)
        };

        var second = (await observer.CollectAsync(state, cancel)).Domains[0];

        Assert.Equal(first.Domains[0].MapsReadAt, second.MapsReadAt);
        Assert.Equal(first.Domains[0].Maps, second.Maps); // The same array, not an equal one.
        Assert.Equal(DirectoryOutcome.Answered, second.Outcome);
    }

    [Fact]
    public async Task AWrongPasswordIsToldApart()
    {
        var domain = Domain() with { BindDn = PrivateSlapd.Admin, BindPassword = new Secret("guess") };
        var directory = await LookAsync(domain);

        Assert.Equal(DirectoryOutcome.BadCredentials, directory.Outcome);
        Assert.DoesNotContain("guess", directory.Detail);
        Assert.Null(directory.MapsReadAt);
    }

    [Fact]
    public async Task TheRightPasswordIsAccepted() =>
        Assert.Equal(
            DirectoryOutcome.Answered,
            (await LookAsync(Domain() with { BindDn = PrivateSlapd.Admin, BindPassword = new Secret(PrivateSlapd.Password) })).Outcome);

    [Fact]
    public async Task ABindDnWithoutAPasswordIsRefused() =>
        Assert.Equal(DirectoryOutcome.BadCredentials, (await LookAsync(Domain() with { BindDn = PrivateSlapd.Admin })).Outcome);

    [Fact]
    public async Task AWrongBaseIsToldApart()
    {
        var directory = await LookAsync(Domain() with { SearchBases = [new SearchBase("ou=gone,dc=example,dc=com")] });

        Assert.Equal(DirectoryOutcome.BaseMissing, directory.Outcome);
        Assert.Contains("ou=gone", directory.Detail);
        Assert.Empty(directory.Maps);
    }

    [Fact]
    public async Task AMasterMapThatTheSchemaCannotSeeIsToldApart()
    {
        Assert.Equal(DirectoryOutcome.MapMissing, (await LookAsync(Domain() with { Schema = OuCn })).Outcome);
        Assert.Equal(DirectoryOutcome.MapMissing, (await LookAsync(Domain() with { MasterMap = "auto_master" })).Outcome);
        Assert.Equal(
            DirectoryOutcome.MapMissing, (await LookAsync(Domain() with { SearchBases = [new(PrivateSlapd.Suffix, "base")] })).Outcome);
    }

    [Fact]
    public async Task TheFirstBaseThatHasAMapWins()
    {
        var directory = await LookAsync(
            Domain() with { SearchBases = [new("ou=gone,dc=example,dc=com"), new(PrivateSlapd.Suffix, "subtree", "objectClass=*")] });

        Assert.Equal((DirectoryOutcome.Answered, PrivateSlapd.Suffix), (directory.Outcome, directory.SearchBase));
    }

    [Fact]
    public async Task WithoutABaseTheServerIsAskedForItsOwn() =>
        Assert.Equal(
            (DirectoryOutcome.Answered, PrivateSlapd.Suffix),
            (await LookAsync(Domain() with { SearchBases = [] })) is var d ? (d.Outcome, d.SearchBase) : default);

    [Fact]
    public async Task AServerThatRefusesIsPassedOver()
    {
        var closed = $"ldap://127.0.0.1:{PrivateSlapd.FreePort()}";
        var directory = await LookAsync(Domain(closed, "ldap://name.invalid", server.Slapd.Uri, closed));

        Assert.Equal(
            [DirectoryOutcome.Refused, DirectoryOutcome.Unresolvable, DirectoryOutcome.Answered],
            directory.Servers.Select(s => s.Outcome));
        Assert.Equal(DirectoryOutcome.Answered, directory.Outcome);
        Assert.NotEmpty(directory.Servers[0].Detail);
    }

    [Fact]
    public async Task AServerThatSaysNothingIsToldApartFromOneThatIsGone()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(); // Accepts in the kernel, never answers.
        var clock = Stopwatch.StartNew();
        var directory = await LookAsync(Domain($"ldap://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), Quick);

        Assert.Equal(DirectoryOutcome.NoAnswer, directory.Outcome);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task AServerThatHangsUpAnswersNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var uri = $"ldap://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var hangingUp = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2; i++) // The probe, then libldap.
                {
                    (await listener.AcceptSocketAsync(TestContext.Current.CancellationToken)).Dispose();
                }
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(DirectoryOutcome.NoAnswer, (await LookAsync(Domain(uri))).Outcome);
        await hangingUp;
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://example.com")]
    public async Task WhatCannotBeAskedSaysSo(string uri)
    {
        var directory = await LookAsync(Domain(uri));

        Assert.Equal(DirectoryOutcome.Failed, directory.Outcome);
        Assert.NotEmpty(directory.Detail);
    }

    [Fact]
    public async Task APasswordThatTheAgentCannotUseIsNotTried()
    {
        var directory = await LookAsync(Domain() with { BindDn = PrivateSlapd.Admin, BindProblem = "an obfuscated password" });

        Assert.Equal((DirectoryOutcome.Failed, "an obfuscated password"), (directory.Outcome, directory.Detail));
    }

    [Fact]
    public async Task AUnixSocketThatIsNotThereRefuses() =>
        Assert.Equal(DirectoryOutcome.Refused, (await LookAsync(Domain("ldapi://%2Fnonexistent%2Fldapi"))).Outcome);

    [Fact]
    public async Task ADomainWithoutServersInDnsIsUnresolvable()
    {
        var directory = await LookAsync(Domain("_srv_") with { DiscoveryDomain = "domain.invalid" });

        Assert.Equal(DirectoryOutcome.Unresolvable, directory.Outcome);
        Assert.Contains("_ldap._tcp.domain.invalid", directory.Detail);
    }

    [Fact]
    public async Task ASaslMechanismThatSssdDoesNotSupportIsNamed()
    {
        var directory = await LookAsync(Domain() with { SaslMechanism = "CRAM-MD5" });

        Assert.Equal(DirectoryOutcome.Failed, directory.Outcome);
        Assert.Contains("CRAM-MD5", directory.Detail);
    }

    [Theory]
    [InlineData("/nonexistent/keytab", "cannot be read")]
    [InlineData("/dev/null", "holds no key")]
    public async Task WithoutAKeyThereIsNoTicket(string keytab, string reason)
    {
        var directory = await LookAsync(Domain() with { SaslMechanism = "GSSAPI", Keytab = keytab });

        Assert.Equal(DirectoryOutcome.KerberosFailed, directory.Outcome);
        Assert.Contains(reason, directory.Detail);
    }

    [Fact]
    public async Task TlsIsCheckedWithTheCaOfSssdConf()
    {
        var known = Domain(server.Slapd.TlsUri) with { TlsCaCertificate = server.Slapd.CaFile };
        var unknown = Domain(server.Slapd.TlsUri) with { TlsCaCertificate = "/dev/null" };

        await AssertAsync(DirectoryOutcome.Answered, known);
        await AssertAsync(DirectoryOutcome.TlsFailed, unknown);
        await AssertAsync(DirectoryOutcome.Answered, unknown with { TlsRequireCertificate = "never" });
        await AssertAsync(DirectoryOutcome.TlsFailed, unknown);
        await AssertAsync(DirectoryOutcome.Answered, known);
    }

    [Fact]
    public async Task StartTlsIsUsedWhenSssdUsesIt()
    {
        var known = Domain() with { StartTls = true, TlsCaCertificate = server.Slapd.CaFile };

        await AssertAsync(DirectoryOutcome.Answered, known);
        await AssertAsync(DirectoryOutcome.TlsFailed, known with { TlsCaCertificate = "/dev/null" });
    }

    [Theory]
    [InlineData(true, true, DirectoryOutcome.TlsFailed, "the installed sssd asks for StartTLS by default")]
    [InlineData(null, false, DirectoryOutcome.TlsFailed, "the default of the installed sssd is not known")]
    [InlineData(null, true, DirectoryOutcome.Answered, "")]
    [InlineData(false, false, DirectoryOutcome.Answered, "")]
    public async Task AServerWithoutTlsIsAskedInClearOnlyWhereSssdDoesThat(
        bool? startTls, bool isOnline, object expected, string detail)
    {
        using var plain = new PrivateSlapd(Trees.Rfc2307BisSchema, Trees.BisMap("auto.master"));
        using var observer = Observer(Domain(plain.Uri) with { StartTls = startTls, IsStartTlsDefault = true });
        var sssd = Some.Sssd with { Domains = [new SssdDomain("example", isOnline)] };
        var state = NodeState.Empty with { Sssd = Some.Seen(sssd) };
        var directory = Assert.Single((await observer.CollectAsync(state, TestContext.Current.CancellationToken)).Domains);

        Assert.Equal(expected, directory.Outcome);
        Assert.EndsWith(detail, directory.Detail);
    }

    [Fact]
    public Task TlsToAServerThatSpeaksNoneFails() =>
        AssertAsync(DirectoryOutcome.TlsFailed, Domain(server.Slapd.Uri.Replace("ldap:", "ldaps:")));

    [Fact]
    public async Task AnEmptyConfigurationHasNoDomains()
    {
        using var observer = new DirectoryCollector(
            () => new SssdConfiguration([], [], [], null), new Settings(), new(), TimeProvider.System);

        Assert.Empty((await observer.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken)).Domains);
    }
}
