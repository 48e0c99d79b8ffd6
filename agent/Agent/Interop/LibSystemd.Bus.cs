using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>
/// sd-bus(3), only the functions without C variadics and none newer than systemd 252. A bus, its messages and its slots belong to one thread.
/// Results below zero are negative errno values.
/// </summary>
internal static unsafe partial class LibSystemd
{
    private const string Library = "libsystemd.so.0";

    /// <summary>Connects to the system bus (DBUS_SYSTEM_BUS_ADDRESS); does not wait for the connection to be ready.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_bus_open_system(out nint bus);

    [LibraryImport(Library)]
    internal static partial int sd_bus_new(out nint bus);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_bus_set_address(nint bus, string address);

    [LibraryImport(Library)]
    internal static partial int sd_bus_set_bus_client(nint bus, int isClient);

    [LibraryImport(Library)]
    internal static partial int sd_bus_start(nint bus);

    /// <summary>Closes without waiting for what was not sent yet. Handlers are not called.</summary>
    [LibraryImport(Library)]
    internal static partial nint sd_bus_close_unref(nint bus);

    [LibraryImport(Library)]
    internal static partial int sd_bus_is_open(nint bus);

    [LibraryImport(Library)]
    internal static partial int sd_bus_is_ready(nint bus);

    /// <summary>Does one step of work; more than zero when there may be more.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_bus_process(nint bus, nint noMessage);

    [LibraryImport(Library)]
    internal static partial int sd_bus_get_fd(nint bus);

    [LibraryImport(Library)]
    internal static partial int sd_bus_get_events(nint bus);

    /// <summary>When to process next: absolute microseconds of CLOCK_MONOTONIC, <see cref="ulong.MaxValue"/> for never.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_bus_get_timeout(nint bus, out ulong microseconds);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_bus_message_new_method_call(
        nint bus, out nint message, string destination, string path, string @interface, string member);

    /// <summary>Appends one value; for strings, <paramref name="value"/> is the characters themselves.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_bus_message_append_basic(nint message, byte type, void* value);

    [LibraryImport(Library)]
    internal static partial int sd_bus_message_set_auto_start(nint message, int autoStart);

    [LibraryImport(Library)]
    internal static partial nint sd_bus_message_unref(nint message);

    [LibraryImport(Library)]
    internal static partial int sd_bus_call_async(
        nint bus, nint noSlot, nint message, delegate* unmanaged<nint, nint, nint, int> handler, nint userData, ulong microseconds);

    /// <summary>Adds a match; when the bus refuses it, the connection is closed (sd_bus_add_match(3), no install handler).</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_bus_add_match_async(
        nint bus, nint noSlot, string rule, delegate* unmanaged<nint, nint, nint, int> handler, nint noInstallHandler, nint userData);

    /// <summary>The error of an error reply, null for any other message. It belongs to the message.</summary>
    [LibraryImport(Library)]
    internal static partial BusError* sd_bus_message_get_error(nint message);

    [LibraryImport(Library)]
    internal static partial int sd_bus_message_peek_type(nint message, out byte type, out nint contents);

    /// <summary>Reads one value; more than zero when there was one. A string belongs to the message.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_bus_message_read_basic(nint message, byte type, void* value);

    [LibraryImport(Library)]
    internal static partial int sd_bus_message_read_array(nint message, byte type, out nint start, out nuint size);

    /// <summary>Enters an array, variant or dictionary entry; zero at the end of the container around it.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_bus_message_enter_container(nint message, byte type, string contents);

    [LibraryImport(Library)]
    internal static partial int sd_bus_message_exit_container(nint message);

    /// <summary>Skips one value of any type.</summary>
    [LibraryImport(Library)]
    internal static partial int sd_bus_message_skip(nint message, nint oneOfAnyType);

    /// <summary>Escapes a name into an object path; the result is freed by the caller.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sd_bus_path_encode(string prefix, string name, out nint path);

    /// <summary>sd_bus_error of sd-bus.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BusError
    {
        internal nint Name;
        internal nint Message;
        internal int NeedFree;
    }
}
