using System.Text.Json;
using Automount.Configuration;
using AutomountPackaging.Documents;
using AutomountPackaging.Emit;
using AutomountPackaging.Emit.Monitoring;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class MonitoringTests
{
    [Fact]
    public void TheWayFromTheMonitorToTheAgentHasNoGap()
    {
        var values = Case.Values() with { Port = 9750, Namespace = "elsewhere" };
        var emitted = Case.Emit(values);
        var monitor = EmittedManifests.Only(emitted, "ServiceMonitor");
        var service = EmittedManifests.Only(emitted, "Service");
        var daemons = EmittedManifests.Only(emitted, "DaemonSet");
        var container = daemons.At("spec/template/spec/containers/0");
        var arguments = container.List("args").Select(a => a.ToString().Split('=', 2)).ToDictionary(a => a[0], a => a[1]);

        // Monitor -> Service, by label, name of the port, and name in the certificate.
        Assert.Equal(Label(service.At("metadata/labels")), Label(monitor.At("spec/selector/matchLabels")));
        Assert.Equal(service.Text("spec/ports/0/name"), monitor.Text("spec/endpoints/0/port"));
        Assert.Equal("https", monitor.Text("spec/endpoints/0/scheme"));
        Assert.Equal($"{service.Text("metadata/name")}.{service.Text("metadata/namespace")}.svc",
            monitor.Text("spec/endpoints/0/tlsConfig/serverName"));
        Assert.Single(emitted.Where(f => f.Path.StartsWith("monitoring/") && f.Path != "monitoring/dashboard.yaml")
            .SelectMany(f => EmittedManifests.Documents(f.Text)).Select(o => o.Text("metadata/namespace")).OfType<string>().Distinct());
        // Service -> pods, by label and name of the port.
        Assert.Equal(Label(daemons.At("spec/template/metadata/labels")), Label(service.At("spec/selector")));
        Assert.Equal(Label(daemons.At("spec/selector/matchLabels")), Label(service.At("spec/selector")));
        Assert.Equal(container.Text("ports/0/name"), service.Text("spec/ports/0/targetPort"));
        // Pod -> port of the node, where the proxy listens with the certificate that the Service asks for.
        Assert.Equal("true", daemons.Text("spec/template/spec/hostNetwork"));
        Assert.Equal(container.Text("ports/0/containerPort"), container.Text("ports/0/hostPort"));
        Assert.Equal($":{container.Text("ports/0/hostPort")}", arguments["--secure-listen-address"]);
        Assert.Equal(service.Text("spec/ports/0/port"), container.Text("ports/0/hostPort"));
        Assert.Contains(
            daemons.Text("spec/template/spec/volumes/0/secret/secretName")!,
            service.At("metadata/annotations")!.ToString());
        Assert.StartsWith(container.Text("volumeMounts/0/mountPath")!, arguments["--tls-cert-file"]);
        Assert.StartsWith(container.Text("volumeMounts/0/mountPath")!, arguments["--tls-private-key-file"]);
        // Proxy -> agent, where it listens by default.
        Assert.Equal($"http://{new Settings().Listen}/", arguments["--upstream"]);
        Assert.Contains(monitor.Text("spec/endpoints/0/path"), arguments["--allow-paths"].Split(','));
    }

    [Theory]
    [InlineData("127.0.0.1:20999", "http://127.0.0.1:20999/")]
    [InlineData("0.0.0.0:20491", "http://127.0.0.1:20491/")]
    [InlineData("[::]:20491", "http://127.0.0.1:20491/")]
    [InlineData("[::1]:20490", "http://[::1]:20490/")]
    public void TheProxyFollowsTheAddressThatASnippetSays(string listen, string upstream)
    {
        var inputs = Case.Inputs with { AgentSnippets = [Case.File("listen.conf", $"[metrics]\nlisten = {listen}\n")] };

        Assert.Contains($"--upstream={upstream}\n", Case.Emit(Case.Values(), inputs).Text("monitoring/daemonset.yaml"));
    }

    [Fact]
    public void AnAgentThatListensNowhereCannotBeScraped()
    {
        var inputs = Case.Inputs with { AgentSnippets = [Case.File("off.conf", "[metrics]\nlisten = off\n")] };

        Assert.Contains("nothing to scrape", Assert.Single(InputRules.Check(Case.Values(), inputs)).Reason);
        Assert.Empty(InputRules.Check(Case.Values() with { Monitoring = false }, inputs));
    }

    [Fact]
    public void EveryRightIsGivenToAnAccountThatIsThere()
    {
        var objects = EmittedManifests.Documents(Case.Emit(Case.Values()).Text("monitoring/access.yaml")).ToArray();
        var accounts = objects.Where(o => o.Text("kind") == "ServiceAccount").Select(o => o.Text("metadata/name")).ToArray();
        var roles = objects.Where(o => o.Text("kind") == "ClusterRole").Select(o => o.Text("metadata/name")).ToArray();
        var bindings = objects.Where(o => o.Text("kind")!.EndsWith("Binding")).ToArray();

        Assert.Equal(3, bindings.Length);
        Assert.All(bindings, b => Assert.Contains(b.Text("subjects/0/name"), accounts));
        Assert.All(bindings, b => Assert.True(b.Text("roleRef/name")!.StartsWith("system:") || roles.Contains(b.Text("roleRef/name"))));
    }

    /// <summary>
    /// The proxy asks Kubernetes for the path alone. What the API servers have for everybody must not be among the paths: the rules of
    /// system:discovery and system:public-info-viewer (kubernetes v1.36, plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go).
    /// </summary>
    [Fact]
    public void NoPathOfTheProxyIsOneThatEverybodyMayRead()
    {
        string[] everybodys = ["/healthz", "/livez", "/readyz", "/version", "/openapi", "/api", "/apis", "/.well-known"];

        var paths = AllowedPaths();

        Assert.Equal(3, paths.Length);
        Assert.All(paths, path => Assert.DoesNotContain(everybodys, known => path == known || path.StartsWith($"{known}/")));
        Assert.All(paths, path => Assert.DoesNotContain('*', path));
    }

    /// <summary>One role for each kind of reader, and no path that no role gives.</summary>
    [Fact]
    public void WhoReadsMetricsReadsNoStatus()
    {
        var roles = EmittedManifests.Documents(Case.Emit(Case.Values()).Text("monitoring/access.yaml"))
            .Where(o => o.Text("kind") == "ClusterRole")
            .ToDictionary(o => o.Text("metadata/name")!, o => o.List("rules/0/nonResourceURLs").Select(url => url.ToString()).ToArray());

        Assert.Equal(["/metrics"], roles["automount-agent-automount-scraper"]);
        Assert.Equal(AllowedPaths().Except(["/metrics"]), roles["automount-agent-automount-status-reader"]);
    }

    private static string[] AllowedPaths() =>
    [
        .. Case.Emit(Case.Values()).Text("monitoring/daemonset.yaml").Split('\n')
            .Single(line => line.Contains("--allow-paths=")).Split('=')[1].Split(','),
    ];

    [Fact]
    public void TheMonitorUsesOnlyWhatUserWorkloadMonitoringAllows()
    {
        var monitor = Case.Emit(Case.Values()).Text("monitoring/servicemonitor.yaml");

        Assert.DoesNotMatch("bearerTokenFile|caFile|certFile|keyFile|insecureSkipVerify|namespaceSelector", monitor);
    }

    private static string Label(YamlDotNet.RepresentationModel.YamlNode? labels) => labels!.ToString();
}
