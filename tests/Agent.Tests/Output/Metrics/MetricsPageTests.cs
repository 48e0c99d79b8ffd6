using System;
using System.Buffers;
using System.Diagnostics;
using System.Text;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Output.Metrics;

public class MetricsPageTests
{
    [Fact]
    public void ThePrometheusPageIsAsCommitted() => Golden.Check("tests/Agent.Tests/Output/Metrics/page.prom", Render(Fixture.Input(), openMetrics: false));

    [Fact]
    public void TheOpenMetricsPageIsAsCommitted() => Golden.Check("tests/Agent.Tests/Output/Metrics/page.om", Render(Fixture.Input(), openMetrics: true));

    [Fact]
    public void WhatWasNotSeenYetIsAbsent()
    {
        var page = Render(new MetricsInput(NodeState.Empty, null, RpcTotals.Empty, new Counters(), new AgentInfo("1", "2")), false);

        Assert.Equal(
            ["automount_agent_info", "automount_probers_abandoned"],
            page.Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('{', ' ')[0]));
    }

    /// <summary>Prometheus compares them with its own time.</summary>
    [Fact]
    public void TimesAreThoseOfTheNodesClock()
    {
        static double[] Times(MetricsInput input) =>
            [.. Render(input, false).Split('\n').Where(l => l.Contains("_timestamp_seconds{")).Select(l => double.Parse(l.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];

        var (before, after) = (Times(Fixture.Input()), Times(Fixture.Input() with { Step = TimeSpan.FromHours(1) }));

        Assert.NotEmpty(before);
        Assert.Equal(before.Select(t => t + 3600), after);
    }

    [Fact]
    public void ServersBeyondTheLimitAreOneSeries()
    {
        var servers = Enumerable.Range(0, 5000).Select(i =>
            new ServerState(new ServerTarget($"nfs{i}", 4, 2049), "", i == 4999 ? ServerOutcome.Hung : ServerOutcome.Up, "", null, 1, false));
        var state = NodeState.Empty with { Servers = new(Fixture.Now, TimeSpan.Zero, new ServersView([.. servers]), null) };

        var lines = Render(Fixture.Input() with { State = state }, false).Split('\n').Where(l => l.StartsWith("automount_nfs_server_up{")).ToArray();

        Assert.Equal(Series.Most + 1, lines.Length);
        Assert.Contains("automount_nfs_server_up{server=\"other\"} 0", lines);
    }

    [Fact]
    public void ServersBeyondAHundredShareOneHistogram()
    {
        var input = Fixture.Input() with { Counters = new() };
        for (var i = 0; i < 300; i++)
        {
            input.Counters.Answered($"nfs{i}", TimeSpan.FromMilliseconds(2));
        }

        var counts = Render(input, false).Split('\n').Where(l => l.StartsWith("automount_nfs_server_response_duration_seconds_count")).ToArray();
        Assert.Equal(Counters.MostServers + 1, counts.Length);
        Assert.Contains("automount_nfs_server_response_duration_seconds_count{server=\"other\"} 200", counts);
    }

    [Fact]
    public void NamesThatPrintAlikeAreOneSeries()
    {
        var bounded = Series.Bound([("a\n", 1), (@"a\x0A", 2)], (a, b) => a + b);

        Assert.Equal(3, Assert.Single(bounded).Value);
    }

    [Fact]
    public async Task PromtoolHasNothingToSay() =>
        Assert.Equal((0, ""), await Promtool(Render(Fixture.Input(), openMetrics: false), "check", "metrics"));

    /// <summary>promtool reads OpenMetrics only where it makes blocks of old samples, which must have times.</summary>
    [Fact]
    public async Task PromtoolReadsOpenMetrics()
    {
        var page = Render(Fixture.Input(), openMetrics: true);
        var timed = string.Join('\n', page.Split('\n').Select(l => l.Length == 0 || l[0] == '#' ? l : l + " 1772373930"));
        var folder = Directory.CreateTempSubdirectory("promtool").FullName;
        try
        {
            var file = Path.Combine(folder, "page");
            await File.WriteAllTextAsync(file, timed, TestContext.Current.CancellationToken);
            var (status, said) = await Promtool("", "tsdb", "create-blocks-from", "openmetrics", file, folder);

            Assert.True(status == 0, said);
            Assert.Contains("BLOCK ULID", said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Status, string Said)> Promtool(string input, params string[] arguments)
    {
        var promtool = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(d => Path.Combine(d, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(promtool is null, "promtool is not installed: apt-get install prometheus");
        var cancel = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(promtool!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync(cancel) + await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, said);
    }

    internal static string Render(MetricsInput input, bool openMetrics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        MetricsPage.Render(buffer, input, openMetrics);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
