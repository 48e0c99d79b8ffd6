namespace AutomountAgent.Interop;

/// <summary>
/// Tells the service manager how the agent is (sd_notify(3)). Outside systemd (no NOTIFY_SOCKET) nothing happens. The methods return whether the
/// message was sent.
/// </summary>
internal static class Notify
{
    /// <summary>The service manager drops messages above 4096 bytes; a character has at most three.</summary>
    private const int StatusLimit = 1000;

    /// <summary>The agent is up.</summary>
    /// <param name="status">One sentence for a person, shown by systemctl status.</param>
    public static bool Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>How the agent is, in one sentence for a person.</summary>
    public static bool Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>The agent is alive.</summary>
    public static bool Watchdog() => Send("WATCHDOG=1");

    /// <summary>The agent ends.</summary>
    public static bool Stopping() => Send("STOPPING=1");

    /// <summary>
    /// How often <see cref="Watchdog"/> is to be called: half of what the service manager allows (sd_watchdog_enabled(3)). Null when it does not
    /// ask for it.
    /// </summary>
    public static TimeSpan? WatchdogInterval =>
        LibSystemd.sd_watchdog_enabled(0, out var microseconds) > 0
            ? TimeSpan.FromMicroseconds(Math.Min(microseconds, (ulong)TimeSpan.FromDays(1).TotalMicroseconds) / 2)
            : null;

    /// <summary>A newline would start another assignment.</summary>
    private static string OneLine(string status) =>
        (status.Length > StatusLimit ? status[..StatusLimit] : status).ReplaceLineEndings(" ").Replace('\0', ' ');

    private static bool Send(string state) => LibSystemd.sd_notify(0, state) > 0;
}
