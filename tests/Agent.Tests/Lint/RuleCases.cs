using Automount.Maps;
using Automount.Maps.Sources;

namespace AgentTests.Lint;

/// <summary>For each rule the maps that break it, where the finding points, and maps that only just do not.</summary>
/// <param name="Code">The code.</param>
/// <param name="Subject">Map and key; the map alone when it is about the map.</param>
/// <param name="Column">Column in the value; 0 when it points to the key, -1 when to no place.</param>
/// <param name="Broken">The maps.</param>
/// <param name="NearMisses">Maps about which the rule says nothing.</param>
public sealed record RuleCase(string Code, string Subject, int Column, string Broken, params string[] NearMisses)
{
    /// <summary>The node.</summary>
    public NodeFacts Node { get; init; } = NodeFacts.None;
}

public static partial class RuleCases
{
    public static readonly NodeFacts CoreOs = NodeFacts.None with
    {
        IsOstree = true,
        Links = SymbolicLinks.Of([new("/home", "/var/home"), new("/opt", "/var/opt")]),
        TopDirectories = ["/home", "/opt", "/var", "/usr", "/etc", "/mnt"],
        OwnNames = NodeFacts.None.OwnNames.Union(["node1", "node1.example.com", "10.0.0.7"]),
        FileSystems = ["nfs", "nfs4", "xfs"],
        HomeTemplates = ["/home/%u"],
    };

    /// <summary>autofs.conf without mount_nfs_default_protocol.</summary>
    public static readonly NodeFacts Upstream = NodeFacts.None with { NfsDefaultProtocol = 3 };

    public static IReadOnlyList<RuleCase> All => [.. Master, .. Keys, .. Entries, .. Options];

    /// <summary>One indirect map of anything but homes.</summary>
    private static string Map(params string[] lines) => "auto.master\n/net/x auto.x\n\nauto.x\n" + string.Join('\n', lines);

    /// <summary>One indirect map with one entry.</summary>
    private static string Entry(string value) => Map("k " + value);

    private static string Direct(params string[] lines) => "auto.master\n/- auto.d\n\nauto.d\n" + string.Join('\n', lines);

    private static string Home(params string[] lines) => "auto.master\n/home auto.home\n\nauto.home\n" + string.Join('\n', lines);

    private static string Root(string line) => $"auto.master\n{line}\n\nauto.x\na -fstype=nfs4 h:/a";
}
