using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Output;

/// <summary>
/// The status of a node without names of users, paths below the roots, and keys, for a ticket or a screen that others see. What is free
/// text is left out, because nobody can say what is in it: a finding has the sentence of the catalogue instead of its own. A name becomes
/// a placeholder, the same one for the same name while this object lives; which name it was cannot be found by trying names without
/// <paramref name="key"/>. Whoever may ask for the one document may ask for the other: this is no access control. Pure.
/// </summary>
/// <param name="key">Secret of this process.</param>
/// <param name="state">The state, which knows the roots and the servers.</param>
internal sealed class Redaction(ReadOnlyMemory<byte> key, NodeState state)
{
    // Paths of files that belong to the system, never to a user.
    private static readonly ImmutableArray<string> SystemFolders = ["/etc/", "/usr/", "/run/", "/proc/", "/sys/"];

    // A direct key is a path of somebody's choice, and so no root in this sense.
    private readonly ImmutableArray<string> roots =
    [
        .. (state.Mounts?.Seen?.Roots ?? []).Where(root => root.Kind == AutofsMountKind.Indirect)
            .Select(root => root.MountPoint)
            .OrderByDescending(point => point.Length),
    ];

    private readonly ImmutableHashSet<string> servers =
        [.. (state.Servers?.Seen?.Servers ?? []).Select(server => server.Target.Host)];

    /// <summary>The report.</summary>
    public ChainReport Of(ChainReport report) => report with
    {
        Links =
        [
            .. report.Links.Select(link => link with { Reason = "", Findings = [.. link.Findings.Select(Of)] }),
        ],
        Conditions = [.. report.Conditions.Select(condition => condition with { Message = "" })],
    };

    /// <summary>The rest of the node.</summary>
    public NodeOverview Of(NodeOverview node) => new(
        [.. node.Servers.Select(server => server with { Detail = "" })],
        [.. node.Roots.Select(root => root with { MountPoint = Path(root.MountPoint), Map = Map(root.Map) })],
        [.. node.Required.Select(path => path with { Path = Path(path.Path), Detail = "" })],
        [.. node.Pods.Select(pod => pod with { Pod = Placeholder("pod", pod.Pod), Paths = [.. pod.Paths.Select(Path)] })]);

    private Finding Of(Finding finding) => finding with
    {
        Subject = Subject(finding),
        Message = finding.Kind.Summary,
        Remedy = null,
        Excerpt = null,
        Source = finding.Source is { } source ? Of(source) : null,
        Pods = [.. finding.Pods.Select(pod => Placeholder("pod", pod))],
    };

    private FindingSource Of(FindingSource source) => source with
    {
        Map = source.Map is { } map ? Map(map) : null,
        Key = source.Key is { } name ? Placeholder("key", name) : null,
        Dn = null,
        File = source.File is { } file ? Path(file) : null,
    };

    /// <summary>Directory, sssd and automount are about servers, domains, maps and units; the other links may be about anything.</summary>
    private string Subject(Finding finding)
    {
        var subject = finding.Subject;
        if (subject.StartsWith('/'))
        {
            return Path(subject);
        }

        var isOfTheNode = finding.Kind.Link is Link.Directory or Link.Sssd or Link.Automount;
        return isOfTheNode || servers.Contains(subject) || subject == finding.Server || subject == finding.Source?.Map
            ? subject
            : Placeholder("name", subject);
    }

    private string Map(string map) => map.StartsWith('/') ? Path(map) : map;

    private string Path(string path)
    {
        if (roots.Contains(path) || SystemFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
        {
            return path;
        }

        return roots.FirstOrDefault(root => path.StartsWith($"{root}/", StringComparison.Ordinal)) is { } above
            ? $"{above}/{Placeholder("path", path[(above.Length + 1)..])}"
            : $"/{Placeholder("path", path)}";
    }

    private string Placeholder(string what, string name) =>
        $"{what}-{Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(name)).AsSpan(0, 4))}";
}
