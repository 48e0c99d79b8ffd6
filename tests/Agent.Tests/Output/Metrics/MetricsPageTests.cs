using AgentTests.Support;
using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
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
    public void ThePrometheusPageIsAsCommitted() =>
        Golden.Check("tests/Agent.Tests/Output/Metrics/page.prom", Render(Fixture.Input(), openMetrics: false));

    [Fact]
    public void TheOpenMetricsPageIsAsCommitted() =>
        Golden.Check("tests/Agent.Tests/Output/Metrics/page.om", Render(Fixture.Input(), openMetrics: true));

    /// <summary>docs/metrics.md has its labels from the committed page.</summary>
    [Fact]
    public void TheCommittedPageHasASeriesOfEveryFamily() =>
        Assert.All(OpenMetricsParser.Parse(Render(Fixture.Input(), openMetrics: true)), family => Assert.NotEmpty(family.Samples));

    [Fact]
    public void WhatWasNotSeenYetIsAbsent()
    {
        var page = new MetricsPage(() => new(NodeState.Empty, null, RpcTotals.Empty, new AgentInfo("1", "2")), new Counters(), () => null);

        Assert.Equal(["automount_agent_info", "automount_probers_abandoned"], Samples(Text(page, false)).Select(l => l.Split('{', ' ')[0]));
    }

    /// <summary>Prometheus compares them with its own time.</summary>
    [Fact]
    public void TimesAreThoseOfTheNodesClock()
    {
        static double[] Times(string page) =>
            [.. Samples(page).Where(l => l.Contains("_timestamp_seconds") || l.StartsWith("process_start")).Select(l => Value(l))];

        var input = Fixture.Input();
        var page = new MetricsPage(() => input, Fixture.Counters(), () => Fixture.Usage);
        var before = Times(Text(page, false));
        input = input with { Step = TimeSpan.FromHours(1) };

        Assert.Equal(12, before.Length);
        Assert.Equal(before.Select(t => t + 3600), Times(Text(page, false)));
    }

    [Fact]
    public void ServersBeyondTheLimitAreOneSeries()
    {
        static ServerState Server(int number, ServerOutcome outcome) =>
            new(new ServerTarget($"nfs{number}", 4, 2049), "", outcome, "", null, 1, false);

        var servers = Enumerable.Range(0, 4999).Select(i => Server(i, ServerOutcome.Up)).Append(Server(4999, ServerOutcome.Hung));
        var state = NodeState.Empty with { Servers = new(Fixture.Now, TimeSpan.Zero, new ServersSnapshot([.. servers]), null) };

        var page = Render(Fixture.Input() with { State = state }, false);
        var lines = Samples(page).Where(l => l.StartsWith("automount_nfs_server_up{")).ToArray();

        Assert.Equal(Series.MaxValues + 1, lines.Length);
        Assert.Contains("automount_nfs_server_up{server=\"other\"} 0", lines);
    }

    [Fact]
    public void NamesThatPrintAlikeAreOneSeries()
    {
        var bounded = Series.Bound([("a\n", 1), (@"a\x0A", 2)], (a, b) => a + b);

        Assert.Equal(3, Assert.Single(bounded).Value);
    }

    /// <summary>From one state to any other the page is what it would be had there been no state before it.</summary>
    [Fact]
    public void WhatIsGoneFromTheStateIsGoneFromThePage()
    {
        var well = Fixture.Input() with { Report = Fixture.AllWell };
        var empty = Fixture.Input() with { State = NodeState.Empty, Report = null, Rpc = RpcTotals.Empty };
        var parts = new[]
        {
            Fixture.Input(), well, empty, well,
            well with { State = well.State with { Mounts = null } },
            well with { State = well.State with { Sssd = null, Automount = null, Servers = null } },
            well with { State = well.State with { Required = null, Directory = null } },
            Fixture.Input(),
        };
        var input = parts[0];
        var page = new MetricsPage(() => input, Fixture.Counters(), () => Fixture.Usage);
        foreach (var part in parts)
        {
            input = part;
            foreach (var openMetrics in new[] { false, true })
            {
                Assert.Equal(Samples(Render(part, openMetrics)).Order(), Samples(Text(page, openMetrics)).Order());
            }
        }
    }

    [Fact]
    public void WhatIsNotKnownOfTheProcessIsAbsent()
    {
        var (input, usage) = (Fixture.Input(), (ProcessUsage?)Fixture.Usage);
        var page = new MetricsPage(() => input, new Counters(), () => usage);
        string[] Process() => [.. Samples(Text(page, false)).Where(l => l.StartsWith("process_")).Select(l => l.Split(' ')[0])];
        var known = Process();

        (input, usage) = (input with { Step = TimeSpan.FromSeconds(1) }, null);

        Assert.Equal(7, known.Length);
        Assert.Empty(Process());
        (input, usage) = (input with { Step = TimeSpan.FromSeconds(2) }, Fixture.Usage with { MaxOpenFiles = null });
        Assert.Equal(known.Except(["process_max_fds"]), Process());
    }

    /// <summary>A reload that changes the address makes another page of the same process.</summary>
    [Fact]
    public void CountersGoOnThroughAReload()
    {
        var (input, counters) = (Fixture.Input(), Fixture.Counters());
        var before = Text(new MetricsPage(() => input, counters, () => Fixture.Usage), true);
        counters.Touched("required");

        var after = Text(new MetricsPage(() => input, counters, () => Fixture.Usage), true);

        Assert.Equal(before.Replace("touches_total{reason=\"required\"} 1.0", "touches_total{reason=\"required\"} 2.0"), after);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void AStateIsRenderedOnceAndOnlyWhenItIsAskedFor()
    {
        var (input, updates) = (Fixture.Input(), 0);
        var page = new MetricsPage(() => input, Fixture.Counters(), () =>
        {
            updates++;
            return Fixture.Usage;
        });
        Assert.Equal(0, updates);

        var (text, open) = (Array(page.Render(false)), Array(page.Render(true)));
        Assert.Same(text, Array(page.Render(false)));
        Assert.Same(open, Array(page.Render(true)));
        input = input with { Report = Fixture.AllWell };
        input = input with { Report = Fixture.Report with { Time = Fixture.Now.AddSeconds(5) } };

        Assert.NotSame(text, Array(page.Render(false)));
        Assert.Equal(2, updates);
    }

    /// <summary>
    /// Every state writes its number into every part, and servers come and go. A page of two states, or one that changes while it is sent,
    /// has two numbers.
    /// </summary>
    [Fact]
    public async Task ScrapesWhileStatesChangeSeeWholeStates()
    {
        const int States = 40;
        var newest = Generation(1);
        var page = new MetricsPage(() => Volatile.Read(ref newest), Fixture.Counters(), () => Fixture.Usage);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(30));
        var scrapers = Enumerable.Range(0, 4).Select(n => Thread(() => Scrape(page, n % 2 == 0, States, end.Token))).ToArray();
        var publisher = Thread(() =>
        {
            for (var number = 2; !end.IsCancellationRequested; number++)
            {
                Volatile.Write(ref newest, Generation(number));
            }

            return 0;
        });

        try
        {
            Assert.All(await Task.WhenAll(scrapers), seen => Assert.Equal(States, seen));
        }
        finally
        {
            await end.CancelAsync();
            await publisher;
        }
    }

    [Fact]
    public void HelpIsPlain() =>
        Assert.All(
            OpenMetricsParser.Parse(Render(Fixture.Input(), openMetrics: true)),
            f => Assert.Matches("^[A-Z][^\\\\\"\n]*\\.$", f.Help));

    [Fact]
    public void BothFormatsSayTheSame()
    {
        var text = Samples(Render(Fixture.Input(), openMetrics: false));
        var open = OpenMetricsParser.Parse(Render(Fixture.Input(), openMetrics: true)).SelectMany(f => f.Samples).ToArray();

        Assert.Equal(text.Select(Value), open.Select(s => s.Value));
        Assert.Equal(text.Select(l => l.Split('{', ' ')[0]), open.Select(s => s.Name));
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
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        var promtool = folders.Select(d => Path.Combine(d, "promtool")).FirstOrDefault(File.Exists);
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

    /// <summary>
    /// A state whose number is a value in every family that has room for one, and whose servers and mounts are others than those of the
    /// state before it.
    /// </summary>
    private static MetricsInput Generation(int number)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(number);
        var hosts = Enumerable.Range(0, 3).Select(i => $"nfs{(number + i) % 7}").ToArray();
        var length = TimeSpan.FromSeconds(number);
        var servers = hosts.Select(h => new ServerState(new ServerTarget(h, 4, 2049), "", ServerOutcome.Up, "", length, 1, true));
        var roots = hosts.Select(h => Some.Root($"/{h}", "auto.home") with { Timeout = length, DaemonPid = 1 });
        var mounts = from host in hosts
                     from i in Enumerable.Range(0, (number % 10) + 1)
                     select Fixture.Mount($"/{host}/{i}", host, $"{host}:{i}", null);
        var state = NodeState.Empty with
        {
            Servers = new(at, TimeSpan.Zero, new ServersSnapshot([.. servers]), null),
            Mounts = new(at, TimeSpan.Zero, new MountsSnapshot([.. roots], [.. mounts]), null),
        };
        var findings = ImmutableSortedDictionary<string, int>.Empty.Add("server/down", number).Add($"mount/{number % 5}", number);
        return new(
            state.WithCheck("mounts", new(true, at, length)).WithCheck($"check{number % 3}", new(true, at, length)),
            new ChainReport("n", at, []) { Silenced = findings },
            RpcTotals.Empty,
            new AgentInfo("1", number.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>
    /// Scrapes until so many states were seen, and says how many. Each page must be of one state, and none of an earlier one than the page
    /// before it.
    /// </summary>
    private static int Scrape(MetricsPage page, bool openMetrics, int states, CancellationToken end)
    {
        var (seen, last) = (0, 0);
        while (seen < states && !end.IsCancellationRequested)
        {
            var text = Text(page, openMetrics);
            var revision = Samples(text).First(l => l.StartsWith("automount_agent_info")).Split('"')[3];
            var number = int.Parse(revision, CultureInfo.InvariantCulture);
            Assert.True(number >= last, $"state {number} after {last}");
            Assert.Equal(Samples(Render(Generation(number), openMetrics)).Order(), Samples(text).Order());
            seen += number > last ? 1 : 0;
            last = number;
        }

        return seen;
    }

    private static Task<int> Thread(Func<int> run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string[] Samples(string page) => [.. page.Split('\n').Where(l => l.Length > 0 && l[0] != '#')];

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private static byte[] Array(ReadOnlyMemory<byte> page) => MemoryMarshal.TryGetArray(page, out var segment) ? segment.Array! : [];

    private static string Text(MetricsPage page, bool openMetrics) => Encoding.UTF8.GetString(page.Render(openMetrics).Span);

    private static string Render(MetricsInput input, bool openMetrics) =>
        Text(new MetricsPage(() => input, Fixture.Counters(), () => Fixture.Usage), openMetrics);
}
