using System.Net;
using System.Text.Json;

namespace AutomountPackaging.Cluster;

/// <summary>
/// Asks the API server where Thanos Querier is, and which certificate the router in front of it has. Sources: the route
/// openshift-monitoring/thanos-querier of cluster-monitoring-operator f581865, the ConfigMap openshift-config-managed/default-ingress-cert
/// of cluster-ingress-operator (certificate-publisher).
/// </summary>
internal static class ThanosAddress
{
    private const string Route = "apis/route.openshift.io/v1/namespaces/openshift-monitoring/routes/thanos-querier";
    private const string RouterCertificate = "api/v1/namespaces/openshift-config-managed/configmaps/default-ingress-cert";

    /// <summary>The address.</summary>
    /// <exception cref="ClusterException">It cannot be told.</exception>
    public static async Task<Uri> FindAsync(HttpsClient client, Uri server, CancellationToken cancel)
    {
        var (status, body) = await client.GetAsync(Below(server, Route), cancel);
        if (status == HttpStatusCode.Unauthorized)
        {
            throw new ClusterException($"{server} does not take the token: log in again with oc login");
        }

        return status == HttpStatusCode.OK && Text(body, "spec", "host") is { Length: > 0 } host
            ? new Uri($"https://{host}/")
            : throw new ClusterException(
                $"{server} does not say where Thanos Querier is ({(int)status}), which needs the right to get the route thanos-querier in "
                    + "openshift-monitoring: ask for its address and give it: --thanos URL");
    }

    /// <summary>The authorities of the router in PEM; empty for who may not read them, and then those of the system must do.</summary>
    public static async Task<string> RouterAuthoritiesAsync(HttpsClient client, Uri server, CancellationToken cancel)
    {
        var (status, body) = await client.GetAsync(Below(server, RouterCertificate), cancel);
        return status == HttpStatusCode.OK ? Text(body, "data", "ca-bundle.crt") ?? "" : "";
    }

    private static Uri Below(Uri server, string path) => new($"{server.AbsoluteUri.TrimEnd('/')}/{path}");

    private static string? Text(byte[] body, string outer, string inner)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty(outer).GetProperty(inner).GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
