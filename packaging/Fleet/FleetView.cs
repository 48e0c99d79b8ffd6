using System.Collections.Immutable;
using Automount.Findings;

namespace AutomountPackaging.Fleet;

/// <summary>How many nodes run a version.</summary>
internal sealed record VersionRow(string Version, int Nodes);

/// <summary>How many nodes have a link in each state.</summary>
internal sealed record LinkRow(string Link, int Broken, int Degraded, int Unknown, int Ok);

/// <summary>A server as its nodes see it.</summary>
/// <param name="Server">Name of the server.</param>
/// <param name="Nodes">How many nodes use it.</param>
/// <param name="Down">The nodes that it does not answer.</param>
/// <param name="Hung">The nodes whose mounts of it hang.</param>
/// <param name="Since">Since when it does not answer some node, to the minute; null when it answers all, or that is not known.</param>
internal sealed record ServerRow(
    string Server, int Nodes, ImmutableArray<string> Down, ImmutableArray<string> Hung, DateTimeOffset? Since)
{
    /// <summary>Whether some node suffers.</summary>
    public bool IsAtFault => Down.Length + Hung.Length > 0;

    /// <summary>The nodes that suffer.</summary>
    public ImmutableArray<string> Suffering { get; } = [.. Down.Union(Hung)];
}

/// <summary>A finding and the nodes that have it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Severity">Its severity, as the agent names it.</param>
/// <param name="Follows">Code of the finding that it only follows from; empty when it stands for itself.</param>
/// <param name="Nodes">The nodes.</param>
internal sealed record FindingRow(string Code, string Severity, string Follows, ImmutableArray<string> Nodes)
{
    /// <summary>Whether it is an error.</summary>
    public bool IsError => Severity == Automount.Findings.Severity.Error.Name();
}

/// <summary>All nodes at one moment. Nodes are in the order of their names. Pure.</summary>
/// <param name="Time">When, by the clock of who answered.</param>
/// <param name="Answering">The nodes whose agents are scraped.</param>
/// <param name="Silent">The nodes whose agents are not: what else is here says nothing of them.</param>
/// <param name="Missing">How many nodes should have an agent and are not known to Prometheus.</param>
/// <param name="Versions">The versions of the agent, the commonest first.</param>
/// <param name="Links">The links, in the order of the chain.</param>
/// <param name="Servers">The servers, those first of which most nodes suffer.</param>
/// <param name="Findings">The findings: errors first, then those of most nodes.</param>
/// <param name="Gaps">Why something may be missing here.</param>
internal sealed record FleetView(
    DateTimeOffset Time,
    ImmutableArray<string> Answering,
    ImmutableArray<string> Silent,
    int Missing,
    ImmutableArray<VersionRow> Versions,
    ImmutableArray<LinkRow> Links,
    ImmutableArray<ServerRow> Servers,
    ImmutableArray<FindingRow> Findings,
    ImmutableArray<string> Gaps)
{
    /// <summary>Whether some node has a finding that is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.IsError);

    /// <summary>Whether every node was seen, and every link of it.</summary>
    public bool IsComplete =>
        Answering.Length > 0 && Silent.IsEmpty && Missing == 0 && Gaps.IsEmpty && Links.All(link => link.Unknown == 0);

    /// <summary>That of the answers.</summary>
    /// <param name="answers">The answers by the name of the query.</param>
    public static FleetView Of(ImmutableDictionary<string, QueryAnswer> answers)
    {
        ImmutableArray<Sample> Samples(FleetQuery query) => answers.GetValueOrDefault(query.Name, QueryAnswer.Empty).Samples;

        var time = TimeOf(Samples(FleetQuery.Now).FirstOrDefault()) ?? DateTimeOffset.UnixEpoch;
        var up = Samples(FleetQuery.Up).ToLookup(sample => sample.Value > 0);
        var desired = Samples(FleetQuery.Desired).Select(CountOf).FirstOrDefault();
        return new(
            time,
            Nodes(up[true]),
            Nodes(up[false]),
            Math.Max(desired - up.Sum(nodes => nodes.Count()), 0),
            [
                .. Samples(FleetQuery.Versions).Select(sample => new VersionRow(sample["version"], CountOf(sample)))
                    .OrderByDescending(row => row.Nodes).ThenBy(row => row.Version, StringComparer.Ordinal),
            ],
            LinksOf(Samples(FleetQuery.LinkStates)),
            ServersOf(Samples),
            FindingsOf(Samples(FleetQuery.Findings)),
            [.. answers.Values.SelectMany(answer => answer.Warnings).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static ImmutableArray<LinkRow> LinksOf(ImmutableArray<Sample> samples)
    {
        var counts = samples.ToLookup(sample => (sample["link"], sample["state"]), CountOf);
        int Count(Link link, string state) => counts[(link.Name(), state)].Sum();

        return
        [
            .. Automount.Findings.Links.All.Where(link => samples.Any(sample => sample["link"] == link.Name())).Select(link => new LinkRow(
                link.Name(), Count(link, "broken"), Count(link, "degraded"), Count(link, "unknown"), Count(link, "ok"))),
        ];
    }

    private static ImmutableArray<ServerRow> ServersOf(Func<FleetQuery, ImmutableArray<Sample>> samples)
    {
        var nodes = samples(FleetQuery.Servers).ToLookup(sample => sample["server"], CountOf);
        var down = samples(FleetQuery.Down).ToLookup(sample => sample["server"]);
        var hung = samples(FleetQuery.Hung).ToLookup(sample => sample["server"]);
        var well = samples(FleetQuery.LastWell).ToLookup(sample => sample["server"]);
        var first = samples(FleetQuery.FirstDown).ToLookup(sample => sample["server"]);
        return
        [
            .. nodes.Select(group => group.Key).Union(down.Select(group => group.Key)).Union(hung.Select(group => group.Key))
                .Select(name => new ServerRow(
                    name, nodes[name].Sum(), Nodes(down[name]), Nodes(hung[name]),
                    down.Contains(name) ? TimeOf(well[name].Concat(first[name]).FirstOrDefault()) : null))
                .OrderByDescending(row => row.Suffering.Length).ThenBy(row => row.Server, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<FindingRow> FindingsOf(ImmutableArray<Sample> samples) =>
    [
        .. samples.GroupBy(sample => (Code: sample["code"], Severity: sample["severity"], Follows: sample["follows"]))
            .Select(group => new FindingRow(group.Key.Code, group.Key.Severity, group.Key.Follows, Nodes(group)))
            .OrderByDescending(row => row.IsError)
            .ThenByDescending(row => row.Nodes.Length)
            .ThenBy(row => row.Code, StringComparer.Ordinal),
    ];

    private static ImmutableArray<string> Nodes(IEnumerable<Sample> samples) =>
        [.. samples.Select(sample => sample["instance"]).Distinct().Order(StringComparer.Ordinal)];

    private static int CountOf(Sample sample) => double.IsFinite(sample.Value) ? (int)Math.Clamp(sample.Value, 0, int.MaxValue) : 0;

    private static DateTimeOffset? TimeOf(Sample? sample) => sample?.Value is > 0 and < 1e11 and var seconds
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
        : null;
}
