namespace AutomountAgent.Interop;

/// <summary>
/// libsystemd, only functions without C variadics and none newer than systemd 252. Results below zero are negative errno values.
/// </summary>
internal static unsafe partial class LibSystemd
{
    private const string Library = "libsystemd.so.0";
}
