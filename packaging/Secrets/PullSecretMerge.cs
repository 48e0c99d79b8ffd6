using System.Collections.Immutable;
using Automount.Formats;

namespace AutomountPackaging.Secrets;

/// <summary>
/// One dockerconfigjson of several: the build pulls base and agent image, and pushes the result, with what is in it. Pure.
/// </summary>
internal static class PullSecretMerge
{
    /// <summary>The union; the later file wins where two have the same registry, spelt the same way. In the order of the names.</summary>
    public static ImmutableArray<RegistryAuth> Merge(IEnumerable<RegistryAuth> auths) =>
        [.. auths.GroupBy(a => a.Registry).Select(g => g.Last()).OrderBy(a => a.Registry, StringComparer.Ordinal)];

    /// <summary>The file that Docker, Podman and Kubernetes read.</summary>
    public static byte[] Write(IEnumerable<RegistryAuth> auths) => JsonText.Bytes(json =>
    {
        json.WriteStartObject("auths");
        foreach (var auth in auths)
        {
            json.WriteStartObject(auth.Registry);
            foreach (var (name, value) in auth.Fields)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
