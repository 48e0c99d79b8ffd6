using NodeTests.Support;

namespace NodeTests.Faults;

/// <summary>The faults that the agent must name, in the order of the chain.</summary>
public static class FaultList
{
    public static IReadOnlyList<Fault> All { get; } =
        [.. DirectoryFaults.All, .. AutomountFaults.All, .. MapFaults.All, .. ServerFaults.All, .. MountFaults.All];

    /// <summary>Those that can be caused on this node.</summary>
    public static IEnumerable<Fault> OfNode => MapSource.IsFiles ? All.Where(IsCausedOnFiles) : All;

    /// <summary>Whether a node with file maps can have it.</summary>
    public static bool IsCausedOnFiles(Fault fault) => !fault.NeedsDirectory && !DirectoryFaults.All.Contains(fault);
}
