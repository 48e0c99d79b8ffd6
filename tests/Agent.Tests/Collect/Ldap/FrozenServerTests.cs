using System.Diagnostics;
using Automount.Configuration;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>Alone, because processor time is that of the whole process.</summary>
[CollectionDefinition(nameof(FrozenServerTests), DisableParallelization = true)]
public sealed class FrozenServerCollection;

/// <summary>
/// Servers that take connections and then say nothing: a stand-in, and a slapd that is stopped.
/// </summary>
[Collection(nameof(FrozenServerTests))]
[Trait("suite", "hostile")]
public sealed class FrozenServerTests
{
    private static readonly Settings Quick = new() { LdapTimeout = TimeSpan.FromSeconds(2) };

    /// <summary>What a well server, and what this test itself, take of a core.</summary>
    private const double MaxShare = 0.2;

    public enum Way
    {
        Plain,
        StartTls,
        Ldaps,
    }

    [Theory]
    [InlineData(Way.Plain)]
    [InlineData(Way.StartTls)]
    [InlineData(Way.Ldaps)]
    public async Task ASilentServerIsLeftWithinTheTimeoutAndTakesNoProcessor(Way way)
    {
        using var silent = new SilentServer(startTls: way == Way.StartTls);
        var domain = Domain(way, "/dev/null", way == Way.Ldaps ? silent.TlsUri : silent.Uri);
        using var collector = Collector(domain);
        await LookAsync(collector); // Loads the libraries.
        var (first, took, share) = await MeasureAsync(collector);
        var second = await LookAsync(collector);

        Assert.Equal(DirectoryOutcome.NoAnswer, first.Outcome);
        Assert.True(took < Quick.LdapTimeout * 2, $"{took}");
        Assert.True(share < MaxShare, $"{share:P0} of a core");
        Assert.Equal(first.Detail, second.Detail);
    }

    [Theory]
    [InlineData(Way.Plain)]
    [InlineData(Way.StartTls)]
    [InlineData(Way.Ldaps)]
    public async Task AFrozenSlapdIsNamedAndTheNextServerAnswersInTheSamePoll(Way way)
    {
        using var frozen = Slapd();
        using var well = Slapd();
        File.WriteAllText(well.CaFile + ".both", File.ReadAllText(frozen.CaFile) + File.ReadAllText(well.CaFile));
        var domain = Domain(way, well.CaFile + ".both", Uri(frozen, way), Uri(well, way));
        using var collector = Collector(domain);
        Assert.Equal([DirectoryOutcome.Answered], (await LookAsync(collector)).Servers.Select(s => s.Outcome));

        frozen.Freeze();
        for (var poll = 0; poll < 3; poll++)
        {
            var (directory, took, share) = await MeasureAsync(collector);
            Assert.Equal(
                [(Uri(frozen, way), DirectoryOutcome.NoAnswer), (Uri(well, way), DirectoryOutcome.Answered)],
                directory.Servers.Select(s => (s.Uri, s.Outcome)));
            Assert.True(took < Quick.LdapTimeout * 3, $"{took}");
            Assert.True(share < MaxShare, $"{share:P0} of a core");
        }

        frozen.Thaw();
        Assert.Equal([DirectoryOutcome.Answered], (await LookAsync(collector)).Servers.Select(s => s.Outcome));
    }

    private static PrivateSlapd Slapd() => new(Trees.Rfc2307BisSchema, Trees.BisMap("auto.master"), tls: true);

    private static string Uri(PrivateSlapd slapd, Way way) => way == Way.Ldaps ? slapd.TlsUri : slapd.Uri;

    private static SssdDomainSettings Domain(Way way, string ca, params string[] uris) => new()
    {
        Name = "example",
        Provider = "ldap",
        Uris = [.. uris],
        SearchBases = [new SearchBase(PrivateSlapd.Suffix)],
        Schema = AutofsSchema.Rfc2307Bis,
        StartTls = way == Way.StartTls,
        TlsCaCertificate = ca,
        TlsRequireCertificate = "hard",
    };

    private static DirectoryCollector Collector(SssdDomainSettings domain) =>
        new(() => new SssdConfiguration([], [domain], [], null), Quick, new Counters(), TimeProvider.System);

    private static async Task<DomainDirectory> LookAsync(DirectoryCollector collector) =>
        Assert.Single((await collector.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken)).Domains);

    private static async Task<(DomainDirectory Directory, TimeSpan Took, double Share)> MeasureAsync(DirectoryCollector collector)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var directory = await LookAsync(collector);
        return (directory, clock.Elapsed, (Environment.CpuUsage.TotalTime - before) / clock.Elapsed);
    }
}
