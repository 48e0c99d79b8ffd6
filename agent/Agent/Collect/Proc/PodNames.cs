using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// The names of the node's pods, without a question to the API server: the kubelet makes a folder <c>NAMESPACE_NAME_UID</c> for the logs of
/// each pod before it starts its first container. Not thread-safe.
/// </summary>
/// <param name="host">Where the folders are.</param>
internal sealed class PodNames(HostPaths host)
{
    private const int MaximumFolders = 10_000;

    /// <summary>253, the longest name of a pod, and 63, that of a namespace (RFC 1123).</summary>
    private const int Longest = 253 + 1 + 63;

    private Dictionary<string, string> names = [];

    /// <summary>The pod as <c>namespace/name</c>; its UID where no folder names it.</summary>
    public string Find(string uid)
    {
        if (!names.TryGetValue(uid, out var name))
        {
            names = Read();
            names.TryAdd(uid, uid);
            name = names[uid];
        }

        return name;
    }

    private Dictionary<string, string> Read()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in LibCDirectory.Names(host.PodLogs, MaximumFolders) ?? [])
        {
            if (folder.Split('_') is [{ Length: > 0 } space, { Length: > 0 } name, { Length: > 0 } uid]
                && space.Length + name.Length < Longest
                && IsName(space)
                && IsName(name))
            {
                found[uid] = $"{space}/{name}";
            }
        }

        return found;
    }

    /// <summary>Whether a text has the characters of a name in Kubernetes (RFC 1123).</summary>
    public static bool IsName(string text) => text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
