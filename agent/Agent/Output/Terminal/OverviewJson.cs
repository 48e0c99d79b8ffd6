using System.Collections.Immutable;
using System.Text.Json;
using AutomountAgent.Derive;

namespace AutomountAgent.Output.Terminal;

/// <summary>The part of the document of the daemon that is about the node beside the chain; so many rows of each kind.</summary>
internal static class OverviewJson
{
    /// <summary>Rows of a kind. A document is for a screen or a dashboard; all of it is in the metrics.</summary>
    private const int MaxRows = 200;

    /// <summary>The document.</summary>
    public static OverviewDocument Of(NodeOverview node) => new(
        [.. node.Servers.Take(MaxRows).Select(Of)],
        [.. node.Roots.Take(MaxRows).Select(r => new RootDocument(r.MountPoint, r.Map, r.Mounts, r.Timeout.TotalSeconds, r.IsServed))],
        [.. node.Required.Take(MaxRows).Select(p => new PathDocument(p.Path, p.IsReady, p.Detail))],
        [.. node.Pods.Take(MaxRows).Select(p => new PodDocument(p.Pod, p.State.Name(), p.Paths))],
        Left(node.Servers.Length) + Left(node.Roots.Length) + Left(node.Required.Length) + Left(node.Pods.Length));

    /// <summary>What a document says; null when it says nothing of it.</summary>
    /// <exception cref="FormatException">It is that of another version of this program.</exception>
    public static (NodeOverview Node, int More)? Read(JsonElement chain)
    {
        if (!chain.TryGetProperty("overview", out var overview))
        {
            return null;
        }

        var node = new NodeOverview(
            [.. overview.GetProperty("servers").EnumerateArray().Select(ServerOf)],
            [.. overview.GetProperty("roots").EnumerateArray().Select(RootOf)],
            [.. overview.GetProperty("requiredPaths").EnumerateArray().Select(PathOf)],
            [.. overview.GetProperty("pods").EnumerateArray().Select(PodOf)]);
        return (node, overview.GetProperty("more").GetInt32());
    }

    private static int Left(int rows) => Math.Max(rows - MaxRows, 0);

    private static ServerDocument Of(ServerOverview server) => new(
        server.Host,
        server.Version,
        server.State.Name(),
        server.ResponseTime?.TotalSeconds,
        server.Mounts.ToDictionary(mounts => mounts.State.Name(), mounts => mounts.Count),
        server.Detail);

    private static ServerOverview ServerOf(JsonElement server) => new(
        Text(server, "server"),
        Text(server, "version"),
        ChainJsonReader.Known(HealthStates.All, HealthStates.Name, Text(server, "state")),
        server.TryGetProperty("responseSeconds", out var seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : null,
        [
            .. server.GetProperty("mounts").EnumerateObject().Select(count => new MountCount(
                ChainJsonReader.Known(HealthStates.All, HealthStates.Name, count.Name), count.Value.GetInt32())),
        ],
        Text(server, "detail"));

    private static RootOverview RootOf(JsonElement root) => new(
        Text(root, "mountPoint"),
        Text(root, "map"),
        root.GetProperty("mounts").GetInt32(),
        TimeSpan.FromSeconds(root.GetProperty("timeoutSeconds").GetDouble()),
        root.GetProperty("served").GetBoolean());

    private static PathOverview PathOf(JsonElement path) =>
        new(Text(path, "path"), path.GetProperty("ready").GetBoolean(), Text(path, "detail"));

    private static PodOverview PodOf(JsonElement pod) => new(
        Text(pod, "pod"),
        ChainJsonReader.Known(PodStates.All, PodStates.Name, Text(pod, "state")),
        [.. pod.GetProperty("paths").EnumerateArray().Select(path => path.GetString() ?? "")]);

    private static string Text(JsonElement element, string name) => ChainJsonReader.Text(element, name) ?? "";
}

internal sealed record OverviewDocument(
    ImmutableArray<ServerDocument> Servers,
    ImmutableArray<RootDocument> Roots,
    ImmutableArray<PathDocument> RequiredPaths,
    ImmutableArray<PodDocument> Pods,
    int More);

internal sealed record ServerDocument(
    string Server, string Version, string State, double? ResponseSeconds, IReadOnlyDictionary<string, int> Mounts, string Detail);

internal sealed record RootDocument(string MountPoint, string Map, int Mounts, double TimeoutSeconds, bool Served);

internal sealed record PathDocument(string Path, bool Ready, string Detail);

internal sealed record PodDocument(string Pod, string State, ImmutableArray<string> Paths);
