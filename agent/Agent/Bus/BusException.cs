namespace AutomountAgent.Bus;

/// <summary>Why a call over D-Bus failed, distinguished because the remedy differs. The set is fixed: it may become a label.</summary>
internal enum BusErrorKind
{
    /// <summary>There is no bus, or the connection to it was lost.</summary>
    NoBus,

    /// <summary>The service, or the bus itself, did not answer within the deadline.</summary>
    NoReply,

    /// <summary>Nobody owns the name, and the service was not to be started or could not be.</summary>
    NoOwner,

    /// <summary>The bus or the service refuses this caller.</summary>
    AccessDenied,

    /// <summary>The answer is not of the documented type, or is too large.</summary>
    BadReply,

    /// <summary>The service does not take the arguments; <see cref="BusException.Said"/> is why.</summary>
    BadRequest,

    /// <summary>Any other error; see the message.</summary>
    Other,
}

/// <summary>A call over D-Bus failed.</summary>
/// <param name="kind">Why.</param>
/// <param name="message">What was called and what came of it, one sentence.</param>
internal sealed class BusException(BusErrorKind kind, string message) : Exception(message)
{
    /// <summary>Why it failed.</summary>
    public BusErrorKind Kind => kind;

    /// <summary>What the service said itself, without what was called; empty when it said nothing.</summary>
    public string Said { get; init; } = "";

    /// <summary>The kind that a D-Bus error name stands for, as dbus-daemon, dbus-broker, systemd and sssd use them.</summary>
    public static BusErrorKind KindOf(string errorName) => errorName switch
    {
        "org.freedesktop.DBus.Error.NoReply" or
        "org.freedesktop.DBus.Error.Timeout" or
        "org.freedesktop.DBus.Error.TimedOut" => BusErrorKind.NoReply,
        "org.freedesktop.DBus.Error.ServiceUnknown" or
        "org.freedesktop.DBus.Error.NameHasNoOwner" => BusErrorKind.NoOwner,
        "org.freedesktop.DBus.Error.AccessDenied" or
        "org.freedesktop.DBus.Error.AuthFailed" or
        "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired" => BusErrorKind.AccessDenied,
        "org.freedesktop.DBus.Error.InvalidArgs" => BusErrorKind.BadRequest,
        _ when errorName.StartsWith("org.freedesktop.DBus.Error.Spawn.", StringComparison.Ordinal) => BusErrorKind.NoOwner,
        _ => BusErrorKind.Other,
    };
}
