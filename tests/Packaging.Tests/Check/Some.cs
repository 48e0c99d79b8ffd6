using System.Text;
using AutomountPackaging.Manifests;

namespace PackagingTests.Check;

/// <summary>Manifests for tests, right where nothing else is asked for.</summary>
internal static class Some
{
    public const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string GoodContainerfile = "FROM configs AS final\nRUN true && bootc container lint\n";

    public static SourceFile Yaml(string text, string path = "set.yaml") => new(path, text);

    public static SourceFile OsConfig(
        string containerfile = GoodContainerfile, string name = "pool", string pool = "pool",
            string push = "image-registry.openshift-image-registry.svc:5000/ns/os:v1", string more = "")
        => new("osconfig.yaml", $$"""
            apiVersion: machineconfiguration.openshift.io/v1
            kind: MachineOSConfig
            metadata:
              name: {{name}}
            spec:
              machineConfigPool:
                name: {{pool}}
              imageBuilder:
                imageBuilderType: Job
              baseImagePullSecret:
                name: pull
              renderedImagePushSecret:
                name: push
              renderedImagePushSpec: {{push}}
              {{more}}
              containerFile:
              - containerfileArch: NoArch
                content: |
            {{Indent(containerfile, 6)}}

            """);

    public static SourceFile Pool(string name = "pool") => new("pool.yaml", $$"""
        apiVersion: machineconfiguration.openshift.io/v1
        kind: MachineConfigPool
        metadata:
          name: {{name}}
        spec:
          machineConfigSelector:
            matchExpressions:
            - {key: machineconfiguration.openshift.io/role, operator: In, values: [worker, {{name}}]}
          nodeSelector:
            matchLabels:
              node-role.kubernetes.io/{{name}}: ""
        """);

    /// <summary>A MachineConfig; <paramref name="config"/> is what stands below spec.config beside ignition.</summary>
    public static SourceFile Config(
        string config, string role = "pool", string version = "3.4.0", string path = "config.yaml", string name = "99-pool") =>
        new(path, $$"""
        apiVersion: machineconfiguration.openshift.io/v1
        kind: MachineConfig
        metadata:
          name: {{name}}
          labels:
            machineconfiguration.openshift.io/role: {{role}}
        spec:
          config:
            ignition:
              version: {{version}}
        {{Indent(config, 4)}}
        """);

    /// <summary>A MachineConfig that writes one file.</summary>
    public static SourceFile ConfigFile(
        string file, string text, string more = "mode: 384", string role = "pool", string path = "config.yaml") => Config($$"""
        storage:
          files:
          - path: {{file}}
            {{more}}
            contents:
              source: {{Url(text)}}
        """, role, path: path);

    /// <summary>A MachineConfig with one unit.</summary>
    public static SourceFile ConfigUnit(string unit, string path = "config.yaml") =>
        Config("systemd:\n  units:\n" + Indent(unit, 2), path: path);

    public static string Url(string text) => $"data:;base64,{Base64(text)}";

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string Indent(string text, int count) =>
        string.Join('\n', text.TrimEnd('\n').Split('\n').Select(l => l.Length == 0 ? l : new string(' ', count) + l));
}
