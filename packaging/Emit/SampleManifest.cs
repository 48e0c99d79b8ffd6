using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit;

/// <summary>A Deployment that shows how a pod uses an automounted folder. It is not part of the kustomization.</summary>
internal static class SampleManifest
{
    /// <summary>The name of its file.</summary>
    public const string Path = "sample/deployment.yaml";

    /// <summary>Where the container sees the folder.</summary>
    public const string MountedAt = "/mnt/automount";

    /// <summary>Writes it for a folder.</summary>
    public static string Write(EmitValues values, string path) => $$"""
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: automount-sample
          labels:
            # A hostPath needs it, and no other thing labels this namespace in time.
            pod-security.kubernetes.io/enforce: privileged
            pod-security.kubernetes.io/warn: privileged
            pod-security.kubernetes.io/audit: privileged
            security.openshift.io/scc.podSecurityLabelSync: "false"
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: automount-sample
          namespace: automount-sample
        ---
        # hostPath needs a constraint that allows it.
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: automount-sample-hostmount
          namespace: automount-sample
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: system:openshift:scc:hostmount-anyuid
        subjects:
          - kind: ServiceAccount
            name: automount-sample
            namespace: automount-sample
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: automount-sample
          namespace: automount-sample
          labels:
            app.kubernetes.io/name: automount-sample
        spec:
          replicas: 1
          selector:
            matchLabels:
              app.kubernetes.io/name: automount-sample
          template:
            metadata:
              labels:
                app.kubernetes.io/name: automount-sample
              annotations:
                openshift.io/required-scc: hostmount-anyuid
            spec:
              serviceAccountName: automount-sample
              automountServiceAccountToken: false
              nodeSelector:
                node-role.kubernetes.io/{{values.Pool}}: ""
              containers:
                - name: sample
                  image: registry.access.redhat.com/ubi9/ubi-minimal:9.6
                  command: [sleep, infinity]
                  resources:
                    requests:
                      cpu: 1m
                      memory: 16Mi
                  securityContext:
                    # The user whose files these are: NFS asks for the number, not the name.
                    runAsUser: 1000
                    allowPrivilegeEscalation: false
                    capabilities:
                      drop: [ALL]
                  volumeMounts:
                    - name: automount
                      mountPath: {{MountedAt}}
                      # Without it, what is mounted after the start of the container is never seen in it: Too many levels of symbolic links.
                      mountPropagation: HostToContainer
              volumes:
                - name: automount
                  hostPath:
                    path: {{Quote(path)}}
                    # No type: the kubelet would walk the path to look, and hang with the server.

        """;
}
