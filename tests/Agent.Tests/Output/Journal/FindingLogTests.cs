using Automount.Configuration;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;
using AutomountAgent.Output;
using AutomountAgent.Output.Journal;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;
using Xunit;

namespace AgentTests.Output.Journal;

public sealed class FindingLogTests : IDisposable
{
    private readonly List<IReadOnlyList<(string Field, string Value)>> sent = [];
    private readonly LogLevels levels = new();
    private readonly Logger logger;
    private readonly SerilogLoggerFactory logs;
    private readonly FindingLog log;

    public FindingLogTests()
    {
        logger = Logs.Create(levels, sent.Add);
        logs = new SerilogLoggerFactory(logger);
        log = new FindingLog(logs.CreateLogger<FindingLog>());
    }

    public void Dispose()
    {
        logs.Dispose();
        logger.Dispose();
    }

    [Fact]
    public void ARaisedFindingIsOneEntryWithItsFields()
    {
        log.Changed(new FindingChanges([Fixture.Hung], [], []));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["MESSAGE"] = "server/hung raised: nfs2.example.com accepts connections but does not answer: /var/home/bob blocks",
                ["MESSAGE_ID"] = "300b2ce02e1b5db4ad25b0147d67227f",
                ["PRIORITY"] = "3",
                ["SYSLOG_IDENTIFIER"] = "automount-agent",
                ["AUTOMOUNT_CHANGE"] = "raised",
                ["AUTOMOUNT_CODE"] = "server/hung",
                ["AUTOMOUNT_LINK"] = "server",
                ["AUTOMOUNT_SEVERITY"] = "error",
                ["AUTOMOUNT_ROOT"] = "/var/home",
                ["AUTOMOUNT_SERVER"] = "nfs2.example.com",
            },
            Only());
    }

    [Fact]
    public void AClearedFindingSaysSoWithoutAlarm()
    {
        log.Changed(new FindingChanges([], [], [Fixture.Hung]));

        var entry = Only();
        Assert.Equal("server/hung cleared: nfs2.example.com, raised at 2026-03-01T14:02:30Z", entry["MESSAGE"]);
        Assert.Equal(("6", "cleared"), (entry["PRIORITY"], entry["AUTOMOUNT_CHANGE"]));
    }

    [Fact]
    public void TextFromOutsideIsMadePrintable()
    {
        var nasty = Fixture.Report.Links[3].Findings[0] with { Source = new FindingSource(Key: Fixture.Nasty) };

        log.Changed(new FindingChanges([nasty], [], []));

        Assert.All(Only(), field => Assert.All(field.Value, c => Assert.InRange(c, ' ', '~')));
        Assert.Contains("AUTOMOUNT_KEY", Only().Keys);
    }

    [Fact]
    public void WhatIsClearedWasRaisedAtATimeOfTheNodesClock()
    {
        log.Changed(new FindingChanges([], [], [Fixture.Hung]), TimeSpan.FromHours(1));

        Assert.Contains($"raised at {Rfc3339.Of(Fixture.Hung.Since.AddHours(1))}", Only()["MESSAGE"]);
    }

    [Fact]
    public void AMountThatWentAwayIsAnEntry()
    {
        log.Expired(new Expiration("/var/home", "/var/home/alice"));

        Assert.Equal("/var/home/alice is no longer mounted", Only()["MESSAGE"]);
        Assert.Equal(("/var/home", "/var/home/alice"), (Only()["AUTOMOUNT_ROOT"], Only()["AUTOMOUNT_PATH"]));
    }

    [Theory]
    [InlineData("done", "6")]
    [InlineData("failed", "4")]
    public void ARemedyIsAnEntryWithItsNameAndItsTarget(string result, string priority)
    {
        log.Remedied(new(Remedy.StaleUmount, "/var/home/bob", result, "It was stale."));

        var entry = Only();
        Assert.Equal($"remedy stale-umount of /var/home/bob: {result}: It was stale.", entry["MESSAGE"]);
        Assert.Equal(("stale-umount", "/var/home/bob", priority), (entry["AUTOMOUNT_REMEDY"], entry["AUTOMOUNT_PATH"], entry["PRIORITY"]));
    }

    [Theory]
    [InlineData("mounted", "6")]
    [InlineData("timeout", "4")]
    public void ATriggerIsAnEntryWithItsResult(string result, string priority)
    {
        log.Triggered(new Trigger("/var/home", "/var/home/alice", result, TimeSpan.FromSeconds(1.5)));

        Assert.Equal($"triggered /var/home/alice: {result} after 1500 ms", Only()["MESSAGE"]);
        Assert.Equal((priority, "/var/home/alice"), (Only()["PRIORITY"], Only()["AUTOMOUNT_PATH"]));
    }

    [Fact]
    public void TheThresholdCanBeRaisedWhileRunning()
    {
        levels.Set(LogThreshold.Error);
        logger.Warning("not logged");
        logger.Error(new IOException("first\nsecond"), "logged");

        Assert.Equal("logged\nSystem.IO.IOException: first\nsecond", Only()["MESSAGE"]);
    }

    [Theory]
    [InlineData(LogThreshold.Debug, 2)]
    [InlineData(LogThreshold.Warning, 2)]
    [InlineData(LogThreshold.Error, 1)]
    public void TheHostAndTheWebServerLogOnlyWarningsAndErrors(LogThreshold threshold, int count)
    {
        levels.Set(threshold);
        var host = logger.ForContext(Constants.SourceContextPropertyName, "Microsoft.Hosting.Lifetime");
        host.Debug("not logged");
        host.Information("not logged");
        host.Warning("logged from warning on");
        host.Error("logged");

        Assert.Equal(count, sent.Count);
    }

    /// <summary>A field without a value is absent; those of one entry are not on the next.</summary>
    [Fact]
    public void AnEntryHasItsOwnFieldsOnly()
    {
        log.Changed(new FindingChanges([Fixture.Hung], [], []));
        sent.Clear();

        log.Expired(new Expiration("/var/home", "/var/home/alice"));

        Assert.Equal(
            ["AUTOMOUNT_PATH", "AUTOMOUNT_ROOT", "MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER"],
            Only().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EachPodThatIsHitIsAFieldOfItsOwn()
    {
        log.Changed(new FindingChanges([Fixture.Hung with { Pods = ["shop/web-1", "shop/web-2"] }], [], []));

        Assert.Equal(
            ["shop/web-1", "shop/web-2"], Assert.Single(sent).Where(f => f.Field == "AUTOMOUNT_POD").Select(f => f.Value));
    }

    private Dictionary<string, string> Only() => Assert.Single(sent).ToDictionary();
}
