using AutomountPackaging.Values;
using static AutomountPackaging.Emit.YamlText;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>Who may do what: the proxy may use the host network and ask who calls; the scraper may read metrics and nothing else.</summary>
internal static class AccessManifests
{
    /// <summary>The account with whose token Prometheus comes.</summary>
    public const string Scraper = "automount-scraper";

    /// <summary>The secret that APPLY.md has made for that token. No manifest has it, because it is one.</summary>
    public const string Token = "automount-scraper-token";

    /// <summary>Accounts, roles and bindings.</summary>
    public static string Write(EmitValues values) => $$"""
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{ProxyManifests.Name}}
          namespace: {{Quote(values.Namespace)}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{Scraper}}
          namespace: {{Quote(values.Namespace)}}
        # Nothing runs as it.
        automountServiceAccountToken: false
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: {{ProxyManifests.Name}}-hostnetwork
          namespace: {{Quote(values.Namespace)}}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: system:openshift:scc:hostnetwork-v2
        subjects:
          - kind: ServiceAccount
            name: {{ProxyManifests.Name}}
            namespace: {{Quote(values.Namespace)}}
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

        """;
}
