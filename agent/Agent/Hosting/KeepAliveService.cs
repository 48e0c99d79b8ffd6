namespace AutomountAgent.Hosting;

/// <summary>
/// Sends <c>WATCHDOG=1</c> while there are <see cref="LifeSigns"/>. It waits for no collector and no verdict; it runs on the thread pool
/// that these need, so that a pool without a free thread ends the keep-alives as well.
/// </summary>
/// <param name="signs">What is attested.</param>
/// <param name="manager">systemd.</param>
internal sealed class KeepAliveService(LifeSigns signs, ServiceManager manager) : BackgroundService
{
    /// <summary>A sixth of the unit's <c>WatchdogSec=</c>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, stoppingToken);
            if (signs.AreThere)
            {
                manager.Watchdog();
            }
        }
    }
}
