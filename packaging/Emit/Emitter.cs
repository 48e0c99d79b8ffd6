using System.Collections.Immutable;
using Automount.Text;
using AutomountPackaging.Check;
using AutomountPackaging.Emit.Monitoring;
using AutomountPackaging.Emit.Pool;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>What came of making manifests.</summary>
/// <param name="Files">The files, with paths inside the folder; none when there is an error.</param>
/// <param name="Problems">What is wrong with the input.</param>
/// <param name="Findings">What the check says of the manifests.</param>
public sealed record Emitted(ImmutableArray<SourceFile> Files, ImmutableArray<FileProblem> Problems, ImmutableArray<PackagingFinding> Findings);

/// <summary>Makes all files of the folder out of values and inputs. Pure: the same input gives the same bytes.</summary>
/// <param name="check">What looks at manifests; what it calls an error is not given out.</param>
public sealed class Emitter(Func<IReadOnlyList<SourceFile>, OpenShiftVersion, IReadOnlyList<PackagingFinding>> check)
{
    /// <summary>Makes them.</summary>
    public Emitted Emit(EmitValues values, Inputs inputs)
    {
        var mountPoints = MountPoints.Of(values, inputs);
        var containerfile = Containerfile.Write(values, MountPoints.ToMake(mountPoints));
        var groups = NodeFiles.Of(values, inputs);
        ImmutableArray<FileProblem> problems =
        [
            .. InputRules.Check(values, inputs),
            .. groups.SelectMany(g => g.Files).GroupBy(f => f.Path).Where(g => g.Count() > 1)
                .Select(g => new FileProblem(g.Key, 0, "two inputs would be this file of the nodes: rename one")),
            .. containerfile.Length <= Containerfile.Longest ? [] : new[]
            {
                new FileProblem("Containerfile", 0,
                    $"it would have {containerfile.Length} characters, and a MachineOSConfig holds {Containerfile.Longest}: name fewer packages and mount points"),
            },
        ];
        if (problems.Length > 0)
        {
            return new Emitted([], problems, []);
        }

        var manifests = Manifests(values, inputs, containerfile, groups);
        var sample = mountPoints.Concat(values.RequiredPaths).FirstOrDefault() is { } path
            ? new[] { new SourceFile("sample/deployment.yaml", SampleManifest.Write(values, path)) }
            : [];
        SourceFile[] all =
        [
            new("APPLY.md", ApplyGuide.Write(values, inputs, sample.Length > 0)),
            new("kustomization.yaml", Kustomization.Write(manifests.Select(m => m.Path))),
            .. manifests,
            .. sample,
        ];
        var findings = check(all, values.OpenShift).ToImmutableArray();
        return new Emitted(findings.Any(f => f.Rule.Severity == Severity.Error) ? [] : [.. all], [], findings);
    }

    private static ImmutableArray<SourceFile> Manifests(EmitValues values, Inputs inputs, string containerfile, ImmutableArray<NodeFileGroup> groups) =>
    [
        new("pool/machineconfigpool.yaml", PoolManifests.MachineConfigPool(values)),
        .. groups.Select(g => new SourceFile($"pool/machineconfig-{g.Topic}.yaml", MachineConfigManifest.Write(values, g))),
        new("pool/machineosconfig.yaml", PoolManifests.MachineOSConfig(values, containerfile)),
        .. !values.Monitoring ? [] : new SourceFile[]
        {
            new("monitoring/namespace.yaml", ProxyManifests.Namespace(values)),
            new("monitoring/access.yaml", AccessManifests.Write(values)),
            new("monitoring/daemonset.yaml", ProxyManifests.DaemonSet(values, Upstream(inputs))),
            new("monitoring/service.yaml", ProxyManifests.Service(values)),
            new("monitoring/servicemonitor.yaml", PrometheusManifests.ServiceMonitor(values)),
            new("monitoring/prometheusrule.yaml", PrometheusManifests.PrometheusRule(values)),
            new("monitoring/dashboard.yaml", PrometheusManifests.Dashboard()),
        },
    ];

    // The proxy is in the network of the host, so loopback reaches the agent also when it listens on every address.
    private static string Upstream(Inputs inputs)
    {
        var listen = InputRules.AgentSettings(inputs).Listen!;
        var any = listen.Address.Equals(System.Net.IPAddress.Any) || listen.Address.Equals(System.Net.IPAddress.IPv6Any);
        return $"http://{(any ? new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, listen.Port) : listen)}/";
    }
}
