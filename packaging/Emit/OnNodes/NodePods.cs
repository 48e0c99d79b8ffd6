using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.OnNodes;

/// <summary>
/// What runs on every node of the pool, in the network of the host, because the agent listens on the loopback address there: its account,
/// the right to that network, the DaemonSet, and what its containers may do. Pieces of YAML, without a newline at the end.
/// </summary>
internal static class NodePods
{
    /// <summary>The lines of a container that ask for little and give up what it does not need.</summary>
    public const string Restricted = """
        resources:
          requests:
            cpu: 1m
            memory: 15Mi
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          runAsNonRoot: true
          capabilities:
            drop: [ALL]
          seccompProfile:
            type: RuntimeDefault
        """;

    private const string Scc = "hostnetwork-v2";

    /// <summary>The account.</summary>
    public static string Account(EmitValues values, string name) => $$"""
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{name}}
          namespace: {{Quote(values.Namespace)}}
        """;

    /// <summary>The account may use the network of the host.</summary>
    public static string HostNetwork(EmitValues values, string name) => $$"""
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: {{name}}-hostnetwork
          namespace: {{Quote(values.Namespace)}}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: system:openshift:scc:{{Scc}}
        subjects:
          - kind: ServiceAccount
            name: {{name}}
            namespace: {{Quote(values.Namespace)}}
        """;

    /// <summary>The DaemonSet as far as its containers, which the caller goes on with, eight blanks in.</summary>
    /// <param name="values">The values.</param>
    /// <param name="name">Name of the DaemonSet and of its account.</param>
    /// <param name="whyEverywhere">Why it tolerates every taint.</param>
    public static string DaemonSet(EmitValues values, string name, string whyEverywhere) => $$"""
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: {{name}}
          namespace: {{Quote(values.Namespace)}}
          labels:
            app.kubernetes.io/name: {{name}}
        spec:
          selector:
            matchLabels:
              app.kubernetes.io/name: {{name}}
          updateStrategy:
            rollingUpdate:
              maxUnavailable: 10%
          template:
            metadata:
              labels:
                app.kubernetes.io/name: {{name}}
              annotations:
                openshift.io/required-scc: {{Scc}}
            spec:
              serviceAccountName: {{name}}
              # The agent listens on the loopback address of the node.
              hostNetwork: true
              nodeSelector:
                node-role.kubernetes.io/{{values.Pool}}: ""
              # {{whyEverywhere}}
              tolerations:
                - operator: Exists
              priorityClassName: openshift-user-critical
              containers:
        """;
}
