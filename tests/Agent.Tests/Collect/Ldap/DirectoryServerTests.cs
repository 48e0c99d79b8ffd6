using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>Servers in particular states and with particular trees; each test has its own.</summary>
public sealed class DirectoryServerTests
{
    private static readonly AutofsSchema OuCn = new("automountMap", "ou", "automount", "cn", "automountInformation");

    private static DirectoryCollector Observer(
        PrivateSlapd slapd, AutofsSchema schema, Settings? settings = null, Func<SssdDomainSettings, SssdDomainSettings>? change = null)
    {
        var domain = new SssdDomainSettings
        {
            Name = "example",
            Provider = "ldap",
            Uris = [slapd.Uri],
            SearchBases = [new SearchBase(PrivateSlapd.Suffix)],
            Schema = schema,
        };
        return new(
            () => new SssdConfiguration([], [change?.Invoke(domain) ?? domain], [], null),
            settings ?? new Settings(),
            new Counters(),
            TimeProvider.System);
    }

    private static async Task<DomainDirectory> LookAsync(DirectoryCollector observer, NodeState? state = null) =>
        (await observer.CollectAsync(state ?? NodeState.Empty, TestContext.Current.CancellationToken)).Domains[0];

    private static string BigTree(int entries) =>
        Trees.BisMap("auto.master") + Trees.BisMap("auto.home") +
        string.Concat(Enumerable.Range(0, entries).Select(i => Trees.BisEntry("auto.home", $"user{i}", $"nfs1:/exports/user{i}")));

