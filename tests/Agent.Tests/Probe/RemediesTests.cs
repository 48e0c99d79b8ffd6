using System.Runtime.Versioning;
using AgentTests.Support;
using Automount.Catalog;
using Automount.Configuration;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Probe;
using AgentTests.Telemetry;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Probe;

public class RemediesTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Counters counters = new();
    private readonly List<(ProberVerb Verb, string Path)> unmounts = [];
    private readonly List<string> expired = [];
    private readonly List<Remedy> told = [];

    private ProbeResult answer = new(ProbeOutcome.Answered, new(0), TimeSpan.Zero);
    private string? failure;

    [Fact]
    public async Task OffMeansThatNothingIsDone()
    {
        var remedies = New(RemedyMode.Off, RemedyMode.Off);

        await remedies.RunAsync(() => throw new InvalidOperationException("it looked"), TestContext.Current.CancellationToken);
        await remedies.LookAsync(Stale(), Behind(TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);

        Assert.Empty(unmounts);
        Assert.Empty(expired);
        Assert.Empty(told);
        Assert.Empty(counters.Series("automount_remedies_total"));
    }

    [Fact]
    public async Task AStaleMountIsUnmountedOnceInTheInterval()
    {
        var remedies = New(RemedyMode.On, RemedyMode.Off);

        for (var second = 0; second < 299; second += 5)
        {
            await LookAsync(remedies);
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([(ProberVerb.Unmount, "/data/tools")], unmounts);
        Assert.Equal(("stale-umount", "/data/tools", "done"), (told[0].Name, told[0].Target, told[0].Result));
        await LookAsync(remedies);
        Assert.Equal(2, counters.Of("automount_remedies_total", "stale-umount", "done"));
    }

    [Fact]
    public async Task ADryRunOnlyLooksForHolders()
    {
        await LookAsync(New(RemedyMode.DryRun, RemedyMode.DryRun), Behind(TimeSpan.FromHours(1)));

        Assert.Equal([(ProberVerb.Holders, "/data/tools")], unmounts);
        Assert.Empty(expired);
        Assert.Equal(["dry-run", "dry-run"], told.Select(remedy => remedy.Result));
    }

    [Fact]
    public async Task AHeldMountIsToldWithItsHolder()
    {
        answer = answer with { Answer = new(0) { Refusal = "process 7 (bash) has its working directory there" } };

        await LookAsync(New(RemedyMode.On, RemedyMode.Off));

        Assert.Equal("held", Assert.Single(told).Result);
        Assert.Contains("process 7 (bash)", told[0].Detail);
    }

    [Theory]
    [InlineData(1, "stale-umount.conf")]
    [InlineData(16, "EBUSY")]
    public async Task AFailureNamesItsReason(int errno, string says)
    {
        answer = answer with { Answer = new(errno) };

        await LookAsync(New(RemedyMode.On, RemedyMode.Off));

        Assert.Equal("failed", Assert.Single(told).Result);
        Assert.Contains(says, told[0].Detail);
    }

    [Fact]
    public async Task AMountThatIsWellOrThatAutomountDidNotMakeIsLeftAlone()
    {
        var remedies = New(RemedyMode.On, RemedyMode.Off);

        await remedies.LookAsync(Some.Node.WithHealth(clock.GetUtcNow()), null, TestContext.Current.CancellationToken);
        await remedies.LookAsync(
            Stale(mount => mount with { Root = null }), null, TestContext.Current.CancellationToken);

        Assert.Empty(unmounts);
    }

    [Theory]
    [InlineData(59, 0)]
    [InlineData(61, 1)]
    public async Task AnOldCopyIsExpiredWhenItDoesNotGoByItself(int seconds, int times)
    {
        await New(RemedyMode.Off, RemedyMode.On).LookAsync(
            Some.Node, Behind(TimeSpan.FromSeconds(seconds)), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat("auto.home", times), expired);
        Assert.Equal(times, counters.Of("automount_remedies_total", "sssd-expire", "done"));
    }

    [Fact]
    public async Task AnotherFindingExpiresNothing()
    {
        await New(RemedyMode.Off, RemedyMode.On).LookAsync(
            Some.Node, Behind(TimeSpan.FromHours(1), "sssd/stopped"), TestContext.Current.CancellationToken);

        Assert.Empty(expired);
    }

    [Fact]
    public async Task AFailureOfSssCacheIsTold()
    {
        failure = "it ended with status 2.";

        await New(RemedyMode.Off, RemedyMode.On).LookAsync(Some.Node, Behind(TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);

        Assert.Equal(("failed", "sss_cache: it ended with status 2."), (told[0].Result, told[0].Detail));
    }

    [Theory]
    [SupportedOSPlatform("linux")]
    [InlineData("exit 0", null)]
    [InlineData("exit 3", "it ended with status 3.")]
    [InlineData("kill -9 $$", "it ended with status 137.")]
    [InlineData("sleep 60", "it did not end within 0.5 s.")]
    public async Task TheProgramIsRunWithTheMapAndADeadline(string script, string? expected)
    {
        var folder = Directory.CreateTempSubdirectory("sss-cache-");
        try
        {
            var program = Path.Combine(folder.FullName, "sss_cache");
            await using (var file = new FileStream(program, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserExecute,
            }))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\n[ \"$*\" = '-a auto.home' ] || exit 99\n{script}\n"));
            }

            var cache = new SssCache(program, TimeSpan.FromMilliseconds(500), TimeProvider.System);

            Assert.Equal(expected, await cache.ExpireMapAsync("auto.home", TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AProgramThatIsNotThereIsAReason()
    {
        var cache = new SssCache("/nonexistent/sss_cache", TimeSpan.FromSeconds(5), TimeProvider.System);

        Assert.Contains("ENOENT", await cache.ExpireMapAsync("auto.home", TestContext.Current.CancellationToken));
    }

    private Task LookAsync(Remedies remedies, ChainReport? report = null) =>
        remedies.LookAsync(Stale(), report, TestContext.Current.CancellationToken);

    private Remedies New(RemedyMode unmount, RemedyMode expire) => new(
        new Settings { StaleUnmount = unmount, SssdExpire = expire },
        new(
            (verb, path, device, _) =>
            {
                Assert.Equal("0:50", device);
                unmounts.Add((verb, path));
                return Task.FromResult(answer);
            },
            (map, _) =>
            {
                expired.Add(map);
                return Task.FromResult(failure);
            },
            told.Add),
        counters,
        clock);

    private NodeState Stale(Func<NfsMount, NfsMount>? change = null)
    {
        var node = Some.Node with { Required = Some.Seen(new RequiredSnapshot([Some.Required(Readiness.Stale)])) };
        return (change is null ? node : node with
        {
            Mounts = Some.Seen(Some.Mounts with { Nfs = [.. Some.Mounts.Nfs.Select(change)] }),
        }).WithHealth(clock.GetUtcNow());
    }

    private ChainReport Behind(TimeSpan age, string code = "sssd/map-behind")
    {
        var kind = SssdFindings.Stopped with { Code = code };
        var finding = new Finding
        {
            Kind = kind,
            Subject = "auto.home",
            Message = "sssd serves an old copy",
            Source = new(Map: "auto.home"),
            Since = clock.GetUtcNow() - age,
        };
        return new("node1", clock.GetUtcNow(), [new(Link.Sssd, Verdict.Degraded, clock.GetUtcNow(), "", [finding])]);
    }
}
