using AutomountPackaging.Emit.OnNodes;
using AutomountPackaging.Platform;
using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>
/// How the metrics leave the nodes: the agent listens on the loopback address, kube-rbac-proxy on the host network serves it with TLS and
/// asks the API server whether the caller may. CRI-O's metrics leave a node the same way.
/// </summary>
internal static class ProxyManifests
{
    /// <summary>Name of DaemonSet, Service and ServiceMonitor, and so the job label of every series.</summary>
    public const string Name = "automount-metrics";

    /// <summary>
    /// The status of the agent. Without a configuration file the proxy asks whether the caller may <c>get</c> this path (kube-rbac-proxy
    /// v0.19.1, pkg/proxy/proxy.go). Not <c>/api/v1/status</c>, which every account may get: the role system:discovery has <c>/api/*</c>
    /// and <c>/readyz</c> for API servers, and is bound to system:authenticated.
    /// </summary>
    public const string StatusPath = "/automount/api/v1/status";

    /// <summary>Whether pods can start on the node, and its conditions.</summary>
    public const string ReadyPath = "/automount/readyz";

    private static readonly OpenShiftVersion NewestPublished = new(4, 22);

    private const string Certificate = "automount-metrics-tls";

    // What the catalogue of a release that is not out yet calls it is not known; the proxy does not depend on the release.
    private static string CatalogueImage(OpenShiftVersion version) =>
        $"registry.redhat.io/openshift4/ose-kube-rbac-proxy-rhel9:v{(version.IsFrom(4, 23) ? NewestPublished : version)}";

    /// <summary>The namespace. Its name decides that user-workload monitoring looks into it.</summary>
    public static string Namespace(EmitValues values) => $$"""
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{Quote(values.Namespace)}}
          labels:
            # The proxy needs the network of the host, which the other levels refuse.
            pod-security.kubernetes.io/enforce: privileged
            pod-security.kubernetes.io/warn: privileged
            pod-security.kubernetes.io/audit: privileged
            security.openshift.io/scc.podSecurityLabelSync: "false"

        """;

    /// <summary>The proxy itself.</summary>
    public static string DaemonSet(EmitValues values, string upstream) => $$"""
        {{NodePods.DaemonSet(values, Name, "A node in trouble is the one to be watched.")}}
                - name: kube-rbac-proxy
                  image: {{Quote(values.ProxyImage ?? CatalogueImage(values.OpenShift))}}
                  args:
                    - --secure-listen-address=:{{values.Port}}
                    - --upstream={{upstream}}
                    - --allow-paths=/metrics,{{StatusPath}},{{ReadyPath}}
                    - --tls-cert-file=/etc/tls/private/tls.crt
                    - --tls-private-key-file=/etc/tls/private/tls.key
                    - --tls-min-version=VersionTLS12
                  ports:
                    - name: metrics
                      containerPort: {{values.Port}}
                      hostPort: {{values.Port}}
                  {{Indent(NodePods.Restricted, 10)}}
                  volumeMounts:
                    - name: tls
                      mountPath: /etc/tls/private
                      readOnly: true
              volumes:
                - name: tls
                  secret:
                    secretName: {{Certificate}}

        """;

    /// <summary>The Service. It has no address: it is there for the certificate, and for Prometheus to find the pods.</summary>
    public static string Service(EmitValues values) => $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {{Name}}
          namespace: {{Quote(values.Namespace)}}
          labels:
            app.kubernetes.io/name: {{Name}}
          annotations:
            # The service CA writes a certificate into this secret, and renews it.
            service.beta.openshift.io/serving-cert-secret-name: {{Certificate}}
        spec:
          clusterIP: None
          selector:
            app.kubernetes.io/name: {{Name}}
          ports:
            - name: metrics
              port: {{values.Port}}
              targetPort: metrics

        """;
}
