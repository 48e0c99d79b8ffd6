using AutomountAgent.Bus;
using static AutomountAgent.Collect.Autofs.UnitReader;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Runs an action when systemd reports a change of one of a few units, and when the bus or systemd came back: then changes may have been
/// missed. A unit's PropertiesChanged covers all of its changes. UnitNew is not used: reading a unit that is not loaded loads it, which
/// raises that signal, and the watch would react to itself. JobRemoved comes for every unit of the node.
/// </summary>
internal sealed class UnitWatch
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<string> units;
    private readonly Action changed;

    /// <summary>Starts to watch, for as long as the bus lives.</summary>
    /// <param name="bus">The system bus.</param>
    /// <param name="units">Names of units, for example <c>autofs.service</c>.</param>
    /// <param name="changed">Runs on the thread pool, sometimes more than once for one change; it must not throw.</param>
    public UnitWatch(SystemBus bus, IReadOnlyList<string> units, Action changed)
    {
        this.units = units;
        this.changed = changed;
        bus.OnConnect(SetUpAsync);
    }

    private async Task SetUpAsync(BusConnection connection, CancellationToken cancel)
    {
        foreach (var unit in units)
        {
            var path = BusPath.Encode("/org/freedesktop/systemd1/unit", unit);
            var match = new BusMatch(Systemd, path, "org.freedesktop.DBus.Properties", "PropertiesChanged");
            await connection.AddMatchAsync(match, changed, Deadline, cancel).ConfigureAwait(false);
        }

        void Subscribe() => _ = SubscribeAsync(connection, cancel);
        await connection.AddMatchAsync(BusMatch.OwnerOf(Systemd), Subscribe, Deadline, cancel).ConfigureAwait(false);
        await SubscribeAsync(connection, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Without a subscriber systemd sends no signals. After a restart of the bus, systemd may come back later than this process.
    /// </summary>
    private async Task SubscribeAsync(BusConnection connection, CancellationToken cancel)
    {
        try
        {
            var call = new BusCall(Systemd, ManagerPath, ManagerInterface, "Subscribe");
            await connection.CallAsync(call, static _ => true, Deadline, cancel).ConfigureAwait(false);
        }
        catch (BusException)
        {
            // No subscription, no signals. The poll that this causes reports the reason.
        }

        changed();
    }
}
