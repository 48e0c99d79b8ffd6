using AutomountAgent.Native;

namespace AutomountAgent.Observe.Automount;

/// <summary>Reads the state of a service from systemd (org.freedesktop.systemd1(5)). Any user may.</summary>
/// <param name="bus">The system bus.</param>
public sealed class UnitReader(SystemBus bus)
{
    /// <summary>systemd's name on the bus.</summary>
    public const string Systemd = "org.freedesktop.systemd1";

    /// <summary>systemd's manager object.</summary>
    public const string ManagerPath = "/org/freedesktop/systemd1";

    /// <summary>Interface of <see cref="ManagerPath"/>.</summary>
    public const string ManagerInterface = "org.freedesktop.systemd1.Manager";

    /// <summary>How long systemd may take to answer one call. It answers from memory.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads one service. A unit that does not exist has the load state <c>not-found</c>, a masked one <c>masked</c>: LoadUnit answers for every
    /// name, unlike GetUnit, which knows only what is in systemd's memory.
    /// </summary>
    /// <param name="name">For example <c>autofs.service</c>.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">systemd could not be asked.</exception>
    public async Task<UnitState> ReadAsync(string name, CancellationToken cancel)
    {
        var load = new BusCall(Systemd, ManagerPath, ManagerInterface, "LoadUnit", name);
        var path = await bus.CallAsync(load, static r => r.ReadString(), Deadline, cancel).ConfigureAwait(false);
        var unit = PropertiesAsync(path, "org.freedesktop.systemd1.Unit", cancel);
        var service = PropertiesAsync(path, "org.freedesktop.systemd1.Service", cancel);
        await Task.WhenAll(unit, service).ConfigureAwait(false);
        return ToState(name, await unit.ConfigureAwait(false), await service.ConfigureAwait(false));
    }

    /// <summary>The state that systemd's properties stand for; a property that is missing is empty, zero or null.</summary>
    /// <param name="name">Name of the unit.</param>
    /// <param name="unit">Properties of org.freedesktop.systemd1.Unit.</param>
    /// <param name="service">Properties of org.freedesktop.systemd1.Service.</param>
    public static UnitState ToState(string name, IReadOnlyDictionary<string, object?> unit, IReadOnlyDictionary<string, object?> service)
    {
        // Not StateChangeTimestamp, which moves with every change of the sub state, a reload for example.
        string[] changes = ["ActiveEnterTimestamp", "ActiveExitTimestamp", "InactiveEnterTimestamp", "InactiveExitTimestamp"];
        return new UnitState(
            name,
            Text(unit, "LoadState"),
            Text(unit, "ActiveState"),
            Text(unit, "SubState"),
            Text(service, "Result"),
            service.GetValueOrDefault("MainPID") as uint? ?? 0,
            Convert.ToHexStringLower(unit.GetValueOrDefault("InvocationID") as byte[] ?? []),
            changes.Max(change => Moment(unit, change)),
            Moment(service, "ExecMainStartTimestamp"),
            // Before its conditions were ever looked at, ConditionResult is false, too.
            unit.GetValueOrDefault("ConditionResult") is not false || Moment(unit, "ConditionTimestamp") is null);
    }

    private Task<IReadOnlyDictionary<string, object?>> PropertiesAsync(string path, string of, CancellationToken cancel) =>
        bus.CallAsync(BusCall.GetAll(Systemd, path, of), static r => r.ReadProperties(), Deadline, cancel);

    private static string Text(IReadOnlyDictionary<string, object?> properties, string name) =>
        properties.GetValueOrDefault(name) as string ?? "";

    /// <summary>Microseconds since 1970; zero means never. What lies beyond the calendar is no moment.</summary>
    private static DateTimeOffset? Moment(IReadOnlyDictionary<string, object?> properties, string name) =>
        properties.GetValueOrDefault(name) is ulong microseconds and > 0 and < 253_402_300_800_000_000
            ? DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds)
            : null;
}
