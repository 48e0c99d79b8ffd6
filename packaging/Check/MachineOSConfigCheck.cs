using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 1 to 4 and 7: the MachineOSConfig itself.</summary>
internal static partial class MachineOSConfigCheck
{
    private const int MaximalPoolName = 21;

    private static readonly string[] Fields =
    [
        "machineConfigPool", "imageBuilder", "baseImagePullSecret", "renderedImagePushSecret", "renderedImagePushSpec",
        "containerFile",
    ];

    private static readonly string[] Architectures = ["ARM64", "AMD64", "PPC64LE", "S390X", "NoArch"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        foreach (var build in set.OfKind("MachineOSBuild", ManifestSet.MachineGroup))
        {
            yield return BuildObject.At(build.Place, $"{Quote.Plain(build.Title)} is made by the operator, not by manifests");
        }

        foreach (var config in set.OsConfigs.Concat(set.Pools).Concat(set.MachineConfigs))
        {
            if (LiveMark(config) is { } mark)
            {
                yield return SavedLive.At(mark.Place, $"{Quote.Plain(config.Title)} has {Quote.Of(mark.Text)}, as an object of a cluster");
            }
        }

        foreach (var finding in set.OsConfigs.SelectMany(o => Named(o, set).Concat(Versioned(o)).Concat(Contents(o))))
        {
            yield return finding;
        }
    }

    /// <summary>The first key that only objects have that were read from a cluster; null when there is none.</summary>
    private static Node? LiveMark(Manifest config)
    {
        var metadata = config.Root["metadata"];
        return (metadata.At("annotations")?.KeyOf("machineconfiguration.openshift.io/current-machine-os-build")
            ?? metadata?.KeyOf("managedFields") ?? metadata?.KeyOf("resourceVersion") ?? metadata?.KeyOf("uid")
            ?? config.Root.KeyOf("status"))?.Key;
    }

    private static IEnumerable<PackagingFinding> Named(Manifest config, ManifestSet set)
    {
        if (config.Spec.At("machineConfigPool", "name") is not { Text: { } pool } node || TemplateObjects.IsOpen(pool))
        {
            yield break;
        }

        if (config.Name != pool)
        {
            yield return OsConfigName.At(config.Place,
                $"MachineOSConfig {Quote.Of(config.Name)} is for pool {Quote.Of(pool)}: the names must be the same");
        }

        if (pool is not ("worker" or "master" or "arbiter") && set.Pools.All(p => p.Name != pool) && !set.Declared.Pools.Contains(pool))
        {
            yield return OsConfigPoolMissing.At(node.Place, $"there is no MachineConfigPool {Quote.Of(pool)} among the manifests");
        }

        if (pool.Length > 253 || !Dns1123().IsMatch(pool))
        {
            yield return RuleCatalog.PoolName.At(node.Place, $"pool name {Quote.Of(pool)} is not a DNS-1123 subdomain");
        }
        else if (pool.Length > MaximalPoolName)
        {
            yield return PoolNameLength.At(node.Place,
                $"pool name {Quote.Of(pool)} has {pool.Length} characters, more than {MaximalPoolName}");
        }
    }

    private static IEnumerable<PackagingFinding> Versioned(Manifest config)
    {
        if (config.ApiVersion != "machineconfiguration.openshift.io/v1")
        {
            yield return OsConfigVersion.At(config.Root["apiVersion"]!.Place,
                $"{Quote.Plain(config.Title)} has apiVersion {Quote.Of(config.ApiVersion)}");
        }

        foreach (var key in config.Spec?.Entries.Select(e => e.Key).Where(k => !Fields.Contains(k.Text)) ?? [])
        {
            yield return OsConfigField.At(key.Place, $"spec has no field {Quote.Of(key.Text)} in v1");
        }

        foreach (var path in new string[][] { ["machineConfigPool", "name"], ["imageBuilder", "imageBuilderType"],
            ["renderedImagePushSecret", "name"], ["renderedImagePushSpec"] })
        {
            if (config.Spec.TextAt(path) is null or "")
            {
                yield return OsConfigRequired.At(config.Spec?[path[0]]?.Place ?? config.Place, $"spec.{string.Join('.', path)} is missing");
            }
        }

        if (config.Spec.At("imageBuilder", "imageBuilderType") is { Text: not (null or "" or "Job") } builder)
        {
            yield return OsConfigBuilder.At(builder.Place, $"imageBuilderType {Quote.Of(builder.Text)} is not Job");
        }

        if (config.Root.At("metadata", "annotations")?.KeyOf("machineconfiguration.openshift.io/rebuild") is { } rebuild)
        {
            yield return RebuildAnnotation.At(rebuild.Key.Place,
                "the annotation machineconfiguration.openshift.io/rebuild asks for a rebuild each time it is applied");
        }
    }

    private static IEnumerable<PackagingFinding> Contents(Manifest config)
    {
        var items = config.Spec.Each("containerFile");
        if (items.Count == 0)
        {
            yield break;
        }

        if (items.Count > 4)
        {
            yield return ContainerFileCount.At(items[4].Place, $"containerFile has {items.Count} items, more than 4");
        }

        var seen = new HashSet<string>();
        foreach (var item in items)
        {
            var arch = item.TextAt("containerfileArch") ?? "NoArch";
            var place = item["containerfileArch"]?.Place ?? item.Place;
            foreach (var key in item.Entries.Select(e => e.Key).Where(k => k.Text is not ("containerfileArch" or "content")))
            {
                yield return OsConfigField.At(key.Place, $"an item of containerFile has no field {Quote.Of(key.Text)}");
            }

            if (!Architectures.Contains(arch))
            {
                yield return ContainerFileArch.At(place,
                    $"containerfileArch {Quote.Of(arch)} is none of {string.Join(", ", Architectures)}");
            }
            else if (!seen.Add(arch))
            {
                yield return ContainerFileDuplicate.At(place, $"there is an item for {arch} already");
            }
            else if (arch != "NoArch")
            {
                yield return ContainerFileIgnored.At(place, $"the item for {arch} is never built");
            }

            var length = item.TextAt("content")?.EnumerateRunes().Count() ?? 0;
            if (length > 4096)
            {
                yield return ContainerFileLength.At(item["content"]!.Place, $"content has {length} characters, more than 4096");
            }
        }

        if (!seen.Contains("NoArch"))
        {
            yield return ContainerFileNoArch.At(config.Spec!.KeyOf("containerFile")!.Value.Key.Place,
                "no item of containerFile is for NoArch");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Dns1123();
}
