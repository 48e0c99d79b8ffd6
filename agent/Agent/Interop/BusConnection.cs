using System.Runtime.InteropServices;
using static AutomountAgent.Interop.LibSystemd;

namespace AutomountAgent.Interop;

/// <summary>
/// One connection to the bus, from its opening to its loss. Everything here runs on the thread of the <see cref="SystemBus"/> that owns it, and
/// nothing here waits: calls are answered while the thread goes through <see cref="Process"/>.
/// </summary>
internal sealed unsafe class BusConnection : IDisposable
{
    private const int NotConnected = 107;

    /// <summary>Work between two looks at the inbox: a flood of signals must not keep calls waiting.</summary>
    private const int StepsAtOnce = 100;

    private readonly HashSet<Handler> handlers = [];

    private BusConnection(nint handle) => Handle = handle;

    /// <summary>The <c>sd_bus</c>, for the functions of libsystemd; zero once the connection is closed.</summary>
    public nint Handle { get; private set; }

    /// <summary>True once the bus has accepted the connection.</summary>
    internal bool IsReady => sd_bus_is_ready(Handle) > 0;

    /// <summary>
    /// Calls a method. The answer comes to <paramref name="onReply"/>, the error to <paramref name="onError"/>: always exactly one of them.
    /// </summary>
    /// <param name="call">What to call.</param>
    /// <param name="deadline">How long the service may take.</param>
    /// <param name="onReply">Reads the answer. A <see cref="BusException"/> that it throws goes to <paramref name="onError"/>.</param>
    /// <param name="onError">Takes the error.</param>
    public void Call(BusCall call, TimeSpan deadline, Action<BusReader> onReply, Action<BusException> onError)
    {
        nint message = 0;
        try
        {
            Check(sd_bus_message_new_method_call(Handle, out message, call.Destination, call.Path, call.Interface, call.Member), $"{call}");
            Check(sd_bus_message_set_auto_start(message, call.AutoStart ? 1 : 0), $"{call}");
            foreach (var argument in call.Arguments)
            {
                Append(message, argument, call);
            }

            var handler = Add(once: true, onError, reply => Answer(call, reply, onReply, onError));
            Check(
                sd_bus_call_async(Handle, 0, message, &OnMessage, handler.Pointer, (ulong)Math.Max(1, deadline.TotalMicroseconds)),
                $"{call}",
                () => Remove(handler));
        }
        catch (BusException e)
        {
            onError(e);
        }
        finally
        {
            sd_bus_message_unref(message);
        }
    }

    /// <summary>Calls back for every message that matches a rule.</summary>
    /// <param name="rule">Match rule of the D-Bus specification.</param>
    /// <param name="onSignal">Runs on the bus's thread; must neither block nor throw.</param>
    /// <exception cref="BusException">The rule could not be sent.</exception>
    public void AddMatch(string rule, Action onSignal)
    {
        var handler = Add(once: false, static _ => { }, _ => onSignal());
        Check(sd_bus_add_match_async(Handle, 0, rule, &OnMessage, 0, handler.Pointer), $"match {rule}", () => Remove(handler));
    }

    /// <summary>Closes the connection; calls that were not answered fail.</summary>
    public void Dispose()
    {
        if (Handle == 0)
        {
            return;
        }

        sd_bus_close_unref(Handle);
        Handle = 0;
        foreach (var handler in handlers.ToArray())
        {
            Remove(handler);
            handler.OnLost(new BusException(BusErrorKind.NoBus, "the connection to the bus was lost"));
        }
    }

    /// <summary>Opens a connection; whether the bus accepts it shows later.</summary>
    /// <param name="address">Address of the bus; null for the system bus.</param>
    internal static BusConnection Open(string? address)
    {
        nint handle = 0;
        try
        {
            if (address is null)
            {
                Check(sd_bus_open_system(out handle), "cannot connect to the system bus");
            }
            else
            {
                Check(sd_bus_new(out handle), "cannot make a bus");
                Check(sd_bus_set_address(handle, address), $"not a bus address: {address}");
                Check(sd_bus_set_bus_client(handle, 1), "cannot make a bus");
                Check(sd_bus_start(handle), $"cannot connect to the bus at {address}");
            }

            return new BusConnection(handle);
        }
        catch (BusException e)
        {
            sd_bus_close_unref(handle);
            throw new BusException(BusErrorKind.NoBus, e.Message);
        }
        catch (DllNotFoundException)
        {
            throw new BusException(BusErrorKind.NoBus, "libsystemd.so.0 is not installed");
        }
    }

