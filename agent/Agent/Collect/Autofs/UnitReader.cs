using System.Collections.Concurrent;
using AutomountAgent.Bus;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>Reads the state of a service from systemd (org.freedesktop.systemd1(5)). Any user may.</summary>
/// <param name="bus">The system bus.</param>
/// <param name="node">The node's own clock, with which files are dated.</param>
internal sealed class UnitReader(SystemBus bus, TimeProvider node)
{
    /// <summary>systemd's name on the bus.</summary>
    public const string Systemd = "org.freedesktop.systemd1";

    /// <summary>systemd's manager object.</summary>
    public const string ManagerPath = "/org/freedesktop/systemd1";

    /// <summary>Interface of <see cref="ManagerPath"/>.</summary>
    public const string ManagerInterface = "org.freedesktop.systemd1.Manager";

    private const string UnitInterface = "org.freedesktop.systemd1.Unit";

    /// <summary>How long systemd may take to answer one call. It answers from memory.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> silent = new();

    /// <summary>
    /// Reads one service. While systemd is silent, the last state stands for two polls: a reload of its units, or a storm of mounts,
    /// takes it seconds, and it answers nobody meanwhile.
    /// </summary>
    /// <param name="name">For example <c>autofs.service</c>.</param>
    /// <param name="last">What was read last; null when nothing was.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">systemd could not be asked.</exception>
    public async Task<UnitState> ReadAsync(string name, UnitState? last, CancellationToken cancel)
    {
        try
        {
            var unit = await ReadAsync(name, cancel).ConfigureAwait(false);
            silent.TryRemove(name, out _);
            return unit;
        }
        catch (BusException e) when (e.Kind == BusErrorKind.NoReply && last is not null && Missed(name) <= Observation.MaxMissedPolls)
        {
            return last;
        }
    }

    /// <summary>
    /// Reads one service. A unit that does not exist has the load state <c>not-found</c>, a masked one <c>masked</c>: LoadUnit answers
    /// for every name, unlike GetUnit, which knows only what is in systemd's memory.
    /// </summary>
    /// <param name="name">For example <c>autofs.service</c>.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">systemd could not be asked.</exception>
    public async Task<UnitState> ReadAsync(string name, CancellationToken cancel)
    {
        var path = await PathAsync(name, cancel).ConfigureAwait(false);
        var unit = PropertiesAsync(path, UnitInterface, cancel);
        var service = PropertiesAsync(path, "org.freedesktop.systemd1.Service", cancel);
        await Task.WhenAll(unit, service).ConfigureAwait(false);
        var sinceBoot = TimeSpan.FromSeconds((double)node.GetTimestamp() / node.TimestampFrequency);
        var ofUnit = await unit.ConfigureAwait(false);
        var ofService = await service.ConfigureAwait(false);
        return ToState(name, ofUnit, ofService, node.GetUtcNow() - sinceBoot) with
        {
            StateAge = sinceBoot - SinceBoot(ofUnit, "StateChangeTimestampMonotonic"),
            ProcessAge = sinceBoot - SinceBoot(ofService, "ExecMainStartTimestampMonotonic"),
        };
    }

    /// <summary>Whether a service is being started or stopped; false as well when systemd cannot be asked.</summary>
    /// <param name="name">For example <c>autofs.service</c>.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<bool> IsInTransitionAsync(string name, CancellationToken cancel)
    {
        try
        {
            var path = await PathAsync(name, cancel).ConfigureAwait(false);
            var get = BusCall.Get(Systemd, path, UnitInterface, "ActiveState");
            var state = await bus.CallAsync(get, static r => r.ReadPropertyText(), Deadline, cancel).ConfigureAwait(false);
            return state is "activating" or "deactivating";
        }
        catch (BusException)
        {
            return false;
        }
    }

    /// <summary>The state that systemd's properties stand for; a property that is missing is empty, zero or null.</summary>
    /// <param name="name">Name of the unit.</param>
    /// <param name="unit">Properties of org.freedesktop.systemd1.Unit.</param>
    /// <param name="service">Properties of org.freedesktop.systemd1.Service.</param>
    /// <param name="boot">When the monotonic clock was zero, as the node's clock is set now.</param>
    public static UnitState ToState(
        string name, BusProperties unit, BusProperties service, DateTimeOffset boot) => new(
        name,
        unit.Text("LoadState"),
        unit.Text("ActiveState"),
        service.Text("Result"),
        service.UInt32("MainPID") ?? 0,
        // Not ExecMainStartTimestamp: a service that was started before the clock was set would seem older than it is, or younger.
        boot + SinceBoot(service, "ExecMainStartTimestampMonotonic"),
        // Before its conditions were ever looked at, ConditionResult is false, too.
        unit.Boolean("ConditionResult") is not false || SinceBoot(unit, "ConditionTimestampMonotonic") is null);

    private Task<string> PathAsync(string name, CancellationToken cancel) =>
        bus.CallAsync(new BusCall(Systemd, ManagerPath, ManagerInterface, "LoadUnit", name), static r => r.ReadPath(), Deadline, cancel);

    private Task<BusProperties> PropertiesAsync(string path, string of, CancellationToken cancel) =>
        bus.CallAsync(BusCall.GetAll(Systemd, path, of), static r => r.ReadProperties(), Deadline, cancel);

    private int Missed(string name) => silent.AddOrUpdate(name, 1, static (_, before) => before + 1);

    /// <summary>Microseconds on the monotonic clock; zero means never, and so does more than a century.</summary>
    private static TimeSpan? SinceBoot(BusProperties properties, string name) =>
        properties.UInt64(name) is { } microseconds and > 0 and < 3_155_760_000_000_000 ? TimeSpan.FromMicroseconds(microseconds) : null;
}
