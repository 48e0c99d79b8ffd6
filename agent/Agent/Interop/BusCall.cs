namespace AutomountAgent.Interop;

/// <summary>A D-Bus method call with string arguments: all that the agent calls.</summary>
/// <param name="Destination">Name of the service.</param>
/// <param name="Path">Object path.</param>
/// <param name="Interface">Interface of the method.</param>
/// <param name="Member">The method.</param>
/// <param name="Arguments">Its arguments, each of type <c>s</c>.</param>
internal sealed record BusCall(string Destination, string Path, string Interface, string Member, params string[] Arguments)
{
    /// <summary>Whether the bus may start the service for this call. Off: looking at a service must not start it.</summary>
    public bool AutoStart { get; init; }

    /// <summary>org.freedesktop.DBus.Properties.GetAll; its answer is read by <see cref="BusReader.ReadProperties"/>.</summary>
    /// <param name="destination">Name of the service.</param>
    /// <param name="path">Object path.</param>
    /// <param name="of">The interface whose properties are asked for.</param>
    public static BusCall GetAll(string destination, string path, string of) =>
        new(destination, path, "org.freedesktop.DBus.Properties", "GetAll", of);

    /// <inheritdoc/>
    public override string ToString() => $"{Interface}.{Member} of {Destination}";
}