    [Fact]
    public async Task PagingGetsAroundTheDefaultSizeLimit()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1200), "limits * size.prtotal=unlimited");
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis);
        var directory = await LookAsync(observer);

        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
        Assert.Equal(1200, directory.Maps.Single(m => m.Name == "auto.home").Entries.DistinctBy(e => e.Key).Count());
    }

    [Fact]
    public async Task AServerThatCutsPagedResultsShortIsToldApart()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1200));
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis);
        var directory = await LookAsync(observer);

        Assert.Equal(DirectoryOutcome.SizeLimit, directory.Outcome);
        Assert.StartsWith("500 entries were handed out, then the server stopped in map auto.home", directory.Detail);
        Assert.Empty(directory.Maps);
        Assert.Contains("500 entries", Assert.Single(DirectoryRules.Judge(directory)).Message);
    }

    [Theory]
    [InlineData("limits * size.pr=100 size.prtotal=unlimited", "so it was asked for 100")]
    [InlineData("limits * size=unlimited size.prtotal=disabled", "so it was asked without pages")]
    public async Task WherePagesOfSssdsSizeAreRefusedOthersAreTriedAndThatIsNamed(string limits, string how)
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1200), limits);
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis);
        var directory = await LookAsync(observer);
        var again = await LookAsync(observer);

        Assert.Equal((DirectoryOutcome.Answered, ""), (directory.Outcome, directory.Detail));
        Assert.Equal(1200, directory.Maps.Single(m => m.Name == "auto.home").Entries.Length);
        Assert.EndsWith(how, directory.PageProblem);
        Assert.Contains("(code 11)", directory.PageProblem);
        Assert.Equal("directory/page-refused", Assert.Single(DirectoryRules.Judge(again)).Kind.Code);
    }

    [Fact]
    public async Task WhereTheServerCutsUnpagedAnswersTooBothAreNamed()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1200), "limits * size.prtotal=disabled");
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis);
        var directory = await LookAsync(observer);

        Assert.Equal(DirectoryOutcome.SizeLimit, directory.Outcome);
        Assert.Contains("500 entries were handed out", directory.Detail);
        Assert.Contains("(code 11)", directory.Detail);
    }

    [Fact]
    public async Task AFrozenServerIsToldWithinTheTimeoutAndIsWellAgainWhenItGoesOn()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1));
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis, new Settings { LdapTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(DirectoryOutcome.Answered, (await LookAsync(observer)).Outcome);

        slapd.Freeze();
        var clock = Stopwatch.StartNew();
        var frozen = await LookAsync(observer);

        Assert.Equal(DirectoryOutcome.NoAnswer, frozen.Outcome);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"{clock.Elapsed}");
        slapd.Thaw();
        Assert.Equal(DirectoryOutcome.Answered, (await LookAsync(observer)).Outcome);
    }

    [Fact]
    public async Task WithStartTlsThePasswordTravelsEncrypted()
    {
        using var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1), "security simple_bind=128", tls: true);
        Task<DomainDirectory> WithAsync(bool startTls)
        {
            var observer = Observer(slapd, AutofsSchema.Rfc2307Bis, null, d => d with
            {
                StartTls = startTls,
                TlsCaCertificate = slapd.CaFile,
                BindDn = PrivateSlapd.Admin,
                BindPassword = new Secret(PrivateSlapd.Password),
            });
            return LookAsync(observer);
        }

        Assert.Equal((DirectoryOutcome.Answered, ""), await WithAsync(true) is var d ? (d.Outcome, d.Detail) : default);
        Assert.Equal(DirectoryOutcome.BadCredentials, (await WithAsync(false)).Outcome);
    }

    [Fact]
    public async Task AStoppedServerRefuses()
    {
        var slapd = new PrivateSlapd(Trees.Rfc2307BisSchema, BigTree(1));
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis);
        slapd.Dispose();

        Assert.Equal(DirectoryOutcome.Refused, (await LookAsync(observer)).Outcome);
    }

    [Fact]
    public async Task HostileValuesPassThroughUnharmedAndUnshortened()
    {
        var huge = new byte[1024 * 1024];
        Array.Fill(huge, (byte)'x');
        byte[] invalid = [0x66, 0xff, 0xfe, 0x67];
        var text = "a\0b\u001b[31mc\r\nd\u202e";
        using var slapd = new PrivateSlapd(
            Trees.OuCnSchema,
            Trees.OuMap("auto.master")
                + Trees.OuEntry("auto.master", "ok", Trees.Bytes(text))
                + Trees.OuEntry("auto.master", "huge", huge)
                +
            Trees.OuEntry("auto.master", "invalid", invalid)
                + Trees.OuEntry("auto.master", "two", [1], [2])
                + Trees.OuEntry("auto.master", "none"));
        using var observer = Observer(slapd, OuCn);
        var map = (await LookAsync(observer)).Maps.Single();
        var entries = map.Entries.ToDictionary(e => e.Key, e => e.Value);

        // Entries that do not have exactly one value are left out, as sssd leaves them out.
        Assert.Equal(["huge", "invalid", "ok"], entries.Keys.Order());
        Assert.Equal(text, entries["ok"]);
        Assert.Equal(Encoding.UTF8.GetString(huge), entries["huge"]);
        Assert.Equal("f\ufffd\ufffdg", entries["invalid"]);
        Assert.Equal(
            [("none", DropReason.NoValue), ("two", DropReason.SeveralValues)],
            map.Dropped.Select(d => (d.Record.Key, d.Reason)).Order());
    }

    [Fact]
    public async Task AMapThatIsThereTwiceIsNamed()
    {
        const string Other = "automountMapName=other,dc=example,dc=com";
        using var slapd = new PrivateSlapd(
            Trees.Rfc2307BisSchema,
            Trees.BisMap("auto.master") + Trees.BisMap("other") + Trees.BisMap("auto.home") + Trees.BisMap("auto.home", Other));
        using var observer = Observer(slapd, AutofsSchema.Rfc2307Bis);
        var directory = await LookAsync(observer);

        Assert.Equal(DirectoryOutcome.Answered, directory.Outcome);
        var duplicate = Assert.Single(directory.Duplicates);
        Assert.Equal(("auto.home", $"automountMapName=auto.home,{Other}"), (duplicate.Name, duplicate.OtherDn));
        Assert.Equal("directory/map-twice", Assert.Single(DirectoryRules.Judge(directory)).Kind.Code);
        Assert.Single(directory.Maps, m => m.Name == "auto.home");
    }
}
