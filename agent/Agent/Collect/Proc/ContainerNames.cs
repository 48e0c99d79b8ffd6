using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// The names of containers by their shortened ids, without a question to the runtime: the kubelet makes a link
/// <c>POD_NAMESPACE_CONTAINER-ID.log</c> for each. The folder is listed once, when a name is first asked for.
/// </summary>
/// <param name="host">Where the links are.</param>
internal sealed class ContainerNames(HostPaths host)
{
    private const int MaxLinks = 10_000;
    private const int IdLength = 64;
    private const string End = ".log";

    private readonly Lazy<Dictionary<string, string>> names = new(() => Read(host));

    /// <summary>The name of a container; its id where no link names it.</summary>
    /// <param name="shortId">Its id, shortened as crictl does.</param>
    public string Find(string shortId) => names.Value.GetValueOrDefault(shortId, shortId);

    private static Dictionary<string, string> Read(HostPaths host)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in LibCDirectory.Names(host.ContainerLogs, MaxLinks) ?? [])
        {
            if (link.Split('_') is [_, _, var last]
                && last.EndsWith(End, StringComparison.Ordinal)
                && last.Length - End.Length - IdLength - 1 is var dash and > 0 and <= 63
                && last[dash] == '-'
                && PodNames.IsName(last[..dash]))
            {
                found[last.Substring(dash + 1, CgroupPod.ShortId)] = last[..dash];
            }
        }

        return found;
    }
}
