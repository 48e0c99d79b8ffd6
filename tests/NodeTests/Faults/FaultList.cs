using NodeTests.Support;

namespace NodeTests.Faults;

/// <summary>The faults that the agent must name, in the order of the chain.</summary>
public static class FaultList
{
    public static IReadOnlyList<Fault> All { get; } =
        [.. DirectoryFaults.All, .. AutomountFaults.All, .. MapFaults.All, .. ServerFaults.All, .. MountFaults.All];

    /// <summary>Those that can be caused on this node.</summary>
    public static IEnumerable<Fault> OfNode => MapSource.IsFiles ? All.Where(f => f.OnFiles) : All;
}
