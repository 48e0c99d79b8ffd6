using System.Text;
using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>What Prometheus reads: the monitor and the alerts.</summary>
internal static class PrometheusManifests
{
    /// <summary>
    /// The monitor. Only what user-workload monitoring allows: certificates and tokens by reference, since it refuses files.
    /// </summary>
    public static string ServiceMonitor(EmitValues values) => $$"""
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata:
          name: {{ProxyManifests.Name}}
          namespace: {{Quote(values.Namespace)}}
        spec:
          selector:
            matchLabels:
              app.kubernetes.io/name: {{ProxyManifests.Name}}
          endpoints:
            - port: metrics
              path: /metrics
              scheme: https
              interval: 30s
              scrapeTimeout: 10s
              tlsConfig:
                ca:
                  configMap:
                    name: openshift-service-ca.crt
                    key: service-ca.crt
                serverName: {{ProxyManifests.Name}}.{{values.Namespace}}.svc
              authorization:
                credentials:
                  # APPLY.md says how to make it.
                  name: {{AccessManifests.Token}}
                  key: token
              relabelings:
                # The node, not the address of a pod, so that series go on after a restart.
                - sourceLabels: [__meta_kubernetes_pod_node_name]
                  targetLabel: instance
                - sourceLabels: [__meta_kubernetes_pod_node_name]
                  targetLabel: node

        """;

    /// <summary>The recorded series and the alerts.</summary>
    public static string PrometheusRule(EmitValues values)
    {
        var rules = new StringBuilder();
        foreach (var recording in Alerts.Recordings)
        {
            rules.Append($"- record: {recording.Name}\n  expr: {Quote(recording.Expression)}\n");
        }

        foreach (var alert in Alerts.All)
        {
            if (alert.Fleet is { } fleet)
            {
                rules.Append(Rule(values, alert, fleet.Expression, "critical", fleet.Summary, fleet.Template));
            }

            rules.Append(Rule(values, alert, alert.Expression, alert.Severity, alert.Summary, alert.Description));
        }

        return $$"""
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: {{ProxyManifests.Name}}
              namespace: {{Quote(values.Namespace)}}
              labels:
                # Evaluated where the series are, so that alerts go on when Thanos does not.
                openshift.io/prometheus-rule-evaluation-scope: leaf-prometheus
            spec:
              groups:
                - name: automount
                  rules:
                    {{Indent(rules.ToString(), 8)}}

            """;
    }

    private static string Rule(EmitValues values, Alert alert, string expression, string severity, string summary, string description)
    {
        var runbook = values.Runbooks is { } url ? $"\n    runbook_url: {Quote($"{url.TrimEnd('/')}/{alert.Name}.md")}" : "";
        return $$"""
            - alert: {{alert.Name}}
              expr: {{Quote(expression)}}
              for: {{alert.For}}
              labels:
                severity: {{severity}}
              annotations:
                summary: {{Quote(summary)}}
                description: {{Quote(description)}}{{runbook}}

            """;
    }
}
