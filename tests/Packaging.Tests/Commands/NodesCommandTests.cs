using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AutomountPackaging.Commands;
using PackagingTests.Cluster;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>The command as it is run, against a cluster that speaks TLS.</summary>
public sealed class NodesCommandTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private FakeCluster cluster = null!;

    private string Kubeconfig => folder.Write("config", cluster.Kubeconfig());

    public async ValueTask InitializeAsync() => cluster = await FakeCluster.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>
    /// A thousand nodes in a real Prometheus. Fifty do not answer: they cost nothing here, since Prometheus has waited for them already.
    /// </summary>
    [Fact]
    public async Task AThousandNodesAreOneAnswer()
    {
        Tool.SkipUnlessInstalled("prometheus", "prometheus");
        var port = SimulatedFleet.FreePort();
        folder.Write("nodes.om", Nodes(DateTimeOffset.UtcNow));
        folder.Write("prometheus.yml", "{}");
        var blocks = Tool.RunOrSkip("promtool", folder.Path, "tsdb", "create-blocks-from", "openmetrics", "nodes.om", "data");
        Assert.True(blocks.Status == 0, blocks.Output + blocks.Errors);
        using var prometheus = new Daemon("prometheus", folder.Path,
            "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await WaitAsync(client, prometheus);
        cluster.Answer = async (query, cancel) =>
        {
            var response = await client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", cancel);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
        };

        var watch = Stopwatch.StartNew();
        var table = Run();
        var took = watch.Elapsed;
        var json = JsonDocument.Parse(Run("-o", "json").Output).RootElement;

        Assert.Equal((1, ""), (table.Status, table.Errors));
        Assert.True(took < TimeSpan.FromSeconds(30), $"it took {took}");
        Assert.Contains("the agents of 950 of 1,000 nodes answer\n", table.Output);
        Assert.Contains("not seen, because the agent does not answer: worker-0020, worker-0040, worker-0060 and 47 more\n", table.Output);
        Assert.Contains("not seen, because Prometheus does not know them: 2 nodes\n", table.Output);
        Assert.Matches(@"(?m)^server +380 +0 +0 +570$", table.Output);
        Assert.Matches(@"(?m)^nfs2 +950 +380 +380  2\S+Z  worker-0001, worker-0002, worker-0003 and 377 more$", table.Output);
        Assert.Contains("1 server answers every node that uses it\n", table.Output);
        Assert.Matches(@"(?m)^server/hung +error +380 +worker-0001", table.Output);
        var server = json.GetProperty("servers")[0];
        Assert.Equal(380, server.GetProperty("down").GetArrayLength());
        var since = json.GetProperty("time").GetDateTimeOffset() - server.GetProperty("since").GetDateTimeOffset();
        Assert.InRange(since.TotalMinutes, 29, 33);
        Assert.Equal(50, json.GetProperty("silent").GetArrayLength());
        Assert.Equal([$"Bearer {FakeCluster.Token}"], cluster.Authorizations);
    }

    [Fact]
    public void WithoutAnyAgentNothingIsWell()
    {
        var result = Run();

        Assert.Equal(2, result.Status);
        Assert.Contains("Prometheus scrapes no agent", result.Errors);
    }

    [Fact]
    public void AClusterThatDoesNotAnswerIsLeftAlone()
    {
        cluster.Answer = async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return default;
        };

        var result = Run();

        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Contains("does not answer within 10 s", result.Errors);
    }

    [Theory]
    [InlineData(401, "log in again with oc login")]
    [InlineData(403, "it needs the ClusterRole cluster-monitoring-view")]
    [InlineData(422, "answers 422 to a query: too many samples")]
    [InlineData(302, "answers 302 to a query")]
    public void ARefusalSaysWhatToDo(int status, string expected)
    {
        cluster.Answer = (_, _) => Task.FromResult((status, "{\"status\":\"error\",\"error\":\"too many samples\"}"));

        var result = Run();

        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Contains(expected, Assert.Single(result.Errors.TrimEnd().Split('\n')));
    }

    [Fact]
    public void AnHtmlPageIsNoAnswer()
    {
        cluster.Answer = (_, _) => Task.FromResult((200, "<html>Application is not available</html>"));

        Assert.Contains("is it a Thanos Querier or a Prometheus?", Run().Errors);
    }

    [Fact]
    public void WhoMayNotReadTheRouteCanGiveTheAddress()
    {
        cluster.RouteStatus = 403;
        var without = Run();
        var with = Run("--thanos", cluster.Address);

        Assert.Contains("ask for its address and give it: --thanos URL", without.Errors);
        Assert.Contains("Prometheus scrapes no agent", with.Errors);
    }

    [Fact]
    public void NoKubeconfigIsNeededForAnAddressAndAToken()
    {
        var (token, authority) = (folder.Write("token", FakeCluster.Token + "\n"), folder.Write("ca.pem", cluster.Authority));

        var result = Tool.Packaging("nodes", "--kubeconfig", "/nowhere", "--thanos", cluster.Address, "--token-file", token,
            "--certificate-authority", authority);

        Assert.Contains("Prometheus scrapes no agent", result.Errors);
    }

    /// <summary>The token goes to nobody whose certificate is not known.</summary>
    [Fact]
    public void AStrangerGetsNoToken()
    {
        var token = folder.Write("token", FakeCluster.Token);

        var result = Tool.Packaging("nodes", "--thanos", cluster.Address, "--token-file", token);

        Assert.Equal(2, result.Status);
        Assert.Contains("name its authority: --certificate-authority FILE", result.Errors);
        Assert.Empty(cluster.Authorizations);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("localhost:9090")]
    [InlineData("")]
    public void ATokenIsNotSentInTheClear(string address)
    {
        var result = Tool.Packaging("nodes", "--thanos", address);

        Assert.Equal(64, result.Status);
        Assert.Contains("--thanos is an address that begins with https://", result.Errors);
    }

    [Theory]
    [InlineData("/usr/local/bin/kubectl-automount", "nodes,-o,json")]
    [InlineData("oc-automount", "nodes,-o,json")]
    [InlineData("automount-packaging", "-o,json")]
    public void UnderTheNameOfAPluginItIsTheCommand(string program, string expected) =>
        Assert.Equal(expected.Split(','), PackagingCommands.Meant(program, ["-o", "json"]));

    private ToolResult Run(params string[] arguments) => Tool.Packaging(["nodes", "--kubeconfig", Kubeconfig, .. arguments]);

    private static async Task WaitAsync(HttpClient client, Daemon prometheus)
    {
        for (var tries = 0; tries < 240; tries++)
        {
            try
            {
                if ((await client.GetAsync("/-/ready")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(250);
        }

        Assert.Fail($"not ready: {prometheus.Log}");
    }

    /// <summary>Every twentieth node is silent; nfs2 does not answer the first 400, and since half an hour.</summary>
    private static string Nodes(DateTimeOffset now)
    {
        var all = Enumerable.Range(1, 1000).Select(n => (Name: $"worker-{n:0000}", IsSilent: n % 20 == 0, IsHit: n <= 400)).ToList();
        var seen = all.Where(node => !node.IsSilent).ToList();
        var hit = seen.Where(node => node.IsHit).ToList();
        var time = now.ToUnixTimeSeconds();
        var text = new StringBuilder();
        Write("up", all.Select(n => ($"job=\"automount-metrics\",{Instance(n.Name)}", n.IsSilent ? 0 : 1)));
        Write("automount_agent_info", seen.Select(n => ($"version=\"0.2.0\",revision=\"abc\",{Instance(n.Name)}", 1)));
        Write("automount_link_state", [
            .. seen.Select(n => ($"link=\"server\",state=\"broken\",{Instance(n.Name)}", n.IsHit ? 1 : 0)),
            .. seen.Select(n => ($"link=\"server\",state=\"ok\",{Instance(n.Name)}", n.IsHit ? 0 : 1)),
        ]);
        Write("automount_nfs_server_up", seen.SelectMany(n => new[]
        {
            ($"server=\"nfs1\",{Instance(n.Name)}", 1), ($"server=\"nfs2\",{Instance(n.Name)}", n.IsHit ? 0 : 1),
        }));
        Write("automount_nfs_mounts", seen.Select(n => ($"server=\"nfs2\",state=\"hung\",{Instance(n.Name)}", n.IsHit ? 3 : 0)));
        Write("automount_findings", hit.Select(n => ($"code=\"server/hung\",severity=\"error\",{Instance(n.Name)}", 1)));
        Write("kube_daemonset_status_desired_number_scheduled", [("daemonset=\"automount-metrics\",namespace=\"x\"", 1002)]);
        WriteMinutes("automount:nfs_server:nodes", 120, "nfs1", "nfs2");
        WriteMinutes("automount:nfs_server_failing:nodes", 30, "nfs2");
        return text.Append("# EOF\n").ToString();

        void Write(string name, IEnumerable<(string Labels, int Value)> series)
        {
            foreach (var (labels, value) in series)
            {
                text.Append($"{name}{{{labels}}} {value} {time}\n");
            }
        }

        void WriteMinutes(string name, int minutes, params string[] servers)
        {
            foreach (var server in servers)
            {
                for (var ago = minutes; ago >= 0; ago--)
                {
                    text.Append($"{name}{{server=\"{server}\"}} 1 {time - (60 * ago)}\n");
                }
            }
        }

        static string Instance(string name) => $"instance=\"{name}\",node=\"{name}\",namespace=\"x\",pod=\"p-{name}\"";
    }
}
