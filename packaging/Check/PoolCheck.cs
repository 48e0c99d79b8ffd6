using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 8 and 9: pools, and the labels that decide which nodes and MachineConfigs belong to them.</summary>
internal static partial class PoolCheck
{
    private const string WorkerRemoved = "node-role.kubernetes.io/worker-";

    // Nobody writes a longer one, and the pattern takes time.
    private const int LongestCommand = 4096;

    // metav1.ObjectMeta; the last ones are of live objects, which people save and apply again.
    private static readonly string[] MetadataKeys =
    [
        "name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "uid", "resourceVersion",
            "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    private static readonly string[] Kinds =
    [
        "MachineConfigPool", "MachineOSConfig", "MachineConfig", "Secret", "ConfigMap", "Namespace", "Service", "ServiceMonitor",
            "PodMonitor",
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
            yield return PoolSelector.At(selector?.Place ?? pool.Place,
                $"machineConfigSelector of pool {Quote.Of(pool.Name)} does not take the role {Quote.Of(role)}");
        }

        var label = $"node-role.kubernetes.io/{pool.Name}";
        var nodes = pool.Spec?["nodeSelector"];
        if (nodes.At("matchLabels")?.KeyOf(label) is null && !nodes.Each("matchExpressions").Any(e => e.TextAt("key") == label
            && e.TextAt("operator") is "In" or "Exists"))
        {
            yield return PoolNodeSelector.At(nodes?.Place ?? pool.Place,
                $"nodeSelector of pool {Quote.Of(pool.Name)} does not match the label {Quote.Plain(label)}");
        }
    }

    private static IEnumerable<PackagingFinding> Labels(EmbeddedText text)
    {
        foreach (var command in LogicalLine.Of(text).Where(l => l.Text.Length < LongestCommand
            && l.Text.Contains(WorkerRemoved, StringComparison.Ordinal)))
        {
            if (RemovesWorker().IsMatch(command.Text))
            {
                var line = Enumerable.Range(command.First,
                    command.Last - command.First + 1).First(i => text.Lines[i].Contains(WorkerRemoved, StringComparison.Ordinal));
                yield return WorkerLabelRemoved.At(text.At(line, WorkerRemoved), $"{WorkerRemoved} takes the worker label from a node");
            }
        }
    }

    [GeneratedRegex(@"^[^#]*\b(oc|kubectl)\b.*\blabel\b.*\bnode-role\.kubernetes\.io/worker-(\s|$|[`""';&|])")]
    private static partial Regex RemovesWorker();
}
