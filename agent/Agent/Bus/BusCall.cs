namespace AutomountAgent.Bus;

/// <summary>A D-Bus method call whose arguments are strings.</summary>
/// <param name="Destination">Name of the service.</param>
/// <param name="Path">Object path.</param>
/// <param name="Interface">Interface of the method.</param>
/// <param name="Member">The method.</param>
/// <param name="Arguments">Its arguments, each of type <c>s</c>.</param>
internal sealed record BusCall(string Destination, string Path, string Interface, string Member, params string[] Arguments)
{
    private const string Properties = "org.freedesktop.DBus.Properties";

    /// <summary>Whether the bus may start the service for this call. Off by default: observing a service must not start it.</summary>
    public bool AutoStart { get; init; }

    /// <summary>Reads one property; the answer is read by <see cref="BusReader.ReadPropertyText"/>.</summary>
    /// <param name="destination">Name of the service.</param>
    /// <param name="path">Object path.</param>
    /// <param name="of">Interface of the property.</param>
    /// <param name="property">Name of the property.</param>
    public static BusCall Get(string destination, string path, string of, string property) =>
        new(destination, path, Properties, "Get", of, property);

    /// <summary>Reads all properties of an interface; the answer is read by <see cref="BusReader.ReadProperties"/>.</summary>
    /// <param name="destination">Name of the service.</param>
    /// <param name="path">Object path.</param>
    /// <param name="of">The interface.</param>
    public static BusCall GetAll(string destination, string path, string of) =>
        new(destination, path, Properties, "GetAll", of);

    /// <inheritdoc/>
    public override string ToString() => $"{Interface}.{Member} of {Destination}";
}
