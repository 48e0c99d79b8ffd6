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

    /// <summary>What the well server's answers, and these tests themselves, take of a core.</summary>
    private const double MaxShare = 0.2;

    public enum Way
    {
        Plain,
        StartTls,
        Ldaps,
    }

    private static readonly Way[] Ways = Enum.GetValues<Way>();

    [Fact]
    public async Task SilentServersAreLeftWithinTheTimeoutAndTakeNoProcessor()
    {
        var servers = Ways.Select(way => new SilentServer(startTls: way == Way.StartTls)).ToArray();
        var collectors = Ways.Zip(servers, (way, silent) => Collector(Domain(way, "/dev/null", Uri(silent, way)))).ToArray();
        var first = await LookAsync(collectors); // Loads the libraries.
        var looks = new[] { await MeasureAsync(collectors), await MeasureAsync(collectors) };

        Assert.All(first, directory => Assert.Equal(DirectoryOutcome.NoAnswer, directory.Outcome));
        Assert.All(looks, look => Assert.Equal(first.Select(d => d.Detail), look.Directories.Select(d => d.Detail)));
        Assert.All(looks, look => Assert.True(look.Took < Quick.LdapTimeout * 2, $"{look.Took}"));
        NothingSpins(looks);
        Array.ForEach(collectors, c => c.Dispose());
        Array.ForEach(servers, s => s.Dispose());
    }

    [Fact]
    public async Task AFrozenSlapdIsNamedAndTheNextServerAnswersInTheSamePoll()
    {
        using var frozen = Slapd();
        using var well = Slapd();
        File.WriteAllText(well.CaFile + ".both", File.ReadAllText(frozen.CaFile) + File.ReadAllText(well.CaFile));
        var collectors = Ways.Select(way => Collector(Domain(way, well.CaFile + ".both", Uri(frozen, way), Uri(well, way)))).ToArray();
        Assert.All(await LookAsync(collectors), d => Assert.Equal([DirectoryOutcome.Answered], d.Servers.Select(s => s.Outcome)));

        frozen.Freeze();
        var looks = new[] { await MeasureAsync(collectors), await MeasureAsync(collectors), await MeasureAsync(collectors) };
        foreach (var look in looks)
        {
            Assert.All(Ways.Zip(look.Directories), one => Assert.Equal(
                [(Uri(frozen, one.First), DirectoryOutcome.NoAnswer), (Uri(well, one.First), DirectoryOutcome.Answered)],
                one.Second.Servers.Select(s => (s.Uri, s.Outcome))));
            Assert.True(look.Took < Quick.LdapTimeout * 3, $"{look.Took}");
        }

        NothingSpins(looks);
        frozen.Thaw();
        Assert.All(await LookAsync(collectors), d => Assert.Equal([DirectoryOutcome.Answered], d.Servers.Select(s => s.Outcome)));
        Array.ForEach(collectors, c => c.Dispose());
    }

    /// <summary>What spins does so in each look; the compiler of the runtime, which works beside it, does not.</summary>
    private static void NothingSpins(IReadOnlyList<Look> looks) =>
        Assert.True(looks.Min(look => look.Share) < MaxShare, string.Join(", ", looks.Select(look => $"{look.Share:P0} of a core")));

    private static PrivateSlapd Slapd() => new(Trees.Rfc2307BisSchema, Trees.BisMap("auto.master"), tls: true);

    private static string Uri(SilentServer server, Way way) => way == Way.Ldaps ? server.TlsUri : server.Uri;

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

    private static async Task<DomainDirectory[]> LookAsync(DirectoryCollector[] collectors)
    {
        var looks = collectors.Select(c => c.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken));
        return [.. (await Task.WhenAll(looks)).Select(seen => Assert.Single(seen.Domains))];
    }

    private static async Task<Look> MeasureAsync(DirectoryCollector[] collectors)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var directories = await LookAsync(collectors);
        return new(directories, clock.Elapsed, (Environment.CpuUsage.TotalTime - before) / clock.Elapsed);
    }

    /// <summary>What all collectors saw together, how long it took, and their share of a core.</summary>
    private sealed record Look(DomainDirectory[] Directories, TimeSpan Took, double Share);
}
