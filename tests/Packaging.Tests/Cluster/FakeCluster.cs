using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PackagingTests.Cluster;

/// <summary>
/// An API server that knows the route of Thanos Querier, and Thanos Querier behind it: TLS with an authority of its own, and a token.
/// </summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    public const string Token = "sha256~good";

    private readonly WebApplication server;

    private FakeCluster(WebApplication server, string authority) => (this.server, Authority) = (server, authority);

    /// <summary>The authority in PEM.</summary>
    public string Authority { get; }

    /// <summary>The address, as a kubeconfig has it.</summary>
    public string Address => $"https://localhost:{Port}";

    /// <summary>How Thanos answers a query; it may take its time.</summary>
    public Func<string, CancellationToken, Task<(int Status, string Body)>> Answer { get; set; } =
        (_, _) => Task.FromResult((200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"));

    /// <summary>What a request for the route gets.</summary>
    public int RouteStatus { get; set; } = 200;

    /// <summary>The authorization headers that came, each once.</summary>
    public HashSet<string> Authorizations { get; } = [];

    private int Port => new Uri(server.Urls.Single()).Port;

    public static async Task<FakeCluster> StartAsync()
    {
        var (certificate, authority) = Certificates();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var cluster = new FakeCluster(builder.Build(), authority);
        cluster.server.Run(cluster.HandleAsync);
        await cluster.server.StartAsync();
        return cluster;
    }

    /// <summary>A kubeconfig as oc login writes it.</summary>
    public string Kubeconfig(string token = Token) => $$"""
        apiVersion: v1
        kind: Config
        current-context: here
        contexts:
          - name: here
            context: {cluster: c, user: u, namespace: default}
        clusters:
          - name: c
            cluster:
              server: {{Address}}
              certificate-authority-data: {{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Authority))}}
        users:
          - name: u
            user: {token: "{{token}}"}

        """;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await server.StopAsync(now.Token);
        await server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var given = context.Request.Headers.Authorization.ToString();
        lock (Authorizations)
        {
            Authorizations.Add(given);
        }

        var (status, body) = given == $"Bearer {Token}" ? await PageAsync(context) : (401, "Unauthorized");
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private async Task<(int Status, string Body)> PageAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/apis/route.openshift.io/v1/namespaces/openshift-monitoring/routes/thanos-querier" =>
            (RouteStatus, $"{{\"kind\":\"Route\",\"spec\":{{\"host\":\"localhost:{Port}\"}}}}"),
        "/api/v1/query" => await Answer(context.Request.Query["query"].ToString(), context.RequestAborted),
        _ => (403, "{\"kind\":\"Status\",\"code\":403}"),
    };

    private static (X509Certificate2 Server, string Authority) Certificates()
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=ingress-operator", signer, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, from, to, [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null), root.ExportCertificatePem());
    }
}
