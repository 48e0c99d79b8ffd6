using System.Net;

namespace AutomountAgent.Output.Web;

/// <summary>
/// The names under which the endpoint may be asked (the header <c>Host</c>, RFC 9110). A page of a foreign site that has its own name
/// resolve to this node's address (DNS rebinding) would read the answers otherwise; it cannot ask for an address, or for a name that is not
/// its own.
/// </summary>
/// <param name="node">Name of the node, with or without its domain.</param>
internal sealed class OwnNames(string node)
{
    /// <summary>
    /// Services of a cluster: kube-rbac-proxy up to 0.18 passes on the name that its caller has used; later ones send the address of their
    /// upstream (cmd/kube-rbac-proxy/app, <c>setupProxyHandler</c>).
    /// </summary>
    private static readonly string[] ClusterSuffixes = [".svc", ".svc.cluster.local"];

    private readonly string shortNode = node.Split('.')[0];

    /// <summary>Whether a request for this host is for the node.</summary>
    /// <param name="host">Host without its port; empty when the request has none (HTTP/1.0), which no browser sends.</param>
    public bool Contain(string host)
    {
        var name = host.TrimEnd('.');
        return name.Length == 0
            || IPAddress.TryParse(name.Trim('[', ']'), out _)
            || IsSame(name, "localhost")
            || IsSame(name, node)
            || IsSame(name, shortNode)
            || ClusterSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
