using System.Globalization;
using Automount.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 36 and 37: the way of a scrape, from ServiceMonitor to Service to pod to the port of the host.</summary>
internal static class MonitoringPortCheck
{
    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.OfKind("ServiceMonitor", MonitoringCheck.Group).SelectMany(m => Walk(m, set))
            .Concat(set.Manifests.Where(m => m.PodSpec is not null).SelectMany(Proxies)).Concat(Listeners(set));

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
                var scrapes = $"{Quote.Plain(monitor.Title)} scrapes the port {Quote.Of(port.Text)}";
                yield return MonitorPort.At(port.Place, $"{scrapes}, which {Quote.Plain(service.Title)} does not have");
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

    private static bool Matches(Node? selector, Node? labels) =>
        selector?.Entries.All(e => labels?[e.Key.Text ?? ""]?.Text == e.Value.Text) ?? true;

    /// <summary>Ports of the host that our proxy takes; other pods may do as they like.</summary>
    private static IEnumerable<PackagingFinding> Proxies(Manifest manifest)
    {
        var isOnHost = manifest.PodSpec.IsTrue("hostNetwork");
        foreach (var container in manifest.PodSpec.Each("containers").Where(c => IsProxy(manifest, c)))
        {
            foreach (var finding in Ports(manifest, container, isOnHost).Concat(isOnHost ? Arguments(manifest, container) : []))
            {
                yield return finding;
            }
        }
    }

    private static bool IsProxy(Manifest manifest, Node container) =>
        manifest.Name.Contains("automount", StringComparison.Ordinal)
        || container.TextAt("image")?.Contains("kube-rbac-proxy", StringComparison.Ordinal) == true
        || container.TextAt("name")?.Contains("rbac-proxy", StringComparison.Ordinal) == true;

    private static IEnumerable<PackagingFinding> Ports(Manifest manifest, Node container, bool isOnHost)
    {
        foreach (var entry in container.Each("ports"))
        {
            var port = entry["hostPort"] ?? (isOnHost ? entry["containerPort"] : null);
            if (port is not null && Problem(port.Text) is { } why)
            {
                yield return HostPort.At(
                    port.Place, $"{Quote.Plain(manifest.Title)} takes port {Quote.Plain(port.Text)} of the host, which {why}");
            }
        }
    }

    private static IEnumerable<PackagingFinding> Arguments(Manifest manifest, Node container)
    {
        foreach (var argument in container.Each("args").Concat(container.Each("command")))
        {
            if (Option(argument, "--secure-listen-address") is { } secure && !IsLoopback(secure)
                && Problem(secure[(secure.LastIndexOf(':') + 1)..]) is { } why)
            {
                yield return HostPort.At(
                    argument.Place, $"{Quote.Plain(manifest.Title)} listens on {Quote.Of(secure)}, a port which {why}");
            }

            if (Option(argument, "--insecure-listen-address") is { } open && !IsLoopback(open))
            {
                yield return OpenListener.At(argument.Place, $"{Quote.Plain(manifest.Title)} listens on {Quote.Of(open)} without TLS");
            }
        }
    }

    private static string? Option(Node argument, string name) =>
        argument.Text is { } text && text.StartsWith($"{name}=", StringComparison.Ordinal) ? text[(name.Length + 1)..] : null;

    private static string? Problem(string? text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        if (!HostPorts.IsOpen(port))
        {
            return "is closed between nodes";
        }

        return HostPorts.IsReserved(port) ? "belongs to a daemon of OpenShift" : null;
    }

    private static IEnumerable<PackagingFinding> Listeners(ManifestSet set)
    {
        foreach (var file in set.NodeFiles.Where(f => f.Path.Contains("/automount-agent/", StringComparison.Ordinal)))
        {
            var listen = IniFile.Parse(file.Text.Text, file.Path).Entries.LastOrDefault(e => e is { Section: "metrics", Key: "listen" });
            if (listen is not null && listen.Value != "off" && !IsLoopback(listen.Value))
            {
                var line = listen.Line - 1;
                yield return OpenListener.At(
                    file.Text.At(line, listen.Value), $"{Quote.Plain(file.Text.Of(line))} has listen = {Quote.Plain(listen.Value)}");
            }
        }
    }

    private static bool IsLoopback(string address) =>
        address.StartsWith("127.", StringComparison.Ordinal) || address.StartsWith("[::1]", StringComparison.Ordinal)
            || address.StartsWith("localhost:", StringComparison.Ordinal);
}
