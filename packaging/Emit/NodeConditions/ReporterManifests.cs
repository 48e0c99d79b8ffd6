using AutomountPackaging.Emit.OnNodes;
using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.NodeConditions;

/// <summary>
/// How the conditions get to the node object: the reporter of node-readiness-controller asks the agent of its node, and writes what it
/// answers. Its variables, rights and image are those of kubernetes-sigs/node-readiness-controller v0.5.0
/// (cmd/readiness-condition-reporter/main.go, docs/book/src/releases.md); the controller itself is not needed for that.
/// </summary>
internal static class ReporterManifests
{
    /// <summary>Name of the DaemonSet, its account and its rights.</summary>
    public const string Name = "automount-conditions";

    /// <summary>The reporter's image, of the release whose source was read.</summary>
    public const string Image = "registry.k8s.io/node-readiness-controller/node-readiness-reporter:v0.5.0";

    /// <summary>The conditions that the agent has (its <c>/readyz?condition=</c>).</summary>
    public static IReadOnlyList<string> Conditions { get; } = ["AutomountReady", "AutomountNodeFault"];

    /// <summary>Account, roles and bindings.</summary>
    public static string Access(EmitValues values) => $$"""
        {{NodePods.Account(values, Name)}}
        {{NodePods.HostNetwork(values, Name)}}
        ---
        # RBAC cannot say "its own node": whoever has the token of this account can write the status of every node.
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: {{values.Namespace}}-{{Name}}
        rules:
          - apiGroups: [""]
            resources: [nodes]
            verbs: [get]
          - apiGroups: [""]
            resources: [nodes/status]
            verbs: [update]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: {{values.Namespace}}-{{Name}}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: {{values.Namespace}}-{{Name}}
        subjects:
          - kind: ServiceAccount
            name: {{Name}}
            namespace: {{Quote(values.Namespace)}}

        """;

    /// <summary>The reporters, one container for each condition.</summary>
    /// <param name="values">The values.</param>
    /// <param name="upstream">Where the agent listens, with a slash at the end.</param>
    public static string DaemonSet(EmitValues values, string upstream) => $$"""
        {{NodePods.DaemonSet(values, Name, "A node that is not ready is the one of which it must be written.")}}
                {{Indent(string.Concat(Conditions.Select(condition => Container(values, upstream, condition))), 8)}}

        """;

    // What the agent does not answer, and Unknown, become False: the reporter knows two states. That is the safe side of both conditions.
    private static string Container(EmitValues values, string upstream, string condition) => $$"""
        - name: {{condition.ToLowerInvariant()}}
          image: {{Quote(values.ReporterImage ?? Image)}}
          env:
            - name: NODE_NAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            - name: CONDITION_TYPE
              value: {{condition}}
            # 200 is True. Everything else is False: Unknown, and no answer, too.
            - name: CHECK_ENDPOINT
              value: {{Quote($"{upstream}readyz?condition={condition}")}}
            - name: CHECK_INTERVAL
              value: 30s
            - name: HEARTBEAT_PERIOD
              value: 5m
            # A free port of the loopback address: the standard one, 9445, is taken on the nodes of OpenShift.
            - name: METRICS_BIND_ADDRESS
              value: "127.0.0.1:0"
          {{Indent(NodePods.Restricted, 2)}}

        """;
}
