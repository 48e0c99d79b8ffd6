namespace AutomountPackaging.Manifests;

/// <summary>The kinds of objects that a rule looks into.</summary>
internal static class KnownKinds
{
    private const string Monitoring = "monitoring.coreos.com";

    private static readonly (string Group, string[] Kinds)[] Groups =
    [
        (ManifestSet.MachineGroup, ["MachineConfig", "MachineConfigPool", "MachineOSConfig", "MachineOSBuild", "OSImageStream"]),
        ("", ["Secret", "ConfigMap", "Namespace", "Service", "Pod", "PersistentVolume", "PersistentVolumeClaim"]),
        (Monitoring, ["ServiceMonitor", "PodMonitor", "PrometheusRule", "ScrapeConfig", "Probe", "Prometheus", "PrometheusAgent"]),
    ];

    public static bool Has(Manifest manifest) =>
        manifest.PodSpec is not null || Array.Exists(Groups, g => g.Group == manifest.Group && g.Kinds.Contains(manifest.Kind));
}
