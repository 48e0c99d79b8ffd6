using System.Collections.Immutable;
using Automount.Formats;
using Automount.Text;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Secrets;

/// <summary>
/// One dockerconfigjson of several. What is in any of them is in the result: a merge that replaced a credential would take away what the
/// cluster pulls its own releases with. Pure.
/// </summary>
internal static class PullSecretMerge
{
    /// <summary>The union, in the order of the names, and the registries for which the files have different credentials.</summary>
    public static (ImmutableArray<RegistryAuth> Auths, ImmutableArray<FileProblem> Clashes) Merge(IEnumerable<RegistryAuth> auths)
    {
        var registries = auths.GroupBy(a => a.Registry).ToArray();
        var clashes =
            from registry in registries
            from other in registry.Skip(1)
            where other.Credential != registry.First().Credential
            select Clash(registry.First(), other);
        return ([.. registries.Select(r => r.First()).OrderBy(a => a.Registry, StringComparer.Ordinal)], [.. clashes]);
    }

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

    // The longest key that matches an image is the one that is used (containers-auth.json(5)).
    private static FileProblem Clash(RegistryAuth first, RegistryAuth other)
    {
        var key = RegistryKey.Narrower(other.Registry, other.Credential.User);
        var where = $"{first.File}:{first.Line} has another credential for it";
        var remedy = $"write the key {key} in {other.File}, which images below it take";
        return new FileProblem(other.File, other.Line, $"{other.Registry}: {where}, and one of the two would be lost: {remedy}");
    }
}
