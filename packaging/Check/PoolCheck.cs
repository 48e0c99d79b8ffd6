using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 8 and 9: pools, and the labels that decide which nodes and MachineConfigs belong to them.</summary>
internal static partial class PoolCheck
{
    private const string RoleLabel = "node-role.kubernetes.io/";
    private const string WorkerRemoved = $"{RoleLabel}worker-";

    // Argo CD, Flux, and the policies of Advanced Cluster Management.
    private static readonly string[] Controllers =
        ["argocd.argoproj.io/", "kustomize.toolkit.fluxcd.io/", "policy.open-cluster-management.io/", "ran.openshift.io/"];

    // Roles that are not a pool of a user's own; infra is a label of many clusters without a pool.
    private static readonly string[] BuiltIn = ["worker", "master", "control-plane", "arbiter", "infra", "edge"];

    // Nobody writes a longer one, and the pattern takes time.
    private const int LongestCommand = 4096;

    // metav1.ObjectMeta; the last ones are of live objects, which people save and apply again.
    private static readonly string[] MetadataKeys =
    [
        "name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "uid", "resourceVersion",
        "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    private static readonly string[] Kinds =
    [
        "MachineConfigPool", "MachineOSConfig", "MachineConfig", "Secret", "ConfigMap", "Namespace", "Service", "ServiceMonitor",
        "PodMonitor", "PrometheusRule", "DaemonSet", "Deployment", "Pod",
    ];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.Manifests.Where(m => Kinds.Contains(m.Kind)).SelectMany(Metadata)
            .Concat(set.Pools.Where(p => p.Name is not ("worker" or "master" or "arbiter")).SelectMany(Selectors))
            .Concat(set.Pools.SelectMany(p => Paused(p, set).Concat(Stream(p, set))))
            .Concat(set.Scripts.Concat(set.Notes).SelectMany(t => Labels(t).Concat(TwoPools(t))));

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

    /// <summary>What a controller applies again and again must not pause a pool.</summary>
    private static IEnumerable<PackagingFinding> Paused(Manifest pool, ManifestSet set)
    {
        var isOfController = pool.Root.At("metadata", "annotations")?.Entries.Select(e => e.Key.Text ?? "").Any(IsOfController) == true
            || set.Manifests.Any(m => m.Kind == "Kustomization" || m is { Group: "argoproj.io", Kind: "Application" or "ApplicationSet" });
        if (isOfController && pool.Spec.IsTrue("paused"))
        {
            yield return PoolPaused.At(pool.Spec!.KeyOf("paused")!.Value.Key.Place,
                $"pool {Quote.Of(pool.Name)} is paused by a manifest that a controller keeps in place");
        }
    }

    private static bool IsOfController(string annotation) => Controllers.Any(c => annotation.StartsWith(c, StringComparison.Ordinal));

    private static IEnumerable<PackagingFinding> Stream(Manifest pool, ManifestSet set)
    {
        if (pool.Spec?.KeyOf("osImageStream") is { } stream && !set.Target.IsFrom(4, 23))
        {
            yield return PoolStream.At(stream.Key.Place,
                $"pool {Quote.Of(pool.Name)} has osImageStream, which {set.Target} knows as a technology preview at most");
        }
    }

    /// <summary>A node that two pools of users select belongs to none, and the operator stops at it.</summary>
    private static IEnumerable<PackagingFinding> TwoPools(EmbeddedText text)
    {
        var pools = new Dictionary<string, string>();
        foreach (var (first, _, line) in LogicalLine.Of(text).Where(l => l.Text.Length < LongestCommand))
        {
            if (NodeLabel().Match(line) is not { Success: true } command)
            {
                continue;
            }

            var words = command.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var labels = words.Where(w => w.StartsWith(RoleLabel, StringComparison.Ordinal) && w.Contains('='))
                .Select(w => w[RoleLabel.Length..w.IndexOf('=')]).Where(role => !BuiltIn.Contains(role)).ToArray();
            foreach (var (node, pool) in words.Where(IsNode).SelectMany(node => labels.Select(pool => (node, pool))))
            {
                if (pools.TryAdd(node, pool) || pools[node] == pool)
                {
                    continue;
                }

                var puts = $"{Quote.Plain(text.Of(first))} puts {Quote.Of(node)} into pool {Quote.Of(pool)}";
                yield return NodeInTwoPools.At(text.At(first, RoleLabel + pool), $"{puts}, and it is in {Quote.Of(pools[node])}");
            }
        }
    }

    private static bool IsNode(string word) =>
        !word.StartsWith('-') && !word.Contains('=') && !word.EndsWith('-') && !word.Contains('$');

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

    [GeneratedRegex(@"^[^#]*\b(?:oc|kubectl)\b.*?\blabel\s+(?:nodes?\s+|node/)([^;&|`]*)")]
    private static partial Regex NodeLabel();

    [GeneratedRegex(@"^[^#]*\b(oc|kubectl)\b.*\blabel\b.*\bnode-role\.kubernetes\.io/worker-(\s|$|[`""';&|])")]
    private static partial Regex RemovesWorker();
}
