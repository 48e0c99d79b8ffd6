using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Pods;

/// <summary>
/// Finds in a message of a container runtime the container that it does not get made. The kubelet gives up after two minutes and asks
/// again; the runtime is still at the first request, and says that its name is taken. Pure, never throws; what it does not know is null.
/// </summary>
/// <remarks>
/// CRI-O: <c>error reserving ctr name NAME for id</c> (internal/lib/container_server.go, 1.18 to 1.36) and, right after it, <c>Creation of
/// container NAME not yet finished.</c> (server/utils.go, 1.20 to 1.36), with <c>Currently at stage STAGE.</c> from 1.25.1 on; a sandbox
/// has <c>pod name</c> and <c>sandbox</c> instead. NAME is <c>k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT</c>. containerd: <c>failed to reserve
/// container name "CONTAINER_POD_NAMESPACE_UID_ATTEMPT"</c>, or <c>sandbox name</c> (container_create.go, sandbox_run.go and helpers.go, in
/// pkg/cri/server of 1.6 and 1.7, in internal/cri/server of 2.0 to 2.3); the quotes are escaped in its log.
/// </remarks>
internal static class RuntimeMessage
{
    private const string StageWord = "Currently at stage ";

    private static readonly (string Before, string Runtime, bool Container)[] Forms =
    [
        ("Creation of container ", "CRI-O", true),
        ("Creation of sandbox ", "CRI-O", false),
        ("error reserving ctr name ", "CRI-O", true),
        ("error reserving pod name ", "CRI-O", false),
        ("failed to reserve container name ", "containerd", true),
        ("failed to reserve sandbox name ", "containerd", false),
    ];

    /// <summary>The container or pod that a message says is not made; null for any other message.</summary>
    public static StuckPod? Parse(string message, DateTimeOffset at)
    {
        foreach (var (before, runtime, isContainer) in Forms)
        {
            if (message.IndexOf(before, StringComparison.Ordinal) is var found and >= 0)
            {
                var name = Name(message.AsSpan(found + before.Length));
                return Parse(name, isContainer, runtime) is var (pod, container)
                    ? new(pod, container, at, Stage(message), runtime)
                    : null;
            }
        }

        return null;
    }

    private static string Name(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart("\\\"");
        var end = rest.IndexOfAnyExceptInRange('-', 'z');
        return (end < 0 ? rest : rest[..end]).TrimEnd('\\').ToString();
    }

    private static (string Pod, string Container)? Parse(string name, bool isContainer, string runtime)
    {
        var parts = name.Split('_');
        var at = runtime == "CRI-O" ? 1 : 0;
        var container = isContainer && at < parts.Length ? parts[at++] : "";
        return parts.Length == at + 4 && PodNames.IsName(parts[at]) && PodNames.IsName(parts[at + 1]) && PodNames.IsName(container)
            ? ($"{parts[at + 1]}/{parts[at]}", container)
            : null;
    }

    private static string Stage(string message)
    {
        if (message.IndexOf(StageWord, StringComparison.Ordinal) is not (var found and >= 0))
        {
            return "";
        }

        var rest = message[(found + StageWord.Length)..];
        return rest.IndexOfAny(['.', ':']) is var end and > 0 and < 60 ? rest[..end] : "";
    }
}
