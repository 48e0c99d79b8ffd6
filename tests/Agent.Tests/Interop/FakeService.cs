using System;
using System.Runtime.InteropServices;
using AutomountAgent.Interop;

namespace AgentTests.Interop;

/// <summary>A method call as a fake service receives it.</summary>
public sealed record FakeCall(string Path, string Interface, string Member, string Argument);

/// <summary>Answers with a D-Bus error.</summary>
public sealed record FakeError(string Name, string Message);

/// <summary>An object path, to tell it from a string.</summary>
public sealed record ObjectPath(string Path);

/// <summary>
/// A service on a private bus. Its handler returns the answer: string, ObjectPath, bool, uint, ulong, byte[], string[], ObjectPath[], a dictionary
/// (a{sv}), FakeError, an empty array of objects for an empty answer, or null for none at all.
/// </summary>
public sealed unsafe partial class FakeService : IDisposable
{
    private readonly SystemBus bus;
    private readonly Func<FakeCall, object?> handle;
    private readonly GCHandle self;

    public FakeService(PrivateBus daemon, string name, Func<FakeCall, object?> handle)
    {
        this.handle = handle;
        self = GCHandle.Alloc(this);
        bus = new SystemBus(daemon.Address);
        bus.OnConnect(connection =>
        {
            Check(sd_bus_add_filter(connection.Handle, 0, &OnMessage, GCHandle.ToIntPtr(self)));
            Check(sd_bus_request_name_async(connection.Handle, 0, name, 0, 0, 0));
        });

        // The bus answers a client in order, so the name is owned once this has been answered.
        var ping = new BusCall("org.freedesktop.DBus", "/", "org.freedesktop.DBus.Peer", "Ping");
        bus.CallAsync(ping, static _ => 0, TimeSpan.FromSeconds(10), CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Sends a signal with string arguments.</summary>
    public void Emit(string path, string @interface, string member, params object[] arguments)
    {
        var sent = false;
        bus.OnConnect(connection =>
        {
            if (sent)
            {
                return;
            }

            sent = true;
            Check(sd_bus_message_new_signal(connection.Handle, out var message, path, @interface, member));
            foreach (var argument in arguments)
            {
                Append(message, argument);
            }

            Check(sd_bus_send(connection.Handle, message, 0));
            sd_bus_message_unref(message);
        });
    }

    public void Dispose()
    {
        bus.Dispose();
        self.Free();
    }

    [UnmanagedCallersOnly]
    private static int OnMessage(nint message, nint userData, nint error)
    {
        if (sd_bus_message_is_method_call(message, null, null) <= 0)
        {
            return 0;
        }

        var service = (FakeService)GCHandle.FromIntPtr(userData).Target!;
        nint argument = 0;
        _ = sd_bus_message_read_basic(message, (byte)'s', &argument);
        var call = new FakeCall(
            Marshal.PtrToStringUTF8(sd_bus_message_get_path(message))!,
            Marshal.PtrToStringUTF8(sd_bus_message_get_interface(message)) ?? "",
            Marshal.PtrToStringUTF8(sd_bus_message_get_member(message))!,
            Marshal.PtrToStringUTF8(argument) ?? "");
        if (service.handle(call) is { } answer)
        {
            service.Reply(message, answer);
        }

        return 1;
    }

    private void Reply(nint call, object answer)
    {
        nint reply;
        if (answer is FakeError error)
        {
            nint* native = stackalloc nint[3];
            native[0] = Marshal.StringToCoTaskMemUTF8(error.Name);
            native[1] = Marshal.StringToCoTaskMemUTF8(error.Message);
            native[2] = 0;
            Check(sd_bus_message_new_method_error(call, out reply, native));
            Marshal.FreeCoTaskMem(native[0]);
            Marshal.FreeCoTaskMem(native[1]);
        }
        else
        {
            Check(sd_bus_message_new_method_return(call, out reply));
            Append(reply, answer);
        }

        _ = sd_bus_send(0, reply, 0); // A bus that was killed meanwhile takes no answer, and an exception must not reach libsystemd's stack.
        sd_bus_message_unref(reply);
    }

    private static void Append(nint message, object value)
    {
        switch (value)
        {
            case string text:
                AppendText(message, 's', text);
                break;
            case ObjectPath path:
                AppendText(message, 'o', path.Path);
                break;
            case bool flag:
                var asInt = flag ? 1 : 0;
                Check(sd_bus_message_append_basic(message, (byte)'b', &asInt));
                break;
            case uint number:
                Check(sd_bus_message_append_basic(message, (byte)'u', &number));
                break;
            case ulong number:
                Check(sd_bus_message_append_basic(message, (byte)'t', &number));
                break;
            case byte[] bytes:
                fixed (byte* start = bytes)
                {
                    Check(sd_bus_message_append_array(message, (byte)'y', start, (nuint)bytes.Length));
                }

                break;
            case ulong[][] other: // Stands for a type that the agent does not read: aat.
                Container(message, 'a', "at", () => Array.ForEach(
                    other, inner => Container(message, 'a', "t", () => Array.ForEach(inner, number => Append(message, number)))));
                break;
            case string[] texts:
                Container(message, 'a', "s", () => Array.ForEach(texts, text => Append(message, text)));
                break;
            case ObjectPath[] paths:
                Container(message, 'a', "o", () => Array.ForEach(paths, path => Append(message, path)));
                break;
            case Dictionary<string, object> properties:
                Container(message, 'a', "{sv}", () =>
                {
                    foreach (var (name, property) in properties)
                    {
                        Container(message, 'e', "sv", () =>
                        {
                            Append(message, name);
                            Container(message, 'v', Signature(property), () => Append(message, property));
                        });
                    }
                });
                break;
            case object[] and []:
                break;
            default:
                throw new ArgumentException($"{value.GetType()} cannot be sent");
        }
    }

    private static string Signature(object value) => value switch
    {
        string => "s",
        ObjectPath => "o",
        bool => "b",
        uint => "u",
        ulong => "t",
        byte[] => "ay",
        string[] => "as",
        ulong[][] => "aat",
        _ => throw new ArgumentException($"{value.GetType()} cannot be a property"),
    };

    private static void Container(nint message, char type, string contents, Action fill)
    {
        Check(sd_bus_message_open_container(message, (byte)type, contents));
        fill();
        Check(sd_bus_message_close_container(message));
    }

    private static void AppendText(nint message, char type, string text)
    {
        var native = Marshal.StringToCoTaskMemUTF8(text);
        Check(sd_bus_message_append_basic(message, (byte)type, (void*)native));
        Marshal.FreeCoTaskMem(native);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new BusException(BusErrorKind.Other, Marshal.GetPInvokeErrorMessage(-result));
        }
    }

    private const string Library = "libsystemd.so.0";

    [LibraryImport(Library)]
    private static partial int sd_bus_add_filter(nint bus, nint slot, delegate* unmanaged<nint, nint, nint, int> handler, nint userData);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sd_bus_request_name_async(nint bus, nint slot, string name, ulong flags, nint handler, nint userData);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sd_bus_message_is_method_call(nint message, string? @interface, string? member);

    [LibraryImport(Library)]
    private static partial nint sd_bus_message_get_path(nint message);

    [LibraryImport(Library)]
    private static partial nint sd_bus_message_get_interface(nint message);

    [LibraryImport(Library)]
    private static partial nint sd_bus_message_get_member(nint message);

    [LibraryImport(Library)]
    private static partial int sd_bus_message_read_basic(nint message, byte type, void* value);

    [LibraryImport(Library)]
    private static partial int sd_bus_message_new_method_return(nint call, out nint reply);

    [LibraryImport(Library)]
    private static partial int sd_bus_message_new_method_error(nint call, out nint reply, nint* error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sd_bus_message_new_signal(nint bus, out nint message, string path, string @interface, string member);

    [LibraryImport(Library)]
    private static partial int sd_bus_message_append_basic(nint message, byte type, void* value);

    [LibraryImport(Library)]
    private static partial int sd_bus_message_append_array(nint message, byte type, void* start, nuint size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sd_bus_message_open_container(nint message, byte type, string contents);

    [LibraryImport(Library)]
    private static partial int sd_bus_message_close_container(nint message);

    [LibraryImport(Library)]
    private static partial int sd_bus_send(nint bus, nint message, nint cookie);

    [LibraryImport(Library)]
    private static partial nint sd_bus_message_unref(nint message);
}
