using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.Dashboards;

/// <summary>The files of the dashboards.</summary>
internal static class DashboardManifests
{
    /// <summary>Where the form for Grafana is: not among what is applied, since it is imported into a Grafana.</summary>
    public const string GrafanaPath = "sample/grafana-dashboard.json";

    /// <summary>The dashboard, at Observe, Dashboards of the console.</summary>
    public static string Console() => $$"""
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: automount-dashboard
          # The console looks nowhere else.
          namespace: openshift-config-managed
          labels:
            console.openshift.io/dashboard: "true"
        data:
          automount.json: |
            {{Indent(DashboardJson.Text(ConsoleDashboard.Document()), 4)}}

        """;

    /// <summary>The dashboard, for Dashboards, New, Import of Grafana.</summary>
    public static string Grafana() => DashboardJson.Text(GrafanaDashboard.Document());
}
