using System.Collections.Immutable;
using System.Net;
using Automount.Findings;
using Automount.Text;
using AutomountPackaging.Check;
using AutomountPackaging.Emit.Dashboards;
using AutomountPackaging.Emit.Monitoring;
using AutomountPackaging.Emit.NodeConditions;
using AutomountPackaging.Emit.Pool;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>What came of making manifests.</summary>
/// <param name="Files">The files, with paths inside the folder; none when there is an error.</param>
/// <param name="Problems">What is wrong with the input.</param>
/// <param name="Findings">What the check reports about the manifests.</param>
internal sealed record Emitted(
    ImmutableArray<SourceFile> Files, ImmutableArray<FileProblem> Problems, ImmutableArray<PackagingFinding> Findings);

/// <summary>Makes all files of the folder out of values and inputs. Pure: the same input gives the same bytes.</summary>
/// <param name="check">What judges manifests; what it calls an error is not given out.</param>
internal sealed class Emitter(Func<IReadOnlyList<SourceFile>, OpenShiftVersion, IReadOnlyList<PackagingFinding>> check)
{
    public Emitted Emit(EmitValues values, Inputs inputs)
    {
        var mountPoints = MountPoints.Of(values, inputs);
        var groups = NodeFiles.Of(values, inputs);
        var hasSssd = !InputRules.Sssd(inputs).IsEmpty;
        var containerfile = ContainerfileText.Write(values, MountPoints.ToMake(mountPoints), hasSssd);
        ImmutableArray<FileProblem> problems =
            [.. InputRules.Check(values, inputs), .. SamePath(groups), .. TooLong(containerfile)];
        if (problems.Length > 0)
        {
            return new Emitted([], problems, []);
        }

        var manifests = Manifests(values, inputs, containerfile, groups);
        SourceFile[] samples = [.. Samples(values, mountPoints)];
        SourceFile[] all =
        [
            new("APPLY.md", ApplyGuide.Write(values, inputs, samples.Any(s => s.Path == SampleManifest.Path))),
            new(WaitScripts.Image, WaitScripts.WriteImage(values)),
            new(WaitScripts.Pool, WaitScripts.WritePool()),
            new("kustomization.yaml", Kustomization.Write(manifests.Select(m => m.Path))),
            .. manifests,
            .. samples,
        ];
        var findings = check(all, values.OpenShift).ToImmutableArray();
        return new Emitted(findings.Any(f => f.Rule.Severity == Severity.Error) ? [] : [.. all], [], findings);
    }

    private static IEnumerable<FileProblem> SamePath(ImmutableArray<NodeFileGroup> groups) =>
        from path in groups.SelectMany(g => g.Files).CountBy(f => f.Path)
        where path.Value > 1
        select new FileProblem(path.Key, 0, "two inputs would be this file of the nodes: rename one");

    private static IEnumerable<FileProblem> TooLong(string containerfile)
    {
        if (containerfile.Length > ContainerfileText.MaxLength)
        {
            var reason = $"it would have {containerfile.Length} characters, and a MachineOSConfig holds {ContainerfileText.MaxLength}";
            yield return new FileProblem("Containerfile", 0, $"{reason}: name fewer packages and mount points");
        }
    }

    /// <summary>
    /// What is no part of the kustomization: a pod that uses the first path there is, and what the site around the cluster decides.
    /// </summary>
    private static IEnumerable<SourceFile> Samples(EmitValues values, ImmutableArray<string> mountPoints)
    {
        if (mountPoints.Concat(values.RequiredPaths).FirstOrDefault() is { } path)
        {
            yield return new SourceFile(SampleManifest.Path, SampleManifest.Write(values, path));
        }

        if (values.Monitoring)
        {
            yield return new SourceFile("sample/alertmanagerconfig.yaml", FleetSamples.AlertmanagerConfig(values));
            yield return new SourceFile("sample/acm-allowlist.yaml", FleetSamples.ObservabilityAllowlist(values));
            yield return new SourceFile(DashboardManifests.GrafanaPath, DashboardManifests.Grafana());
        }

        if (values.NodeConditions)
        {
            yield return new SourceFile(ConditionSamples.RulePath, ConditionSamples.Rule(values));
            yield return new SourceFile(ConditionSamples.HealthCheckPath, ConditionSamples.HealthCheck(values));
            yield return new SourceFile(ConditionSamples.ProblemDetectorPath, ConditionSamples.ProblemDetector(values));
        }
    }

    private static ImmutableArray<SourceFile> Manifests(
        EmitValues values, Inputs inputs, string containerfile, ImmutableArray<NodeFileGroup> groups) =>
    [
        new("pool/machineconfigpool.yaml", PoolManifests.MachineConfigPool(values)),
        .. groups.Select(g => new SourceFile($"pool/machineconfig-{g.Topic}.yaml", MachineConfigManifest.Write(values, g))),
        new("pool/machineosconfig.yaml", PoolManifests.MachineOSConfig(values, containerfile)),
        .. BesideTheAgent(values, inputs),
    ];

    /// <summary>What runs in a namespace of its own, whichever of that is wanted.</summary>
    private static IEnumerable<SourceFile> BesideTheAgent(EmitValues values, Inputs inputs)
    {
        if (!values.Monitoring && !values.NodeConditions)
        {
            return [];
        }

        var monitoring = values.Monitoring ? MonitoringManifests(values, inputs) : [];
        var conditions = values.NodeConditions ? ConditionManifests(values, inputs) : [];
        return [new SourceFile("monitoring/namespace.yaml", ProxyManifests.Namespace(values)), .. monitoring, .. conditions];
    }

    private static SourceFile[] ConditionManifests(EmitValues values, Inputs inputs) =>
    [
        new("conditions/access.yaml", ReporterManifests.Access(values)),
        new("conditions/daemonset.yaml", ReporterManifests.DaemonSet(values, Upstream(inputs))),
    ];

    private static SourceFile[] MonitoringManifests(EmitValues values, Inputs inputs) =>
    [
        new("monitoring/access.yaml", AccessManifests.Write(values)),
        new("monitoring/daemonset.yaml", ProxyManifests.DaemonSet(values, Upstream(inputs))),
        new("monitoring/service.yaml", ProxyManifests.Service(values)),
        new("monitoring/servicemonitor.yaml", PrometheusManifests.ServiceMonitor(values)),
        new("monitoring/prometheusrule.yaml", PrometheusManifests.PrometheusRule(values)),
        new("monitoring/dashboard.yaml", DashboardManifests.Console()),
    ];

    // Proxy and reporter are in the network of the host, so loopback reaches the agent also when it listens on every address.
    private static string Upstream(Inputs inputs)
    {
        var listen = InputRules.AgentSettings(inputs).Listen!;
        var isAny = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any);
        return $"http://{(isAny ? new IPEndPoint(IPAddress.Loopback, listen.Port) : listen)}/";
    }
}
