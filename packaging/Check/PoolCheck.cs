using System.Text.RegularExpressions;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 8 and 9: pools, and the labels that decide which nodes and MachineConfigs belong to them.</summary>
internal static partial class PoolCheck
{
    private const string WorkerRemoved = "node-role.kubernetes.io/worker-";

    // metav1.ObjectMeta; the last ones are of live objects, which people save and apply again.
    private static readonly string[] MetadataKeys =
    [
        "name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "uid", "resourceVersion", "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    private static readonly string[] Kinds =
    [
        "MachineConfigPool", "MachineOSConfig", "MachineConfig", "Secret", "ConfigMap", "Namespace", "Service", "ServiceMonitor", "PodMonitor",
        "PrometheusRule", "DaemonSet", "Deployment", "Pod",
    ];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.Manifests.Where(m => Kinds.Contains(m.Kind)).SelectMany(Metadata)
            .Concat(set.Pools.Where(p => p.Name is not ("worker" or "master" or "arbiter")).SelectMany(Selectors))
            .Concat(set.Scripts.Concat(set.Notes).SelectMany(Labels));

    private static IEnumerable<PackagingFinding> Metadata(Manifest manifest) =>
        from key in manifest.Root["metadata"]?.Entries.Select(e => e.Key) ?? []
        where !MetadataKeys.Contains(key.Text)
        select MetadataKey.At(key.Place, $"metadata of {Quote.Plain(manifest.Title)} has the unknown key {Quote.Of(key.Text)}");

    private static IEnumerable<PackagingFinding> Selectors(Manifest pool)
    {
        var selector = pool.Spec?["machineConfigSelector"];
        var roles = selector.Each("matchExpressions")
            .Where(e => e.TextAt("key") == MachineConfigReader.RoleLabel && e.TextAt("operator") == "In")
            .SelectMany(e => e.Each("values")).Select(v => v.Text)
            .Append(selector.TextAt("matchLabels", MachineConfigReader.RoleLabel)).ToHashSet();
        foreach (var role in new[] { "worker", pool.Name }.Where(r => !roles.Contains(r)))
        {
            yield return PoolSelector.At(selector?.Place ?? pool.Place, $"machineConfigSelector of pool {Quote.Of(pool.Name)} does not take the role {Quote.Of(role)}");
        }

        var label = $"node-role.kubernetes.io/{pool.Name}";
        var nodes = pool.Spec?["nodeSelector"];
        if (nodes.At("matchLabels")?.KeyOf(label) is null && !nodes.Each("matchExpressions").Any(e => e.TextAt("key") == label && e.TextAt("operator") is "In" or "Exists"))
        {
            yield return PoolNodeSelector.At(nodes?.Place ?? pool.Place, $"nodeSelector of pool {Quote.Of(pool.Name)} does not match the label {Quote.Plain(label)}");
        }
    }

    private static IEnumerable<PackagingFinding> Labels(EmbeddedText text)
    {
        var command = "";
        foreach (var (index, line) in text.Lines.Index())
        {
            // A long command goes on over several lines.
            command += line.TrimEnd('\\');
            if (line.Contains(WorkerRemoved, StringComparison.Ordinal) && RemovesWorker().IsMatch(command))
            {
                yield return WorkerLabelRemoved.At(text.At(index, WorkerRemoved), $"{WorkerRemoved} takes the worker label from a node");
            }

            command = line.EndsWith('\\') ? command : "";
        }
    }

    [GeneratedRegex(@"^[^#]*\b(oc|kubectl)\b.*\blabel\b.*\bnode-role\.kubernetes\.io/worker-(\s|$|[`""';&|])")]
    private static partial Regex RemovesWorker();
}