    /// <summary>Sends and receives what can be without waiting, and calls the handlers.</summary>
    /// <exception cref="BusException">The connection is lost.</exception>
    internal void Process()
    {
        for (var i = 0; i < StepsAtOnce; i++)
        {
            if (Check(sd_bus_process(Handle, 0), "the connection to the bus was lost") == 0)
            {
                return;
            }
        }
    }

    /// <summary>What poll(2) is to wait for, and until when (microseconds of CLOCK_MONOTONIC).</summary>
    internal PollFd Interest(out ulong until)
    {
        Check(sd_bus_get_timeout(Handle, out until), "the connection to the bus was lost");
        var events = Check(sd_bus_get_events(Handle), "the connection to the bus was lost");
        return new PollFd { Descriptor = Check(sd_bus_get_fd(Handle), "the connection to the bus was lost"), Wanted = (short)events };
    }

    private static void Append(nint message, string argument, BusCall call)
    {
        var text = Marshal.StringToCoTaskMemUTF8(argument);
        try
        {
            Check(sd_bus_message_append_basic(message, (byte)'s', (void*)text), $"{call}");
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    private void Answer(BusCall call, nint reply, Action<BusReader> onReply, Action<BusException> onError)
    {
        try
        {
            var error = sd_bus_message_get_error(reply);
            if (error is null)
            {
                onReply(new BusReader(reply));
                return;
            }

            var name = Marshal.PtrToStringUTF8(error->Name) ?? "";
            var kind = sd_bus_is_open(Handle) > 0 ? BusException.KindOf(name) : BusErrorKind.NoBus;
            onError(new BusException(kind, $"{call}: {Marshal.PtrToStringUTF8(error->Message) ?? name} ({name})"));
        }
        catch (BusException e)
        {
            onError(new BusException(e.Kind, $"{call}: {e.Message}"));
        }
    }

    [UnmanagedCallersOnly]
    private static int OnMessage(nint message, nint userData, nint error)
    {
        var handler = GCHandle<Handler>.FromIntPtr(userData).Target;
        if (handler.Once)
        {
            handler.Owner.Remove(handler);
        }

        handler.OnMessage(message);
        return 0;
    }

    private Handler Add(bool once, Action<BusException> onLost, Action<nint> onMessage)
    {
        var handler = new Handler(this, once, onLost, onMessage);
        handlers.Add(handler);
        return handler;
    }

    private void Remove(Handler handler)
    {
        if (handlers.Remove(handler))
        {
            handler.Dispose();
        }
    }

    private static int Check(int result, string what, Action? undo = null)
    {
        if (result >= 0)
        {
            return result;
        }

        undo?.Invoke();
        throw new BusException(
            result == -NotConnected ? BusErrorKind.NoBus : BusErrorKind.Other, $"{what}: {Marshal.GetPInvokeErrorMessage(-result)}");
    }

    /// <summary>What libsystemd calls back. The handle keeps it alive until it is removed from the connection.</summary>
    private sealed class Handler : IDisposable
    {
        private readonly GCHandle<Handler> self;

        internal Handler(BusConnection owner, bool once, Action<BusException> onLost, Action<nint> onMessage)
        {
            (Owner, Once, OnLost, OnMessage) = (owner, once, onLost, onMessage);
            self = new GCHandle<Handler>(this);
        }

        internal BusConnection Owner { get; }

        internal bool Once { get; }

        internal Action<BusException> OnLost { get; }

        internal Action<nint> OnMessage { get; }

        internal nint Pointer => GCHandle<Handler>.ToIntPtr(self);

        public void Dispose() => self.Dispose();
    }
}
