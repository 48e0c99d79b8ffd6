using System.Globalization;
using AutomountPackaging.Values;
using static AutomountPackaging.Emit.YamlText;

namespace AutomountPackaging.Emit.Pool;

/// <summary>
/// A MachineConfig with files. Ignition 3.4.0, which every version from 4.18 reads; contents as base64, so that every byte arrives; modes
/// as the decimal numbers that JSON knows. No units: those of the image are enabled in the image, since enabling one that arrives with the
/// same roll-out fails (OCPBUGS-56648).
/// </summary>
internal static class MachineConfigManifest
{
    /// <summary>Its name: 99 as the operator's documentation has it, then pool and topic.</summary>
    public static string Name(EmitValues values, string topic) => $"99-{values.Pool}-{topic}";

    /// <summary>Writes it.</summary>
    public static string Write(EmitValues values, NodeFileGroup group) => $$"""
        ---
        apiVersion: machineconfiguration.openshift.io/v1
        kind: MachineConfig
        metadata:
          name: {{Name(values, group.Topic)}}
          labels:
            machineconfiguration.openshift.io/role: {{Quote(values.Pool)}}
        spec:
          config:
            ignition:
              version: 3.4.0
            storage:
              files:
                {{Indent(string.Concat(group.Files.Select(File)), 8)}}

        """;

    private static string File(IgnitionFile file)
    {
        var octal = Convert.ToString((int)file.Mode, 8).PadLeft(4, '0');
        return $"""
            - path: {Quote(file.Path)}
              mode: {((int)file.Mode).ToString(CultureInfo.InvariantCulture)}  # {octal}
              overwrite: true
              contents:
                source: data:;base64,{Convert.ToBase64String(file.Content)}

            """;
    }
}
