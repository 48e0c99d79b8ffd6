using System.Text.Json;
using NodeTests.Support;

namespace NodeTests;

/// <summary>What Prometheus itself says of the page.</summary>
[Collection("node")]
public class PrometheusTests(ITestOutputHelper output)
{
    [Fact]
    public void PromtoolFindsNothingToSay()
    {
        var result = Shell.Run("curl -sf http://127.0.0.1:20490/metrics | promtool check metrics");

        Assert.Equal("", result.Output + result.Errors);
        Assert.Equal(0, result.Status);
    }

    [Fact]
    public async Task ARealPrometheusScrapesWithoutAnError()
    {
        var cancel = TestContext.Current.CancellationToken;
        Directory.CreateDirectory("/run/prometheus-test");
        await File.WriteAllTextAsync(
            "/run/prometheus-test/prometheus.yml",
            "global:\n  scrape_interval: 2s\n  scrape_timeout: 2s\nscrape_configs:\n- job_name: automount\n  static_configs:\n" +
            "  - targets: ['127.0.0.1:20490']\n",
            cancel);
        Shell.Must("systemd-run --unit prometheus-test --collect prometheus --config.file=/run/prometheus-test/prometheus.yml " +
            "--storage.tsdb.path=/run/prometheus-test/data --web.listen-address=127.0.0.1:9099");
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(40), cancel);
            var scrapes = Query("count_over_time(up{job=\"automount\"}[24s])");
            var failed = Query("count_over_time(up{job=\"automount\"}[24s]) - sum_over_time(up{job=\"automount\"}[24s])");
            output.WriteLine($"{scrapes} scrapes in 24 s, {failed} failed, {Query("scrape_samples_scraped")} samples each");
            Assert.InRange(scrapes, 10, 13);
            Assert.Equal(0, failed);
            Assert.Equal(7, Query("count(automount_link_state == 1)"));
        }
        finally
        {
            Shell.Run("systemctl stop prometheus-test; rm -rf /run/prometheus-test");
        }
    }

    private static double Query(string expression)
    {
        using var answer = JsonDocument.Parse(
            Shell.Must($"curl -sf --data-urlencode 'query={expression}' http://127.0.0.1:9099/api/v1/query"));
        return double.Parse(
            answer.RootElement.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString()!,
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
