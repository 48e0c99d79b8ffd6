using System.Net;
using System.Net.Sockets;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>A KDC, and a slapd that shows its maps to nobody but the host that the KDC knows.</summary>
public sealed class KerberosServer : IDisposable
{
    private const string Rights = """
        access to dn.base="" by * read
        access to * by dn.exact="uid=host/node1.example.test,cn=gssapi,cn=auth" read by dn.exact="uid=host/node1.example.test,cn=gss-spnego,cn=auth" read
        """;

    private readonly OnDemand<PrivateKdc> kdc = new(() => new PrivateKdc());
    private readonly OnDemand<PrivateSlapd> slapd;

    public KerberosServer() => slapd = new(() => new PrivateSlapd(
        Trees.Rfc2307BisSchema,
        Trees.BisMap("auto.master") + Trees.BisEntry("auto.master", "/home", "auto.home") + Trees.BisMap("auto.home"),
        Rights,
        global: "sasl-host localhost",
        environment: Kdc.Environment));

    public PrivateKdc Kdc => kdc.Value;

    public PrivateSlapd Slapd => slapd.Value;

    public void Dispose()
    {
        slapd.Dispose();
        kdc.Dispose();
    }
}

public sealed class KerberosTests(KerberosServer server) : IClassFixture<KerberosServer>
{
    private SssdDomainSettings Domain => new()
    {
        Name = "example",
        Provider = "ipa",
        Uris = [$"ldap://localhost:{server.Slapd.Port}"],
        SearchBases = [new SearchBase(PrivateSlapd.Suffix)],
        Schema = AutofsSchema.Rfc2307Bis,
        SaslMechanism = "GSSAPI",
        Realm = PrivateKdc.Realm,
        Keytab = server.Kdc.HostKeytab,
    };

    private static Task<DomainDirectory> ReadAsync(SssdDomainSettings domain, double seconds = 5) => DirectoryRead.ReadAsync(
        domain, new Settings { LdapTimeout = TimeSpan.FromSeconds(seconds) }, null, TimeProvider.System, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("GSSAPI", null)]
    [InlineData("GSSAPI", PrivateKdc.Host)]
    [InlineData("GSSAPI", $"{PrivateKdc.Host}@{PrivateKdc.Realm}")]
    [InlineData("GSS-SPNEGO", null)]
    public async Task TheHostBindsWithItsKeytab(string mechanism, string? authId)
    {
        var directory = await ReadAsync(Domain with { SaslMechanism = mechanism, SaslAuthId = authId });

        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
        Assert.Equal(2, directory.Maps.Length);
    }

    [Fact]
    public async Task WithoutATicketTheMapsAreHidden() =>
        Assert.NotEqual(DirectoryOutcome.Answered, (await ReadAsync(Domain with { SaslMechanism = null })).Outcome);

    [Fact]
    public async Task AServerWithoutAPrincipalIsAKerberosFault()
    {
        var directory = await ReadAsync(Domain with { Uris = [server.Slapd.Uri] }); // ldap/127.0.0.1

        Assert.Equal(DirectoryOutcome.KerberosFailed, directory.Outcome);
        Assert.NotEmpty(directory.Detail);
    }

    [Fact]
    public async Task AnOldKeyIsAKerberosFault()
    {
        var old = Path.GetTempFileName();
        File.WriteAllBytes(old, KeytabTests.Bytes((PrivateKdc.Realm, ["host", "node1.example.test"])));
        var directory = await ReadAsync(Domain with { Keytab = old });
        File.Delete(old);

        Assert.Equal(DirectoryOutcome.KerberosFailed, directory.Outcome);
        Assert.Contains($"{PrivateKdc.Host}@{PrivateKdc.Realm}", directory.Detail);
    }

    [Fact]
    public async Task AKdcThatSaysNothingHoldsNobodyUp()
    {
        using var silent = new TcpListener(IPAddress.Loopback, server.Kdc.Silent);
        silent.Start();
        var keytab = Path.GetTempFileName();
        File.WriteAllBytes(keytab, KeytabTests.Bytes(("SILENT.TEST", ["host", "a"])));
        var directory = await ReadAsync(Domain with { Keytab = keytab, Realm = "SILENT.TEST" }, seconds: 0.2);
        File.Delete(keytab);

        Assert.Equal((DirectoryOutcome.KerberosFailed, "no answer from the KDC in time"), (directory.Outcome, directory.Detail));
    }
}
