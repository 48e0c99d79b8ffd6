using System.Diagnostics;
using AgentTests.Bus;
using AgentTests.Support;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>The daemon without an endpoint, and the commands that ask it, as processes on a bus of the test's own.</summary>
public sealed class DaemonOnBusTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "automount-agent");

    private readonly PrivateBus bus = new();
    private readonly string config = Path.GetTempFileName();
    private Process? daemon;

    public DaemonOnBusTests() => File.WriteAllText(config, "[metrics]\nlisten = off\n");

    public void Dispose()
    {
        daemon?.Kill();
        daemon?.WaitForExit();
        daemon?.Dispose();
        File.Delete(config);
        bus.Dispose();
    }

    [Fact]
    public async Task CommandsNeedNoEndpoint()
    {
        var (stopped, _, why) = Run($"status --config {config}");
        Assert.Equal(2, stopped);
        Assert.Contains("the daemon does not run (on the bus nobody has the name org.automount.Agent1", why);
        Assert.Contains("systemctl start automount-agent", why);

        var (unknown, line, _) = Run($"condition AutomountReady --config {config}");
        Assert.Equal(2, unknown);
        Assert.StartsWith("AutomountReady is Unknown: NotAnswered: the daemon does not run", line);
        Assert.Equal(3, Run($"condition AutomountReady --nagios --config {config}").Status);

        Start();
        await Patience.UntilAsync(() => Run($"status --config {config}") is (0 or 1 or 2, { Length: > 0 }, ""));

        Assert.StartsWith("{\n  \"schema\": 1,", Run($"status --config {config} --output json").Output);
        var condition = Run($"condition AutomountNodeFault --config {config}");
        Assert.Matches("^AutomountNodeFault is (True|False|Unknown): [A-Za-z]+: .+\n$", condition.Output);
        Assert.DoesNotContain("NotAnswered", condition.Output);
        Assert.Equal((0, "", ""), Run($"wait-ready --config {config} --timeout 30s"));
        var (status, output, errors) = Run("explain /srv/nowhere");
        Assert.Equal((1, ""), (status, errors));
        Assert.Contains("no entry of the master map covers", output);
        Assert.Equal(
            (2, "automount-agent: explain: 'what is it' is neither an absolute path nor an error message that is known here\n"),
            (Run("explain 'what is it'").Status, Run("explain 'what is it'").Errors));
    }

    private void Start()
    {
        daemon = new Process { StartInfo = new ProcessStartInfo(Program, ["run", "--config", config]) { RedirectStandardError = true } };
        daemon.StartInfo.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus.Address;
        daemon.Start();
        daemon.BeginErrorReadLine();
    }

    private (int Status, string Output, string Errors) Run(string arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("sh", ["-c", $"exec {Program} {arguments}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.StartInfo.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus.Address;
        process.Start();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
