using AutomountPackaging.Manifests;
using Xunit;
using static PackagingTests.Check.Expect;

namespace PackagingTests.Check;

public class MonitoringRuleTests
{
    private static SourceFile Monitor(string endpoint = "port: metrics", string ns = "automount", string kind = "ServiceMonitor") =>
        Some.Yaml(
        $"apiVersion: monitoring.coreos.com/v1\nkind: {kind}\nmetadata:\n  name: m\n  namespace: {ns}\nspec:\n"
            + $"  selector: {{matchLabels: {{app: a}}}}\n  endpoints:\n  - {endpoint}\n", "monitor.yaml");

    private static SourceFile Service(string spec = "selector: {app: a}\n  ports: [{name: metrics, targetPort: https}]",
        string label = "a") => Some.Yaml(
        $"apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  namespace: automount\n  labels: {{app: {label}}}\nspec:\n  {spec}\n",
            "service.yaml");

    private static SourceFile DaemonSet(
        string port = "name: https, containerPort: 9549",
        string args = "--secure-listen-address=:9549",
        string label = "a",
        bool host = true,
        string name = "automount-metrics") => Some.Yaml($$"""
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: {{name}}
          namespace: automount
        spec:
          template:
            metadata: { labels: { app: "{{label}}" } }
            spec:
              hostNetwork: {{host.ToString().ToLowerInvariant()}}
              containers:
              - name: proxy
                args:
                - {{args}}
                ports:
                - { {{port}} }
        """, "daemonset.yaml");

    [Theory]
    [InlineData("ScrapeConfig")]
    [InlineData("Probe")]
    [InlineData("Prometheus")]
    public void KindsThatDoNothing(string kind)
    {
        Fires("monitoring/kind", "name: m", Monitor(kind: kind));
        Silent("monitoring/kind", Some.Yaml($"apiVersion: example.com/v1\nkind: {kind}\nmetadata: {{name: m}}\n"));
        Silent("monitoring/kind", Monitor());
    }

    [Fact]
    public void NodeExporterReadsNoFilesOfTheHost()
    {
        Fires("monitoring/textfile", "textfile", new SourceFile("a.sh", "#!/bin/sh\n# x\necho a > /var/node_exporter/textfile/a.prom\n"));
        Silent("monitoring/textfile", new SourceFile("a.sh", "#!/bin/sh\n# not /var/node_exporter/textfile\n"));
    }

    [Fact]
    public void MonitorsAreInNamespacesOfUsers()
    {
        Fires("monitoring/namespace", "namespace:", Monitor(ns: "openshift-monitoring"));
        Fires("monitoring/namespace", "cluster-monitoring", Monitor(),
            Some.Yaml("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: automount\n  labels:\n"
            + "    openshift.io/cluster-monitoring: \"true\"\n"));
        Silent("monitoring/namespace", Monitor(),
            Some.Yaml("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: other\n  labels:\n"
            + "    openshift.io/cluster-monitoring: \"true\"\n"));
    }

    [Theory]
    [InlineData("{port: metrics, bearerTokenFile: /x}")]
    [InlineData("{port: metrics, tlsConfig: {caFile: /x}}")]
    [InlineData("{port: metrics, tlsConfig: {keyFile: /x}}")]
    public void MonitorsNameNoFiles(string endpoint)
    {
        Fires("monitoring/files", "File", Monitor(endpoint));
        Silent("monitoring/files", Monitor("{port: metrics, tlsConfig: {ca: {configMap: {name: a, key: b}}}}"));
    }

    [Fact]
    public void CertificatesAreVerified()
    {
        Fires("monitoring/insecure-tls", "insecure", Monitor("{port: metrics, tlsConfig: {insecureSkipVerify: true}}"));
        Silent("monitoring/insecure-tls", Monitor("{port: metrics, tlsConfig: {insecureSkipVerify: false}}"));
    }

    [Fact]
    public void PortsMeetAllTheWay()
    {
        Silent("monitoring/port", Monitor(), Service(), DaemonSet());
        Silent("monitoring/port", Monitor());
        Fires("monitoring/port", "port: web", Monitor("port: web"), Service(), DaemonSet());
        Fires("monitoring/port", "matchLabels", Monitor(), Service(label: "b"), DaemonSet());
        Fires("monitoring/port", "targetPort", Monitor(), Service(), DaemonSet("name: web, containerPort: 9549"));
        Fires("monitoring/port", "selector", Monitor(), Service(), DaemonSet(label: "b"));
    }

    [Fact]
    public void AServiceSelectsPods()
    {
        Fires("monitoring/service-selector", "name: s", Monitor(), Service("ports: [{name: metrics}]"));
        Silent("monitoring/service-selector", Monitor(), Service());
        Silent("monitoring/service-selector", Service("ports: [{name: metrics}]"));
    }

    [Fact]
    public void PortsOfTheHostAreOpenAndFree()
    {
        Fires("monitoring/host-port", "containerPort", DaemonSet("containerPort: 8443"));
        Fires("monitoring/host-port", "containerPort", DaemonSet("containerPort: 9100"));
        Fires("monitoring/host-port", "hostPort", DaemonSet("containerPort: 1, hostPort: 10250", host: false));
        Fires("monitoring/host-port", "secure-listen", DaemonSet(args: "--secure-listen-address=0.0.0.0:9637"));
        Silent("monitoring/host-port", DaemonSet());
        Silent("monitoring/host-port", DaemonSet("containerPort: 8443", host: false));
        Silent("monitoring/host-port", DaemonSet("containerPort: 8443", name: "something-else"));
    }

    [Fact]
    public void MetricsAreNotOpenToTheNetwork()
    {
        Fires("monitoring/open-listener", "listen", new SourceFile("agent.conf", "[metrics]\nlisten = 0.0.0.0:20490\n"));
        Fires("monitoring/open-listener", "insecure", DaemonSet(args: "--insecure-listen-address=:9549"));
        Silent("monitoring/open-listener", new SourceFile("agent.conf", "[metrics]\n#listen = 0.0.0.0:20490\nlisten = [::1]:20490\n"));
        Silent("monitoring/open-listener", DaemonSet(args: "--insecure-listen-address=127.0.0.1:9549"));
    }

    [Fact]
    public void RulesOfUsersSeeTheirOwnMetrics()
    {
        static SourceFile Rule(string expression, string ns = "automount") => Some.Yaml(
            $"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {{name: r, namespace: {ns}}}\nspec:\n  groups:\n"
                + $"  - rules:\n    - alert: A\n      expr: {expression}\n");
        Fires("monitoring/platform-metrics", "expr", Rule("automount_up == 0 and on (node) kube_node_info"));
        Silent("monitoring/platform-metrics", Rule("'sum by (node_name) (automount_link_state{kube_x=\"node_y\"}) == 0 and "
            + "automount_node_count > 1'"));
        Silent("monitoring/platform-metrics", Rule("node_load1", "openshift-monitoring"));
    }
}
