namespace AutomountPackaging.Platform;

/// <summary>
/// Which TCP ports of a node pods on its network can use: those that are open between nodes and that no component of OpenShift listens on.
/// Source: openshift/enhancements, dev-guide/host-port-registry.md.
/// </summary>
internal static class HostPorts
{
    private static readonly (int First, int Last)[] Reserved =
    [
        (9001, 9001), (9099, 9110), (9120, 9123), (9191, 9194), (9200, 9219), (9257, 9258), (9300, 9301), (9400, 9401), (9444, 9449),
        (9537, 9537), (9545, 9545), (9637, 9637), (9641, 9644), (9977, 9980),
    ];

    /// <summary>Whether other nodes can reach the port.</summary>
    public static bool IsOpen(int port) => port is >= 9000 and <= 9999;

    /// <summary>Whether a component of OpenShift listens on the port.</summary>
    public static bool IsReserved(int port) => Array.Exists(Reserved, r => port >= r.First && port <= r.Last);
}
