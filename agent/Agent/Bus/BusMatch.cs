namespace AutomountAgent.Bus;

/// <summary>Which signals to receive (a match rule of the D-Bus specification).</summary>
/// <param name="Sender">Name of the service that sends them.</param>
/// <param name="Path">Object path.</param>
/// <param name="Interface">Interface of the signal.</param>
/// <param name="Member">The signal.</param>
internal sealed record BusMatch(string Sender, string Path, string Interface, string Member)
{
    private const string Bus = "org.freedesktop.DBus";

    /// <summary>The first argument, a string; null for any.</summary>
    public string? FirstArgument { get; init; }

    /// <summary>The bus's signal that a name has an owner, has another one or has none any more.</summary>
    /// <param name="name">Name of a service.</param>
    public static BusMatch OwnerOf(string name) =>
        new(Bus, "/org/freedesktop/DBus", Bus, "NameOwnerChanged") { FirstArgument = name };

    /// <inheritdoc/>
    public override string ToString() => $"match of {Interface}.{Member} of {Sender}";
}
