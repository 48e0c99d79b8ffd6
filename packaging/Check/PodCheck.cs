using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>
/// Rule 30, its other side: pods that use an automounted directory must see what is mounted after they have started. They get it by a
/// hostPath of their own, or by a claim on a PersistentVolume of type hostPath or local.
/// </summary>
internal static class PodCheck
{
    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        var roots = AutofsCheck.Roots(set).Select(r => NodePath.Resolve(r.Path)).ToHashSet();
        return roots.Count == 0 ? [] : set.Manifests.Where(m => m.PodSpec is not null).SelectMany(m => Pod(m, roots, set));
    }

    private static IEnumerable<PackagingFinding> Pod(Manifest manifest, HashSet<string> roots, ManifestSet set) =>
        from volume in manifest.PodSpec.Each("volumes")
        let path = volume.TextAt("hostPath", "path") ?? PathOfClaim(volume.TextAt("persistentVolumeClaim", "claimName"), manifest, set)
        where path is not null && roots.Any(r => Meet(NodePath.Resolve(path.TrimEnd('/')), r))
        from container in manifest.PodSpec.Each("initContainers").Concat(manifest.PodSpec.Each("containers"))
        from mount in container.Each("volumeMounts")
        where mount.TextAt("name") == volume.TextAt("name")
            && mount.TextAt("mountPropagation") is not ("HostToContainer" or "Bidirectional")
        select MountPropagation.At(mount.Place,
            $"{Quote.Plain(manifest.Title)} mounts the automounted {Quote.Of(path)} without mountPropagation");

    /// <summary>The path of the node behind a claim: the claim names its volume, or the volume names the claim.</summary>
    private static string? PathOfClaim(string? claim, Manifest pod, ManifestSet set)
    {
        if (claim is null)
        {
            return null;
        }

        var volume = set.OfKind("PersistentVolumeClaim", "").Where(c => c.Name == claim && c.Namespace == pod.Namespace)
            .Select(c => c.Spec.TextAt("volumeName")).FirstOrDefault();
        var found = set.OfKind("PersistentVolume", "").FirstOrDefault(v => (volume is not null && v.Name == volume)
            || (v.Spec.TextAt("claimRef", "name") == claim && v.Spec.TextAt("claimRef", "namespace") == pod.Namespace));
        return found?.Spec.TextAt("hostPath", "path") ?? found?.Spec.TextAt("local", "path");
    }

    // A pod with / or /var of the host is there for the host, not for its automounts.
    private static bool Meet(string path, string root) =>
        path is not ("" or "/var") && (NodePath.IsUnder(path, root) || NodePath.IsUnder(root, path));
}
