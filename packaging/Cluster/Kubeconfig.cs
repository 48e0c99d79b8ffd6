using System.Collections.Immutable;
using System.Text;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Cluster;

/// <summary>A file of kubeconfig.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Root">What it holds; null for nothing.</param>
internal sealed record KubeconfigFile(string Path, Node? Root);

/// <summary>
/// What kubeconfig files say (client-go, tools/clientcmd: of several files the first that has a name counts). Read is what this program can
/// follow: an address, authorities and a token. What else a file asks for is refused, not left aside. Pure, but for the files that a file
/// names.
/// </summary>
/// <param name="files">The files, in their order.</param>
/// <param name="read">Reads a file that one of them names.</param>
internal sealed class Kubeconfig(ImmutableArray<KubeconfigFile> files, Func<string, string> read)
{
    private const string GiveToken = "log in with oc login, or name a file with a token: --token-file FILE";

    /// <summary>The access of a context.</summary>
    /// <param name="context">Its name; null for the current one.</param>
    /// <param name="token">A token that takes the place of that of the user; null for none.</param>
    /// <exception cref="ClusterException">There is no such context, or it cannot be followed.</exception>
    public ClusterAccess Access(string? context, string? token)
    {
        var name = context ?? files.Select(file => file.Root.TextAt("current-context")).FirstOrDefault(text => text is { Length: > 0 })
            ?? throw new ClusterException("kubeconfig has no current context: log in with oc login, or name one: --context NAME");
        var (_, chosen) = Find("context", name, $"kubeconfig has no context {name}: oc config get-contexts lists them");
        var cluster = chosen.TextAt("context", "cluster") ?? "";
        var (file, found) = Find("cluster", cluster, $"kubeconfig has no cluster {cluster}, which its context {name} names");
        var address = found.At("cluster");
        var user = chosen.TextAt("context", "user") ?? "";
        return new(Server(address, cluster), Authorities(file, address, cluster), token ?? Token(user, name));
    }

    private static Uri Server(Node? cluster, string name)
    {
        RefuseIf(cluster.TextAt("proxy-url") is { Length: > 0 }, $"cluster {name} has a proxy-url, which is not followed: set HTTPS_PROXY");
        RefuseIf(
            cluster.IsTrue("insecure-skip-tls-verify"),
            $"cluster {name} asks for no verification, and a token is sent to nobody who is not known: "
                + "name the authority of the cluster: --certificate-authority FILE");
        RefuseIf(cluster.TextAt("tls-server-name") is { Length: > 0 }, $"cluster {name} has a tls-server-name, which is not followed");
        return Uri.TryCreate(cluster.TextAt("server"), UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps
            ? server
            : throw new ClusterException($"cluster {name} of kubeconfig has no https:// address");
    }

    private string Authorities(string file, Node? cluster, string name)
    {
        if (cluster.TextAt("certificate-authority-data") is { Length: > 0 } data)
        {
            var bytes = new byte[data.Length];
            var isBase64 = Convert.TryFromBase64String(data, bytes, out var length);
            RefuseIf(!isBase64, $"cluster {name}: certificate-authority-data is not base64");
            return Encoding.UTF8.GetString(bytes, 0, length);
        }

        return cluster.TextAt("certificate-authority") is { Length: > 0 } path ? read(Beside(file, path)) : "";
    }

    private string Token(string name, string context)
    {
        var (file, found) = Find("user", name, $"kubeconfig has no user {name}, which its context {context} names: {GiveToken}");
        var user = found.At("user");
        if (user.TextAt("tokenFile") is { Length: > 0 } path)
        {
            return read(Beside(file, path)).Trim();
        }

        return user.TextAt("token") is { Length: > 0 } token
            ? token
            : throw new ClusterException($"user {name} of kubeconfig has {Instead(user)}: {GiveToken}");
    }

    private static string Instead(Node? user)
    {
        if (user.At("exec") is not null || user.At("auth-provider") is not null)
        {
            return "a program that makes tokens, which is not run";
        }

        return user.At("client-certificate-data") is not null || user.At("client-certificate") is not null
            ? "a certificate, and Thanos Querier takes tokens alone"
            : "no token";
    }

    /// <summary>The entry of a list with a name, and its file.</summary>
    private (string File, Node Entry) Find(string kind, string name, string otherwise)
    {
        foreach (var file in files)
        {
            if (file.Root.Each($"{kind}s").FirstOrDefault(entry => entry.TextAt("name") == name) is { } entry)
            {
                return (file.Path, entry);
            }
        }

        throw new ClusterException(otherwise);
    }

    private static string Beside(string file, string path) => Path.Combine(Path.GetDirectoryName(file) ?? "", path);

    private static void RefuseIf(bool isSo, string message)
    {
        if (isSo)
        {
            throw new ClusterException(message);
        }
    }
}
