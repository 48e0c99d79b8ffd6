using System.Runtime.Versioning;
using Automount.Maps.Ldif;
using Automount.Text;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Sssd;

public sealed class SssdConfigurationReaderTests : IDisposable
{
    private readonly string root = System.IO.Directory.CreateTempSubdirectory("sssd-").FullName;

    public void Dispose() => System.IO.Directory.Delete(root, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(root, "etc/sssd", name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private SssdConfiguration Read(string? conf = null)
    {
        if (conf is not null)
        {
            Write("sssd.conf", conf);
        }

        return SssdConfigurationReader.Read(new HostPaths(root));
    }

    private SssdDomainSettings Domain(string settings) =>
        Assert.Single(Read($"[sssd]\ndomains = example.com\n[domain/example.com]\n{settings}\n").Domains);

    [Fact]
    public void AUsualConfigurationIsReadWithoutProblems()
    {
        var configuration = Read("""
            # managed
            [sssd]
            services = nss, pam,autofs
            domains = example
            [domain/example]
            id_provider = ldap
            ldap_uri = ldaps://ldap1.example.com, ldaps://ldap2.example.com
            ldap_backup_uri = ldap://ldap3.example.com
            ldap_search_base = dc=example,dc=com
            ldap_default_bind_dn = cn=reader,dc=example,dc=com
            ldap_default_authtok = s3cret = yes
            ldap_tls_cacert = /etc/pki/ca.pem
            ldap_tls_reqcert = Allow
            ldap_id_use_start_tls = True
            """);
        var domain = Assert.Single(configuration.Domains);

        Assert.Empty(configuration.Problems);
        Assert.Equal(["nss", "pam", "autofs"], configuration.Services);
        Assert.Equal(("example", "ldap", "auto.master"), (domain.Name, domain.Provider, domain.MasterMap));
        Assert.Equal(["ldaps://ldap1.example.com", "ldaps://ldap2.example.com", "ldap://ldap3.example.com"], domain.Uris);
        Assert.Equal([new SearchBase("dc=example,dc=com")], domain.SearchBases);
        Assert.Equal(AutofsSchema.Rfc2307, domain.Schema);
        Assert.Equal("cn=reader,dc=example,dc=com", domain.BindDn);
        Assert.Equal("s3cret = yes", domain.BindPassword!.Reveal());
        Assert.Equal(
            (true, "/etc/pki/ca.pem", "allow", null),
            (domain.StartTls, domain.TlsCaCertificate, domain.TlsRequireCertificate, domain.SaslMechanism));
        Assert.NotNull(configuration.ChangedAt);
    }

    [Theory]
    [InlineData("id_provider = ldap", "nisMap nisMapName nisObject cn nisMapEntry")]
    [InlineData("id_provider = ldap\nldap_schema = rfc2307", "nisMap nisMapName nisObject cn nisMapEntry")]
    [InlineData(
        "id_provider = ldap\nldap_schema = rfc2307bis", "automountMap automountMapName automount automountKey automountInformation")]
    [InlineData("id_provider = ldap\nldap_schema = IPA", "automountMap automountMapName automount automountKey automountInformation")]
    [InlineData("id_provider = ldap\nldap_schema = ad", "automountMap automountMapName automount automountKey automountInformation")]
    [InlineData("id_provider = ipa", "automountMap automountMapName automount automountKey automountInformation")]
    [InlineData("id_provider = ad\nldap_schema = rfc2307bis", "nisMap nisMapName nisObject cn nisMapEntry")]
    [InlineData("id_provider = ldap\nldap_autofs_map_object_class = automountMap\nldap_autofs_map_name = "
        + "ou\nldap_autofs_entry_object_class = automount\n"
        +
        "ldap_autofs_entry_key = cn\nldap_autofs_entry_value = automountInformation", "automountMap ou automount cn automountInformation")]
    public void TheSchemaHasTheDefaultsOfItsProvider(string settings, string expected)
    {
        var schema = Domain(settings).Schema;

        Assert.Equal(expected, string.Join(' ', schema.MapClass, schema.MapName, schema.EntryClass, schema.EntryKey, schema.EntryValue));
    }

    [Theory]
    [InlineData("ldap_search_base = dc=x", "dc=x subtree -")]
    [InlineData("ldap_search_base = dc=x\nldap_autofs_search_base = ou=a,dc=x", "ou=a,dc=x subtree -")]
    [InlineData("ldap_autofs_search_base = ou=a?onelevel?(l=1)?ou=b?SUB?", "ou=a onelevel (l=1); ou=b subtree -")]
    [InlineData("ldap_autofs_search_base = ou=a?base", "ou=a base -")]
    [InlineData("", "")]
    public void SearchBasesMayHaveScopeAndFilterAndMayBeSeveral(string settings, string expected) => Assert.Equal(
        expected,
        string.Join("; ", Domain($"id_provider = ldap\n{settings}").SearchBases.Select(b => $"{b.Dn} {b.Scope} {b.Filter ?? "-"}")));

    [Fact]
    public void IpaLooksBelowItsLocation()
    {
        var domain = Domain("id_provider = ipa\nipa_server = _srv_, ipa1.example.com\nipa_automount_location = berlin");

        Assert.Equal([new SearchBase("cn=berlin,cn=automount,dc=example,dc=com")], domain.SearchBases);
        Assert.Equal(["_srv_", "ldap://ipa1.example.com"], domain.Uris);
        Assert.Equal("GSSAPI", domain.SaslMechanism);
    }

    [Fact]
    public void IpaTakesItsBaseFromTheRealmAndNeverAPassword()
    {
        var domain = Domain(
            "id_provider = ipa\nipa_domain = ipa.test\nkrb5_realm = OTHER.TEST\nldap_default_bind_dn = cn=x\nldap_default_authtok = y");

        Assert.Equal([new SearchBase("cn=default,cn=automount,dc=other,dc=test")], domain.SearchBases);
        Assert.Equal((null, "OTHER.TEST", "ipa.test", null), (domain.BindDn, domain.Realm, domain.DiscoveryDomain, domain.BindPassword));
        Assert.EndsWith("/etc/krb5.keytab", domain.Keytab);
    }

    [Fact]
    public void AdIsFoundByDnsAndAskedWithTheMachineAccount()
    {
        var domain = Domain("id_provider = ad\nad_domain = ad.test\nad_use_ldaps = true\nad_backup_server = dc2.ad.test");

        Assert.Equal(["_srv_", "ldaps://dc2.ad.test"], domain.Uris);
        Assert.Equal(
            ("GSS-SPNEGO", "AD.TEST", "ad.test", true), (domain.SaslMechanism, domain.Realm, domain.DiscoveryDomain, domain.UseLdaps));
        Assert.Equal(AutofsSchema.Rfc2307, domain.Schema);
    }

    [Fact]
    public void LoginAndPagingAreTakenAsSssdTakesThem()
    {
        var domain = Domain(
            "id_provider = ldap\nldap_sasl_mech = gssapi\nldap_sasl_authid = host/x\nldap_krb5_keytab = /k\nkrb5_realm = "
                + "R\nldap_sasl_canonicalize = true\nldap_sasl_minssf = 56\n"
                +
            "ldap_tls_cert = /c\nldap_tls_key = /key\nldap_page_size = 50\nldap_connection_expire_timeout = 60");

        Assert.Equal(
            ("GSSAPI", "host/x", "/k", "R", true, 56),
            (domain.SaslMechanism, domain.SaslAuthId, domain.Keytab, domain.Realm, domain.SaslCanonicalize, domain.SaslMinSsf));
        Assert.Equal(
            ("/c", "/key", 50, TimeSpan.FromMinutes(1)),
            (domain.TlsCertificate, domain.TlsKey, domain.PageSize, domain.ConnectionLifetime));
        Assert.Equal(0, Domain("id_provider = ldap\nldap_disable_paging = true").PageSize);
    }

    [Theory]
    [InlineData("id_provider = ldap\nautofs_provider = none", 0)]
    [InlineData("id_provider = proxy", 0)]
    [InlineData("id_provider = files\nautofs_provider = ldap", 1)]
    [InlineData("id_provider = ldap\nenabled = false", 0)]
    public void OnlyEnabledDomainsWithAnLdapProviderCount(string settings, int count) =>
        Assert.Equal(count, Read($"[sssd]\ndomains = a\n[domain/a]\n{settings}\n").Domains.Length);

    [Fact]
    public void ADomainCanBeEnabledInItsOwnSection() => Assert.Equal(
        ["a", "b"], Read(
            "[sssd]\ndomains=a\n[domain/a]\nid_provider=ldap\n[domain/b]\nenabled=true\nid_provider=ldap\n").Domains.Select(d => d.Name));

    [Fact]
    public void SnippetsWinInTheOrderOfTheirNames()
    {
        Write("conf.d/20-b.conf", "[domain/a]\nldap_uri = ldap://b\n");
        Write("conf.d/10-a.conf", "[domain/A]\nldap_uri = ldap://a\nLDAP_schema = rfc2307bis\n");
        Write("conf.d/.99-hidden.conf", "[domain/a]\nldap_uri = ldap://hidden\n");
        Write("conf.d/99-note.txt", "[domain/a]\nldap_uri = ldap://note\n");
        var domain = Assert.Single(Read("[sssd]\ndomains = a\n[domain/a]\nid_provider = ldap\nldap_uri = ldap://main\n").Domains);

        Assert.Equal(["ldap://b"], domain.Uris);
        Assert.Equal(AutofsSchema.Rfc2307Bis, domain.Schema);
    }

    [Fact]
    public void ASnippetAloneIsEnough()
    {
        Write("conf.d/all.conf", "[sssd]\ndomains = a\n[domain/a]\nid_provider = ldap\n");
        var configuration = Read();

        Assert.Empty(configuration.Problems);
        Assert.Single(configuration.Domains);
    }

    [Fact]
    public void ASnippetWithoutASectionIsLeftOutAndNamed()
    {
        var file = Write("conf.d/homedir.conf", "# note\noverride_homedir = /home/%u\n[domain/a]\nldap_uri = ldap://snippet\n");
        var configuration = Read("[sssd]\ndomains = a\n[domain/a]\nid_provider = ldap\nldap_uri = ldap://main\n");
        var problem = Assert.Single(configuration.Problems);

        Assert.Equal((file, 2), (problem.File, problem.Line));
        Assert.Equal(["ldap://main"], configuration.Domains[0].Uris);
    }

    [Theory]
    [InlineData("[sssd\ndomains = a\n", 1)]
    [InlineData("[sssd]\nthis is no ini\n", 2)]
    [InlineData("[sssd]\ndomains = a\n\0\u0001junk\n", 3)]
    [InlineData("[sssd]\ndomains = a, b\n[domain/a]\nid_provider=ldap\n", 2)]
    [InlineData("[sssd]\ndomains = a\n[domain/a]\nid_provider=ldap\nldap_search_base=dc=x?tree\n", 5)]
    [InlineData("[sssd]\ndomains = a\n[domain/a]\nid_provider=ldap\nldap_schema=rfc1\n", 5)]
    [InlineData(
        "[sssd]\ndomains = a\n[domain/a]\nid_provider=ldap\nldap_default_authtok=AAA\nldap_default_authtok_type=obfuscated_password\n", 6)]
    [InlineData("[sssd]\nservices = autofs\n", 0)]
    public void WhatIsWrongIsAProblemWithItsLine(string conf, int line)
    {
        var configuration = Read(conf);
        var problem = configuration.Problems[0];

        Assert.Equal((Path.Combine(root, "etc/sssd/sssd.conf"), line), (problem.File, problem.Line));
        Assert.DoesNotContain("AAA", problem.Reason);
        Assert.All(configuration.Domains, d => Assert.Null(d.BindPassword));
        Assert.All(configuration.Domains, d => Assert.Equal(conf.Contains("obfuscated"), d.BindProblem is not null));
    }

    [Fact]
    public void AMissingFileIsAProblemWhereSssdIsUsed()
    {
        var configuration = Read();

        Assert.Empty(configuration.Problems);
        Assert.Contains("does not exist", configuration.Missing?.Reason);
        Assert.Null(configuration.ChangedAt);
    }

    [Fact]
    public void AHugeFileIsNotRead() => Assert.Contains("larger", Read(new string('#', (1024 * 1024) + 1)).Problems[0].Reason);

    [Fact]
    public void AFolderInPlaceOfTheFileIsAProblem()
    {
        System.IO.Directory.CreateDirectory(Path.Combine(root, "etc/sssd/sssd.conf"));

        Assert.Contains("cannot be read", Read().Problems[0].Reason);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void AFileThatMayNotBeReadIsAProblem()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read everything");
        File.SetUnixFileMode(Write("sssd.conf", "[sssd]\n"), UnixFileMode.None);

        Assert.Contains("permission denied", Read().Problems[0].Reason);
    }

    [Fact]
    public void AnyTextIsReadWithoutAnException()
    {
        var pieces = Gen.Elements(
            "[sssd]", "[domain/a]", "[domain/", "]", "\n", "=", "domains", "a", ",", "id_provider=ldap\n",
            "ldap_search_base=", "?", "ldap_uri=", "_srv_", "\0", "ü", " ", ";",
            "ipa", "ldap_schema=", "enabled=true");
        var texts = Arb.From(pieces.ListOf().Select(parts => string.Concat(parts)));

        Prop
            .ForAll(texts, text => Assert.False(Read("[sssd]\ndomains=a\n" + text).Problems.IsDefault))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }
}
