using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>
/// What depends on the site around the cluster, and is therefore no part of the kustomization: who is notified, and which hub collects.
/// </summary>
internal static class FleetSamples
{
    /// <summary>
    /// Grouping and inhibition for the Alertmanager of user-defined projects, which has no inhibition of its own. It needs
    /// <c>enableAlertmanagerConfig</c> in user-workload-monitoring-config.
    /// </summary>
    public static string AlertmanagerConfig(EmitValues values) => $$"""
        ---
        # Needs alertmanager: {enabled: true, enableAlertmanagerConfig: true} in the ConfigMap user-workload-monitoring-config.
        apiVersion: monitoring.coreos.com/v1beta1
        kind: AlertmanagerConfig
        metadata:
          name: {{ProxyManifests.Name}}
          namespace: {{Quote(values.Namespace)}}
        spec:
          route:
            receiver: operators
            # One notification for one fault: an alert names what its nodes have in common.
            groupBy: [alertname, server, domain, path]
            groupWait: 30s
            groupInterval: 5m
            repeatInterval: 12h
          inhibitRules:
            - sourceMatch:
                - {name: severity, value: critical, matchType: "="}
              targetMatch:
                - {name: severity, value: critical, matchType: "!="}
              equal: [namespace, alertname]
          receivers:
            - name: operators
              webhookConfigs:
                # The receiver of your site.
                - url: https://alerts.example.com/webhook

        """;

    /// <summary>The recorded series for Advanced Cluster Management: some ten for each server, however many nodes there are.</summary>
    public static string ObservabilityAllowlist(EmitValues values) => $$"""
        ---
        # On each cluster whose hub collects metrics (Advanced Cluster Management, observability).
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: observability-metrics-custom-allowlist
          namespace: {{Quote(values.Namespace)}}
        data:
          uwl_metrics_list.yaml: |
            names:
              {{Indent(string.Concat(Alerts.Recordings.Select(r => $"- {r.Name}\n")), 6)}}

        """;
}
