using System.Globalization;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 36 and 37: the way of a scrape, from ServiceMonitor to Service to pod to the port of the host.</summary>
internal static class MonitoringPortCheck
{
    // openshift/enhancements, dev-guide/host-port-registry.md.
    private static readonly (int From, int To)[] Taken =
    [
        (9001, 9001), (9099, 9110), (9120, 9123), (9191, 9194), (9200, 9219), (9257, 9258), (9300, 9301), (9400, 9401), (9444, 9449),
            (9537, 9537),
        (9545, 9545), (9637, 9637), (9641, 9644), (9977, 9980),
    ];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.OfKind("ServiceMonitor", MonitoringCheck.Group).SelectMany(m => Walk(m, set))
            .Concat(set.Manifests.Where(m => m.PodSpec is not null).SelectMany(HostPorts)).Concat(Listeners(set));

    private static IEnumerable<PackagingFinding> Walk(Manifest monitor, ManifestSet set)
    {
        var near = set.OfKind("Service", "").Where(s => s.Namespace == monitor.Namespace).ToArray();
        var selector = monitor.Spec?["selector"];
        if (near.Length == 0 || selector.Each("matchExpressions").Count > 0 || monitor.Spec?["namespaceSelector"] is not null)
        {
            yield break;
        }

        var services = near.Where(s => Matches(selector?["matchLabels"], s.Root.At("metadata", "labels"))).ToArray();
        if (services.Length == 0)
        {
            yield return MonitorPort.At(selector?.Place ?? monitor.Place,
                $"{Quote.Plain(monitor.Title)} selects no Service of its namespace");
        }

        foreach (var port in monitor.Spec.Each("endpoints").Select(e => e["port"]).OfType<Node>())
        {
            foreach (var service in services.Where(s => s.Spec.Each("ports").All(p => p.TextAt("name") != port.Text)))
            {
                yield return MonitorPort.At(port.Place,
                    $"{Quote.Plain(monitor.Title)} scrapes the port {Quote.Of(port.Text)}, which {Quote.Plain(service.Title)} does not have");
            }
        }

        foreach (var finding in services.SelectMany(s => Pods(s, set)).ToArray())
        {
            yield return finding;
        }
    }

    private static IEnumerable<PackagingFinding> Pods(Manifest service, ManifestSet set)
    {
        if (service.Spec?["selector"] is not { Entries.Count: > 0 } selector)
        {
            if (service.Spec.TextAt("type") != "ExternalName")
            {
                yield return ServiceSelector.At(service.Place, $"{Quote.Plain(service.Title)} has no selector");
            }

            yield break;
        }

        var near = set.Manifests.Where(m => m.PodSpec is not null && m.Namespace == service.Namespace).ToArray();
        var pods = near.Where(m => Matches(selector, m.PodLabels)).ToArray();
        if (near.Length > 0 && pods.Length == 0)
        {
            yield return MonitorPort.At(selector.Place, $"{Quote.Plain(service.Title)} selects no pod of its namespace");
        }

        foreach (var port in service.Spec.Each("ports").Select(p => p["targetPort"]).OfType<Node>()
            .Where(p => !int.TryParse(p.Text, out _)))
        {
            foreach (var pod in pods.Where(p => p.PodSpec.Each("containers")
                .SelectMany(c => c.Each("ports")).All(c => c.TextAt("name") != port.Text)))
            {
                yield return MonitorPort.At(port.Place,
                    $"{Quote.Plain(service.Title)} has targetPort {Quote.Of(port.Text)}, which {Quote.Plain(pod.Title)} does not have");
            }
        }
    }

    private static bool Matches(Node? selector,
        Node? labels) => selector?.Entries.All(e => labels?[e.Key.Text ?? ""]?.Text == e.Value.Text) ?? true;

    /// <summary>Ports of the host that our proxy takes; other pods may do as they like.</summary>
    private static IEnumerable<PackagingFinding> HostPorts(Manifest manifest)
    {
        var host = manifest.PodSpec.IsTrue("hostNetwork");
        foreach (var container in manifest.PodSpec.Each("containers")
            .Where(c => c.TextAt("image")?.Contains("kube-rbac-proxy", StringComparison.Ordinal) == true
            || c.TextAt("name")?.Contains("rbac-proxy", StringComparison.Ordinal) == true
                || manifest.Name.Contains("automount", StringComparison.Ordinal)))
        {
            foreach (var port in container.Each("ports").Select(p => p["hostPort"] ?? (host ? p["containerPort"] : null)).OfType<Node>())
            {
                if (Problem(port.Text) is { } why)
                {
                    yield return HostPort.At(port.Place,
                        $"{Quote.Plain(manifest.Title)} takes port {Quote.Plain(port.Text)} of the host, which {why}");
                }
            }

            foreach (var argument in host ? container.Each("args").Concat(container.Each("command")) : [])
            {
                if (Option(argument, "--secure-listen-address") is { } secure && !IsLoopback(secure)
                    && Problem(secure[(secure.LastIndexOf(':') + 1)..]) is { } why)
                {
                    yield return HostPort.At(argument.Place,
                        $"{Quote.Plain(manifest.Title)} listens on {Quote.Of(secure)}, a port which {why}");
                }

                if (Option(argument, "--insecure-listen-address") is { } open && !IsLoopback(open))
                {
                    yield return OpenListener.At(argument.Place, $"{Quote.Plain(manifest.Title)} listens on {Quote.Of(open)} without TLS");
                }
            }
        }
    }

    private static string? Option(Node argument, string name) => argument.Text?.StartsWith($"{name}=", StringComparison.Ordinal) == true
        ? argument.Text[(name.Length + 1)..] : null;

    private static string? Problem(string? text) =>
        !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? null
        : port is < 9000 or > 9999 ? "is closed between nodes"
        : Taken.Any(t => port >= t.From && port <= t.To) ? "belongs to a daemon of OpenShift"
        : null;

    private static IEnumerable<PackagingFinding> Listeners(ManifestSet set) =>
        from file in set.NodeFiles
        where file.Path.Contains("/automount-agent/", StringComparison.Ordinal)
        let listen = IniText.Read(file.Text).Find("metrics", "listen")
        where listen is not null && listen.Value != "off" && !IsLoopback(listen.Value)
        select OpenListener.At(file.Text.At(listen.Line, listen.Value),
            $"{Quote.Plain(file.Text.Of(listen.Line))} has listen = {Quote.Plain(listen.Value)}");

    private static bool IsLoopback(string address) =>
        address.StartsWith("127.", StringComparison.Ordinal) || address.StartsWith("[::1]", StringComparison.Ordinal)
            || address.StartsWith("localhost:", StringComparison.Ordinal);
}
