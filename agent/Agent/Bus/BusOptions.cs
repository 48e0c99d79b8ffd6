using AutomountAgent.Interop;
using Tmds.DBus.Protocol;

namespace AutomountAgent.Bus;

/// <summary>
/// How a connection introduces itself. The library's own options accept file descriptors, which any local user could then send, and fail
/// where <c>/var/lib/dbus/machine-id</c> is malformed.
/// </summary>
/// <param name="address">Address of the bus.</param>
internal sealed class BusOptions(string address) : DBusConnectionOptions
{
    private const string NoMachineId = "00000000000000000000000000000000";

    /// <inheritdoc/>
    protected override ValueTask<SetupResult> SetupAsync(CancellationToken cancellationToken) => new(new SetupResult(address)
    {
        UserId = $"{LibC.GetEffectiveUserId()}",
        MachineId = NoMachineId,
        SupportsFdPassing = false,
    });
}
