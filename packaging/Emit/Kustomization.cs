namespace AutomountPackaging.Emit;

/// <summary>The list that <c>oc apply -k</c> reads.</summary>
internal static class Kustomization
{
    /// <summary>Writes it.</summary>
    public static string Write(IEnumerable<string> paths) => $"""
        ---
        # oc apply -k on this folder; APPLY.md says what to do before and after.
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources:
          {YamlText.Indent(string.Concat(paths.Select(p => $"- {p}\n")), 2)}

        """;
}
