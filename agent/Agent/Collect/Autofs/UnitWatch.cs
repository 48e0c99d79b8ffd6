using AutomountAgent.Interop;
using static AutomountAgent.Collect.Autofs.UnitReader;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Calls back when systemd says that one of a few units has changed, and when the bus or systemd came back: then changes may have been
/// missed.
/// PropertiesChanged of the unit tells all of it. UnitNew is not listened to: reading a unit that is not loaded loads it, which makes that
/// signal,
/// and the watch would answer to itself. JobRemoved comes for every unit of the node: libsystemd cannot match it by its third argument,
/// because the
/// first is no string.
/// </summary>
internal sealed class UnitWatch
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<string> units;
    private readonly Action changed;

    /// <summary>Starts to watch, for as long as the bus lives.</summary>
    /// <param name="bus">The system bus.</param>
    /// <param name="units">Names of units, for example <c>autofs.service</c>.</param>
    /// <param name="changed">Runs on the bus's thread, several times for one change; must neither block nor throw.</param>
    public UnitWatch(SystemBus bus, IReadOnlyList<string> units, Action changed)
    {
        this.units = units;
        this.changed = changed;
        bus.OnConnect(Setup);
    }

    private void Setup(BusConnection connection)
    {
        foreach (var unit in units)
        {
            var path = BusPath.Encode("/org/freedesktop/systemd1/unit", unit);
            connection.AddMatch($"{From(Systemd, "org.freedesktop.DBus.Properties", "PropertiesChanged")},path='{path}'", changed);
        }

        connection.AddMatch(
            $"{From("org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged")},arg0='{Systemd}'", () => Subscribe(connection));
        Subscribe(connection);
    }

    /// <summary>
    /// Without a subscriber systemd sends no signals. After a restart of the bus, systemd may come back later than this process.
    /// </summary>
    private void Subscribe(BusConnection connection) => connection.Call(
        new BusCall(Systemd, ManagerPath, ManagerInterface, "Subscribe"),
        Deadline,
        _ => changed(),
        _ => changed()); // No subscription, no signals; why, the look that this causes says better.

    private static string From(string sender, string @interface, string member) =>
        $"type='signal',sender='{sender}',interface='{@interface}',member='{member}'";
}
