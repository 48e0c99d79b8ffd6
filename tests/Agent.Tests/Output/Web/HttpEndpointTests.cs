using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Web;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;
using Xunit;

namespace AgentTests.Output.Web;

public sealed class HttpEndpointTests : IAsyncLifetime
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private MetricsInput input = Fixture.Input();
    private readonly ILoggerFactory logs = new SerilogLoggerFactory(Logs.Create(new LogLevels(), null));
    private bool healthy = true;
    private HttpEndpoint endpoint = null!;
    private HttpClient client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var sources = new EndpointSources(() => input, Fixture.Counters(), () => Fixture.Usage, () => healthy);
        endpoint = await HttpEndpoint.StartAsync(AnyPort, sources, logs, Cancel);
        client = new HttpClient { BaseAddress = endpoint.Address };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await endpoint.DisposeAsync();
    }

    [Theory]
    [InlineData(null, "text/plain")]
    [InlineData("*/*", "text/plain")]
    [InlineData("text/html", "text/plain")]
    [InlineData("application/openmetrics-text", "application/openmetrics-text")]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75," +
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text")]
    [InlineData("application/openmetrics-text;q=0.2,text/plain;q=0.9", "text/plain")]
    [InlineData("application/openmetrics-text;version=9.9.9", "text/plain")]
    [InlineData("application/openmetrics-text;q=0", "text/plain")]
    [InlineData(";;;,,q=x", "text/plain")]
    public async Task TheFormatOfMetricsIsNegotiated(string? accept, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var response = await client.SendAsync(request, Cancel);
        var page = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(type != "text/plain", page.EndsWith("# EOF\n"));
    }

    [Fact]
    public async Task HealthFollowsTheRounds()
    {
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz", Cancel)).StatusCode);

        healthy = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz", Cancel)).StatusCode);
    }

    [Fact]
    public async Task NotReadySaysWhatIsMissing()
    {
        var response = await client.GetAsync("/readyz", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("required path /var/home/bob is not ready: no answer within 10 s\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task ReadyWhenEveryRequiredPathIs()
    {
        var ready = Fixture.State.Required! with { Seen = new RequiredSnapshot([Fixture.State.Required!.Seen!.Paths[0]]) };
        input = input with { State = input.State with { Required = ready } };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("/readyz")]
    [InlineData("/api/v1/status")]
    [InlineData("/")]
    public async Task NothingIsReadyBeforeTheFirstRound(string path)
    {
        input = input with { State = NodeState.Empty, Report = null };

        var response = await client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("the first round is not done yet\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("AutomountReady", "False", 503)]
    [InlineData("AutomountReady", "True", 200)]
    [InlineData("AutomountReady", "Unknown", 503)]
    [InlineData("AutomountNodeFault", "True", 200)]
    [InlineData("AutomountNodeFault", "False", 503)]
    [InlineData("AutomountNodeFault", "Unknown", 503)]
    public async Task AConditionIsOkWhileItIsTrue(string name, string status, int code)
    {
        var known = NodeConditions.Statuses.Single(s => s.Name() == status);
        var given = new NodeCondition(NodeConditions.Find(name)!.Value, known, "Why", "map/x \u001b[31m", Fixture.Now);
        var others = Fixture.Report.Conditions.Where(c => c.Type != given.Type);
        input = input with { Report = Fixture.Report with { Conditions = [given, .. others] } };

        var response = await client.GetAsync($"/readyz?condition={name}", Cancel);

        Assert.Equal(code, (int)response.StatusCode);
        Assert.Equal($"{name} is {status}: Why: map/x \\x1B[31m\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("text/plain, application/json;q=0.5", true)]
    [InlineData("application/json;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData(";;;,,q=x", false)]
    public async Task AConditionIsJsonForWhoAsksForIt(string accept, bool json)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/readyz?condition=AutomountReady");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var response = await client.SendAsync(request, Cancel);

        Assert.Equal(json ? "application/json" : "text/plain", response.Content.Headers.ContentType!.MediaType);
        if (json)
        {
            var condition = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
            Assert.Equal("MountRequiredHung", condition.GetProperty("reason").GetString());
            Assert.Equal("2026-03-01T14:02:30Z", condition.GetProperty("lastTransitionTime").GetString());
        }
    }

    [Theory]
    [InlineData("condition=")]
    [InlineData("condition")]
    [InlineData("condition=automountready")]
    [InlineData("condition=AutomountReady&condition=AutomountReady")]
    [InlineData("condition=%1b%5b")]
    public async Task ThereIsNoOtherCondition(string query)
    {
        var response = await client.GetAsync($"/readyz?{query}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "there is no such condition: there are AutomountReady and AutomountNodeFault\n",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task AConditionIsUnknownBeforeTheFirstRound()
    {
        input = input with { State = NodeState.Empty, Report = null };

        var response = await client.GetAsync("/readyz?condition=AutomountNodeFault", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            "AutomountNodeFault is Unknown: FirstRoundPending: the first round is not done yet\n",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task TheStatusIsTheDocument()
    {
        var response = await client.GetAsync("/api/v1/status", Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("server", document.RootElement.GetProperty("firstBroken").GetProperty("link").GetString());
    }

    [Theory]
    [InlineData("redact=1", 200, false)]
    [InlineData("redact=0", 200, true)]
    [InlineData("redact=yes", 400, false)]
    [InlineData("redact", 400, false)]
    [InlineData("redact=1&redact=0", 400, false)]
    public async Task TheStatusHasNoNamesForWhoAsksForThat(string query, int code, bool named)
    {
        var response = await client.GetAsync($"/api/v1/status?{query}", Cancel);

        Assert.Equal(code, (int)response.StatusCode);
        Assert.Equal(named, (await response.Content.ReadAsStringAsync(Cancel)).Contains("/var/home/bob"));
    }

    /// <summary>RBAC knows a page by its path, and below this one nothing else is.</summary>
    [Theory]
    [InlineData("/automount/metrics", 200)]
    [InlineData("/automount/healthz", 200)]
    [InlineData("/automount/readyz?condition=AutomountNodeFault", 503)]
    [InlineData("/automount/api/v1/status?redact=1", 200)]
    [InlineData("/automount/", 200)]
    [InlineData("/automount", 404)]
    [InlineData("/automountx/metrics", 404)]
    [InlineData("/Automount/metrics", 404)]
    [InlineData("/automount/automount/metrics", 404)]
    public async Task EveryPageIsThereUnderAPathOfItsOwn(string path, int code) =>
        Assert.Equal(code, (int)(await client.GetAsync(path, Cancel)).StatusCode);

    [Fact]
    public async Task ThePageEscapesWhatComesFromOutside()
    {
        var page = await client.GetStringAsync("/", Cancel);

        Assert.Contains("&lt;b&gt;", page);
        Assert.DoesNotContain("<b>", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain('\u202e', page);
    }

    [Fact]
    public async Task OnlyGetAndHeadAreAnswered()
    {
        var refused = await client.PostAsync("/metrics", new StringContent("x"), Cancel);
        var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/metrics"), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal(["GET", "HEAD"], refused.Content.Headers.Allow);
        Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, await head.Content.ReadAsStringAsync(Cancel)));
        Assert.InRange(head.Content.Headers.ContentLength!.Value, 1000, 100_000);
    }

    [Fact]
    public async Task AHugePageArrivesWhole()
    {
        var findings = Enumerable.Range(0, 5000).Select(i => Fixture.Hung with { Subject = $"nfs{i}" });
        input = input with { Report = Fixture.AllWell with { Links = [new LinkReport(
            Link.Server, Verdict.Broken, Fixture.Now, "", [.. findings])] } };

        Assert.EndsWith("</html>\n", await client.GetStringAsync("/", Cancel));
        Assert.Equal(
            5000,
            JsonDocument.Parse(await client.GetStringAsync("/api/v1/status", Cancel)).RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task AnUnknownPathSaysWhichThereAre()
    {
        var response = await client.GetAsync("/etc/passwd", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("/metrics", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nX: {0}\r\n\r\n", "431")]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    [InlineData("\0\0\0\r\n\r\n", "400")]
    public async Task HugeOrBrokenRequestsAreRefused(string request, string status)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, endpoint.Address.Port, Cancel);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{0}", new string('x', 9000))), Cancel);

        var line = await new StreamReader(socket.GetStream()).ReadLineAsync(Cancel);

        Assert.Contains(status, line);
    }

    /// <summary>What a page of a foreign site sends when its name resolves to this node's address (DNS rebinding).</summary>
    [Theory]
    [InlineData("rebind.example.com")]
    [InlineData("rebind.example.com:20490")]
    [InlineData("localhost.example.com")]
    [InlineData("127.0.0.1.example.com")]
    [InlineData("x.svc.example.com")]
    public async Task AForeignHostIsRefused(string host) => Assert.Equal(HttpStatusCode.MisdirectedRequest, await StatusForAsync(host));

    [Theory]
    [InlineData("localhost:20490")]
    [InlineData("LOCALHOST.")]
    [InlineData("127.0.0.1:20490")]
    [InlineData("[::1]:20490")]
    [InlineData("192.0.2.7:9443")]
    [InlineData("automount-metrics.automount.svc:9443")]
    [InlineData("automount-metrics.automount.svc.cluster.local:9443")]
    public async Task TheNodeAndItsProxyAreAnswered(string host) => Assert.Equal(HttpStatusCode.OK, await StatusForAsync(host));

    [Fact]
    public async Task TheNodesOwnNameIsAnswered()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusForAsync(Dns.GetHostName()));
        Assert.Equal(HttpStatusCode.OK, await StatusForAsync(Dns.GetHostName().ToUpperInvariant() + ":20490"));
    }

    private async Task<HttpStatusCode> StatusForAsync(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = host } };
        using var response = await client.SendAsync(request, Cancel);
        return response.StatusCode;
    }

    [Fact]
    public async Task APortInUseIsOneClearSentence()
    {
        var taken = new IPEndPoint(IPAddress.Loopback, endpoint.Address.Port);

        var sources = new EndpointSources(() => input, new Counters(), () => null, () => true);

        var problem = await Assert.ThrowsAsync<EndpointException>(() => HttpEndpoint.StartAsync(taken, sources, logs, Cancel));

        Assert.Equal(
            $"cannot listen on {taken}: Address already in use: write another address to [metrics] listen=, or off", problem.Message);
    }
}
