using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AgentTests.Support;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>The daemon as a process of its own, with real signals.</summary>
public sealed partial class DaemonProcessTests : IDisposable
{
    private const int Hangup = 1;
    private const int Terminate = 15;

    private readonly NotifySocket systemd = new();
    private readonly FileInfo config = new(Path.Combine(Directory.CreateTempSubdirectory("daemon-").FullName, "agent.conf"));
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly List<string> log = [];
    private Process? daemon;
    private volatile int answers;

    public void Dispose()
    {
        daemon?.Kill();
        daemon?.Dispose();
        client.Dispose();
        config.Directory!.Delete(recursive: true);
        systemd.Dispose();
    }

    [Fact]
    public async Task ItEndsOnSigterm()
    {
        await StartAsync($"[metrics]\nlisten = {FreePort()}\n");
        var time = Stopwatch.StartNew();

        Signal(Terminate);

        Assert.Equal("STOPPING=1", await systemd.NextStateAsync());
        await daemon!.WaitForExitAsync(Patience.Minute);
        Assert.Equal(0, daemon.ExitCode);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task TheEndpointAnswersWhileTheConfigurationIsReadAgain()
    {
        var address = FreePort();
        await StartAsync($"[metrics]\nlisten = {address}\n");
        using var end = new CancellationTokenSource();
        var asking = AskAsync($"http://{address}/metrics", end.Token);
        await Patience.UntilAsync(() => answers > 0);
        File.WriteAllText(config.FullName, $"[metrics]\nlisten = {address}\n[mounts]\ninterval = 7s\n");

        Signal(Hangup);
        Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", await systemd.NextStateAsync());
        Assert.Equal("READY=1", await systemd.NextStateAsync());

        var soFar = answers;
        await Patience.UntilAsync(() => answers > soFar + 10);
        await end.CancelAsync();
        await asking;
        Assert.Contains(Log(), line => line.EndsWith("info: configuration read again"));
    }

    [Fact]
    public async Task ABadConfigurationIsRefused()
    {
        var address = FreePort();
        await StartAsync($"[metrics]\nlisten = {address}\n");
        File.WriteAllText(config.FullName, $"[metrics]\nlisten = off\nlistn = {address}\n");

        Signal(Hangup);

        Assert.StartsWith("RELOADING=1\n", await systemd.NextStateAsync());
        Assert.Equal("READY=1", await systemd.NextStateAsync());
        await Patience.UntilAsync(() => Log().Any(line => line.Contains("error: configuration not taken over, the last good one stays: ")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"http://{address}/healthz", Patience.Minute)).StatusCode);
    }

    [Fact]
    public async Task ARefusedConfigurationIsAMetricAFindingAndInTheStatus()
    {
        var address = FreePort();
        await StartAsync($"[metrics]\nlisten = {address}\n");
        File.WriteAllText(config.FullName, $"[metrics]\nlistn = {address}\n");

        Signal(Hangup);

        await systemd.UntilAsync("STATUS=", status => status.EndsWith("; the new configuration was refused", StringComparison.Ordinal));
        await PageHasAsync($"http://{address}/metrics", "\nautomount_config_last_reload_successful 0\n");
        await PageHasAsync($"http://{address}/", "automount/agent-config-refused");

        File.WriteAllText(config.FullName, $"[metrics]\nlisten = {address}\n");
        Signal(Hangup);

        await PageHasAsync($"http://{address}/metrics", "\nautomount_config_last_reload_successful 1\n");
        await PageHasAsync($"http://{address}/metrics", "\nautomount_config_last_reload_success_timestamp_seconds ");
    }

    [Fact]
    [Trait("suite", "hostile")]
    public async Task AConfigurationThatBlocksEndsNeitherReloadNorStop()
    {
        await StartAsync($"[metrics]\nlisten = {FreePort()}\n");
        config.Delete();
        Assert.Equal(0, mkfifo(config.FullName, 0x1FF));

        Signal(Hangup);

        Assert.StartsWith("RELOADING=1\n", await systemd.NextStateAsync());
        Assert.Equal("READY=1", await systemd.NextStateAsync());
        await Patience.UntilAsync(() => Log().Any(line => line.Contains("it is not a regular file")));
        Signal(Terminate);
        Assert.Equal("STOPPING=1", await systemd.NextStateAsync());
        await daemon!.WaitForExitAsync(Patience.Minute);
        Assert.Equal(0, daemon.ExitCode);
    }

    [Fact]
    public async Task TheEndpointFollowsTheConfiguration()
    {
        var (first, second) = (FreePort(), FreePort());
        await StartAsync($"[metrics]\nlisten = {first}\n");
        foreach (var (listen, answers, silent) in new[] { (second, second, first), ("off", null, second), (first, first, second) })
        {
            File.WriteAllText(config.FullName, $"[metrics]\nlisten = {listen}\n");

            Signal(Hangup);
            Assert.StartsWith("RELOADING=1\n", await systemd.NextStateAsync());
            Assert.Equal("READY=1", await systemd.NextStateAsync());

            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync($"http://{silent}/healthz", Patience.Minute));
            Assert.True(answers is null || (await client.GetAsync($"http://{answers}/healthz", Patience.Minute)).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task APortInUseIsReportedAndTheAgentGoesOn()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await StartAsync($"[metrics]\nlisten = {taken.LocalEndpoint}\n");

        Assert.Contains(Log(), line => line.Contains($"error: no metrics: cannot listen on {taken.LocalEndpoint}: Address already in use"));
    }

    /// <summary>Starts the daemon and waits until it is READY.</summary>
    private async Task StartAsync(string configuration)
    {
        File.WriteAllText(config.FullName, configuration);
        var program = Path.Combine(AppContext.BaseDirectory, "automount-agent");
        daemon = new Process
        {
            StartInfo = new ProcessStartInfo(program, ["run", "--config", config.FullName])
            {
                RedirectStandardError = true,
                Environment = { ["NOTIFY_SOCKET"] = systemd.Address, ["JOURNAL_STREAM"] = null },
            },
        };
        daemon.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.Add(line.Data ?? "");
            }
        };
        daemon.Start();
        daemon.BeginErrorReadLine();
        var messages = await systemd.UntilAsync("READY=1");
        Assert.Equal("STATUS=first round: looking at every link", messages[0]);
        Assert.Equal(3, messages.Count);
    }

    /// <summary>Asks again and again until cancelled; every answer must be good.</summary>
    private async Task AskAsync(string address, CancellationToken end)
    {
        for (; !end.IsCancellationRequested; answers++)
        {
            Assert.NotEmpty(await client.GetStringAsync(address, Patience.Minute));
        }
    }

    private async Task PageHasAsync(string address, string text)
    {
        var end = Patience.Minute;
        while (!(await client.GetStringAsync(address, end)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(100, end);
        }
    }

    private List<string> Log()
    {
        lock (log)
        {
            return [.. log];
        }
    }

    private void Signal(int number) => Assert.Equal(0, kill(daemon!.Id, number));

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
