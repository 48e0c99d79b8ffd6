using AutomountPackaging.Emit.OnNodes;
using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>
/// Who may do what: the proxy may use the host network and ask who calls; the scraper may read metrics and nothing else; the status, which
/// has paths and names of users, is for who gets the role.
/// </summary>
internal static class AccessManifests
{
    /// <summary>The account with whose token Prometheus comes.</summary>
    public const string Scraper = "automount-scraper";

    /// <summary>The secret that APPLY.md has made for that token. No manifest has it, because it is one.</summary>
    public const string Token = "automount-scraper-token";

    /// <summary>The role for the status of the nodes, behind the name of the namespace.</summary>
    public const string StatusReader = "automount-status-reader";

    /// <summary>Accounts, roles and bindings.</summary>
    public static string Write(EmitValues values) => $$"""
        {{NodePods.Account(values, ProxyManifests.Name)}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{Scraper}}
          namespace: {{Quote(values.Namespace)}}
        # Nothing runs as it.
        automountServiceAccountToken: false
        {{NodePods.HostNetwork(values, ProxyManifests.Name)}}
        ---
        # TokenReview and SubjectAccessReview: who calls, and whether that one may.
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: {{values.Namespace}}-{{ProxyManifests.Name}}-auth-delegator
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: system:auth-delegator
        subjects:
          - kind: ServiceAccount
            name: {{ProxyManifests.Name}}
            namespace: {{Quote(values.Namespace)}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: {{values.Namespace}}-{{Scraper}}
        rules:
          - nonResourceURLs: [/metrics]
            verbs: [get]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: {{values.Namespace}}-{{Scraper}}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: {{values.Namespace}}-{{Scraper}}
        subjects:
          - kind: ServiceAccount
            name: {{Scraper}}
            namespace: {{Quote(values.Namespace)}}
        ---
        # Bound to nobody: oc adm policy add-cluster-role-to-group {{values.Namespace}}-{{StatusReader}} GROUP
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: {{values.Namespace}}-{{StatusReader}}
        rules:
          - nonResourceURLs: [{{ProxyManifests.StatusPath}}, {{ProxyManifests.ReadyPath}}]
            verbs: [get]

        """;
}
