using System.Diagnostics;
using System.Text.RegularExpressions;

namespace NodeTests.Support;

/// <summary>The agent as a user sees it: its service, its endpoint, its journal.</summary>
public static class Agent
{
    public const string Endpoint = "http://127.0.0.1:20490";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public static string Page(string path) => Http.GetStringAsync(Endpoint + path).GetAwaiter().GetResult();

    public static int StatusCode(string path) => (int)Http.GetAsync(Endpoint + path).GetAwaiter().GetResult().StatusCode;

    /// <summary>The chain as the daemon reports it.</summary>
    public static Chain Status() => Chain.Parse(Page("/api/v1/status"));

    public static string Unit(string property) => Shell.Must($"systemctl show -P {property} automount-agent").Trim();

    /// <summary>Waits until the metrics page has a line, which may take a round.</summary>
    public static void WaitForMetric(string line, TimeSpan within) => WaitFor(line, _ => Page("/metrics").Contains(line), within);

    /// <summary>Whether the metrics page says that pods can use a required path.</summary>
    public static bool SaysReady(string path) =>
        Regex.IsMatch(Page("/metrics"), $@"(?m)^automount_required_path_ready\{{path=""{Regex.Escape(path)}"",.*\}} 1$");

    /// <summary>Waits until the chain is as expected, and returns how long that took; otherwise fails with what it was last.</summary>
    public static TimeSpan WaitFor(string what, Func<Chain, bool> expected, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        Chain? last = null;
        while (watch.Elapsed < within)
        {
            try
            {
                last = Status();
                if (expected(last))
                {
                    return watch.Elapsed;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                last = new Chain("(no answer)", e.Message, null, new Dictionary<string, string>(), []);
            }

            Thread.Sleep(250);
        }

        Assert.Fail($"not within {within.TotalSeconds} s: {what}\nlast seen: {last}\n" +
            $"{Shell.Run("journalctl -u automount-agent -n 30 --no-pager").Output}");
        return default;
    }
}
