using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.Pool;

/// <summary>The pool and the image of its nodes.</summary>
internal static class PoolManifests
{
    /// <summary>
    /// A pool that inherits all of <c>worker</c>, its stream of RHEL CoreOS too. It is not paused: kept in Git, that would end upgrades and
    /// new certificates for good. Until a node has its label, it has no nodes.
    /// </summary>
    public static string MachineConfigPool(EmitValues values) => $$"""
        ---
        apiVersion: machineconfiguration.openshift.io/v1
        kind: MachineConfigPool
        metadata:
          name: {{Quote(values.Pool)}}
        spec:
          machineConfigSelector:
            matchExpressions:
              # Without worker, the nodes would lack everything that workers have.
              - key: machineconfiguration.openshift.io/role
                operator: In
                values: [worker, {{Quote(values.Pool)}}]
          nodeSelector:
            matchLabels:
              node-role.kubernetes.io/{{values.Pool}}: ""

        """;

    /// <summary>The build of the image. Its name must be that of the pool.</summary>
    public static string MachineOSConfig(EmitValues values, string containerfile) =>
        MachineOSConfig(values, containerfile, PullSecret(values));

    private static string PullSecret(EmitValues values) => values.PullSecret is { } pull
        ? $"baseImagePullSecret:\n    name: {Quote(pull)}"
        : "# baseImagePullSecret is left out: the build pulls with the pull secret of the cluster.";

    private static string MachineOSConfig(EmitValues values, string containerfile, string pullSecret) => $$"""
        ---
        apiVersion: machineconfiguration.openshift.io/v1
        kind: MachineOSConfig
        metadata:
          # The name of the pool, or it is refused.
          name: {{Quote(values.Pool)}}
        spec:
          machineConfigPool:
            name: {{Quote(values.Pool)}}
          imageBuilder:
            imageBuilderType: Job
          {{pullSecret}}
          renderedImagePushSecret:
            name: {{Quote(values.PushSecret)}}
          # The operator replaces the tag by the name of the build.
          renderedImagePushSpec: {{Quote(values.PushSpec)}}
          containerFile:
            # No other architecture is built.
            - containerfileArch: NoArch
              content: |
                {{Indent(containerfile, 8)}}

        """;
}
