namespace AutomountPackaging.Check;

internal static partial class RuleCatalog
{
    public static readonly PackagingRule MonitorKind = Error("monitoring/kind", 35, "Monitoring object that does nothing here",
        "OpenShift has no ScrapeConfig CRD, its Prometheus selects no Probe of users for host daemons, and own Prometheus objects are " +
        "not supported.",
        "Use a ServiceMonitor under user-workload monitoring.");

    public static readonly PackagingRule TextFile = Error("monitoring/textfile", 35, "node_exporter reads no text files of the host",
        "In OpenShift the textfile directory is an emptyDir of the node_exporter pod: what a host process writes to " +
        "/var/node_exporter/textfile is never seen.",
        "Let the agent's own endpoint be scraped through kube-rbac-proxy.");

    public static readonly PackagingRule MonitorNamespace = Error("monitoring/namespace", 36, "Monitor in a namespace of the platform",
        "User monitors in openshift-* and kube-* are not supported. A namespace with openshift.io/cluster-monitoring: \"true\" or " +
        "openshift.io/user-monitoring: \"false\" is passed over by user-workload monitoring.",
        "Use a namespace of your own without these labels.");

    public static readonly PackagingRule MonitorFiles = Error("monitoring/files", 36, "Monitor names files of Prometheus",
        "User-workload Prometheus denies bearerTokenFile, caFile, certFile and keyFile, and then drops the whole monitor.",
        "Use authorization.credentials and tlsConfig.ca.configMap.");

    public static readonly PackagingRule MonitorInsecure = Warning("monitoring/insecure-tls", 36, "Certificate is not verified",
        "With insecureSkipVerify anything that answers on the port is believed.",
        "Use tlsConfig.ca.configMap openshift-service-ca.crt and serverName SERVICE.NAMESPACE.svc.");

    public static readonly PackagingRule MonitorPort = Error("monitoring/port", 36, "Port names do not meet",
        "Prometheus finds targets by the name of a port of the Service, and the Service the port of the pod: where a name is not " +
        "found, nothing is scraped and nothing complains.",
        "Use the same name in ServiceMonitor, Service and container.");

    public static readonly PackagingRule ServiceSelector = Warning("monitoring/service-selector", 36, "Service without a selector",
        "Somebody must keep its Endpoints, with the addresses of all nodes, up to date by hand.",
        "Run kube-rbac-proxy as a DaemonSet and select its pods.");

    public static readonly PackagingRule HostPort = Error("monitoring/host-port", 37, "Port of the host that is closed or taken",
        "Between nodes only 9000 to 9999 is open, and OpenShift's own daemons have some of these.",
        "Choose a free port of 9000 to 9999, for example 9549.");

    public static readonly PackagingRule OpenListener = Warning("monitoring/open-listener", 37, "Metrics are open to the network",
        "Whoever can reach the node can read them: paths, servers and maps, without TLS and without a name.",
        "Listen on 127.0.0.1, and put kube-rbac-proxy in front.");

    public static readonly PackagingRule PlatformMetrics = Warning("monitoring/platform-metrics", 38, "Rule on metrics that it cannot see",
        "Rules of users see metrics of their own namespace only: node_* and kube_* are of the platform, and the alert never fires.",
        "Use an AlertingRule (monitoring.openshift.io/v1) in openshift-monitoring, or metrics of the agent.");

    private static IReadOnlyList<PackagingRule> MonitoringRules =>
    [
        MonitorKind, TextFile, MonitorNamespace, MonitorFiles, MonitorInsecure, MonitorPort, ServiceSelector, HostPort,
        OpenListener, PlatformMetrics,
    ];
}
