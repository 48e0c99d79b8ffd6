using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace AutomountAgent.Hosting;

/// <summary>
/// Reports to systemd how the daemon is (sd_notify(3)). The host sends READY and STOPPING through it, the services the rest. Outside
/// systemd (no NOTIFY_SOCKET) nothing happens. A message that cannot be sent is lost: without WATCHDOG systemd restarts the service.
/// </summary>
/// <param name="systemd">Sends a message.</param>
/// <param name="lifetime">Whether the daemon has started and is not ending.</param>
/// <param name="time">A clock whose timestamps are those of CLOCK_MONOTONIC.</param>
internal sealed class ServiceManager(ISystemdNotifier systemd, IHostApplicationLifetime lifetime, TimeProvider time) : ISystemdNotifier
{
    /// <summary>systemd drops messages above 4096 bytes; a character has at most three.</summary>
    private const int MaxStatusLength = 1000;

    /// <inheritdoc/>
    public bool IsEnabled => systemd.IsEnabled;

    /// <inheritdoc/>
    public void Notify(ServiceState state)
    {
        // The host reports READY at the end of its start, even of one that a signal or a failure has cut short.
        if (lifetime.ApplicationStopping.IsCancellationRequested && state.ToString() == ServiceState.Ready.ToString())
        {
            return;
        }

        try
        {
            systemd.Notify(state);
        }
        catch (SocketException)
        {
            // As documented: the message is lost.
        }
    }

    /// <summary>Reports the daemon's state in one sentence for a person, shown by <c>systemctl status</c>.</summary>
    public void Status(string status) => Notify(new($"STATUS={OneLine(status)}"));

    /// <summary>Reports that the daemon works. systemd restarts it when this is missing for <c>WatchdogSec=</c>.</summary>
    public void Watchdog() => Notify(new("WATCHDOG=1"));

    /// <summary>Reports that the configuration is being read again. <see cref="Reloaded"/> must follow.</summary>
    public void Reloading() => NotifyAfterStart(new($"RELOADING=1\nMONOTONIC_USEC={(long)time.GetElapsedTime(0).TotalMicroseconds}"));

    /// <summary>Reports that a configuration is in force again: the new one, or the last good one.</summary>
    public void Reloaded() => NotifyAfterStart(ServiceState.Ready);

    /// <summary>Before the start is complete READY would end it, whatever it is meant to answer.</summary>
    private void NotifyAfterStart(ServiceState state)
    {
        if (lifetime.ApplicationStarted.IsCancellationRequested)
        {
            Notify(state);
        }
    }

    /// <summary>A newline would start another assignment.</summary>
    private static string OneLine(string status)
    {
        var start = status.Length > MaxStatusLength ? status[..MaxStatusLength] : status;
        return start.ReplaceLineEndings(" ").Replace('\0', ' ');
    }
}
