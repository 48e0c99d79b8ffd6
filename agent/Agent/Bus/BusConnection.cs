using System.Runtime.CompilerServices;
using Tmds.DBus.Protocol;

namespace AutomountAgent.Bus;

/// <summary>
/// One connection to the bus, from its opening to its end. It ends when it is lost, when the agent stops, or when too many calls stay
/// unanswered: the library keeps each of them until the connection is closed. A connection that has ended is still open until the last
/// call has its answer.
/// </summary>
internal sealed class BusConnection
{
    /// <summary>Calls without an answer whose callers have gone. More end the connection.</summary>
    public const int MaxUnanswered = 32;

    private const int MaxErrorText = 500;

    /// <summary>A bus that accepts connections may still be silent.</summary>
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(5);

    private readonly DBusConnection connection;
    private readonly CancellationTokenRegistration stopping;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();

    /// <summary>Calls that the library keeps.</summary>
    private int pending;

    /// <summary>Callers that wait for one of them.</summary>
    private int waiting;

    private BusConnection(DBusConnection connection, CancellationToken stop)
    {
        this.connection = connection;
        stopping = stop.UnsafeRegister(static self => ((BusConnection)self!).Close(), this);
        _ = EndWhenLostAsync();
    }

    /// <summary>Completes when the connection has ended.</summary>
    internal Task Ended => ended.Task;

    /// <summary>Calls a method and reads its answer.</summary>
    /// <param name="call">What to call.</param>
    /// <param name="read">Reads the answer. It must not block.</param>
    /// <param name="deadline">How long the service may take.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">There is no bus, no answer, or the answer is an error.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<T> CallAsync<T>(BusCall call, BusRead<T> read, TimeSpan deadline, CancellationToken cancel)
    {
        if (!BusPath.IsValid(call.Path))
        {
            throw new BusException(BusErrorKind.Other, $"{call}: '{Cut(call.Path)}' is not an object path");
        }

        return await RunAsync(() => connection.CallMethodAsync(Message(call), Read<T>, read), call, deadline, cancel).ConfigureAwait(false);
    }

    /// <summary>Runs an action after signals, on the thread pool, once for many that come together.</summary>
    /// <param name="match">Which signals.</param>
    /// <param name="onSignal">The action. It must not throw.</param>
    /// <param name="deadline">How long the bus may take to accept the match.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">The bus did not accept the match.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public Task AddMatchAsync(BusMatch match, Action onSignal, TimeSpan deadline, CancellationToken cancel)
    {
        var slot = new SignalSlot(onSignal);
        var rule = new MatchRule
        {
            Type = MessageType.Signal,
            Sender = match.Sender,
            Path = match.Path,
            Interface = match.Interface,
            Member = match.Member,
            Arg0 = match.FirstArgument,
        };
        Task<IDisposable> Add() => connection.AddMatchAsync(rule, _ => slot.Raise(), emitOnCapturedContext: false).AsTask();
        return RunAsync(Add, match, deadline, cancel);
    }

    /// <summary>Serves an object, and takes a name for it.</summary>
    /// <param name="served">The object.</param>
    /// <param name="name">The bus name.</param>
    /// <param name="deadline">How long the bus may take to give the name.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">The bus does not give the name, or somebody else has it.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task ServeAsync(IPathMethodHandler served, string name, TimeSpan deadline, CancellationToken cancel)
    {
        connection.AddMethodHandler(served);
        var what = $"the name {name}";
        if (!await RunAsync(() => connection.TryRequestNameAsync(name, RequestNameOptions.None), what, deadline, cancel)
            .ConfigureAwait(false))
        {
            throw new BusException(BusErrorKind.Other, $"{what}: another process has it");
        }
    }

    /// <summary>Signals how the properties of the agent's object have changed.</summary>
    /// <exception cref="BusException">The connection was lost.</exception>
    public void Signal(AgentProperties before, AgentProperties now)
    {
        if (AgentSignals.Differing(before, now) is { IsEmpty: false } names)
        {
            var writer = connection.GetMessageWriter();
            AgentSignals.WriteProperties(ref writer, now, names);
            Send(ref writer);
        }

        foreach (var (finding, change) in AgentSignals.Changes(before, now).Take(AgentSignals.MaxFindingSignals))
        {
            var writer = connection.GetMessageWriter();
            AgentSignals.WriteFinding(ref writer, finding, change);
            Send(ref writer);
        }
    }

    /// <summary>Connects to the bus and says hello.</summary>
    /// <param name="address">Address of the bus (D-Bus specification, server addresses); null for the system bus.</param>
    /// <param name="stop">Closes the connection.</param>
    /// <exception cref="BusException">There is no bus, or it is silent.</exception>
    internal static async Task<BusConnection> OpenAsync(string? address, CancellationToken stop)
    {
        var bus = address ?? DBusAddress.System!;
        var opening = new DBusConnection(new BusOptions(bus));
        try
        {
            await opening.ConnectAsync().AsTask().WaitAsync(ConnectDeadline, stop).ConfigureAwait(false);
            await LeaveReceiverAsync();
            return new BusConnection(opening, stop);
        }
        catch (Exception e) when (e is DBusConnectionException or TimeoutException or OperationCanceledException)
        {
            opening.Dispose();
            throw NotConnected(bus, e);
        }
    }

    /// <summary>Takes no part in new calls any more; the connection is closed once nobody waits for an answer.</summary>
    internal void End()
    {
        ended.TrySetResult();
        lock (gate)
        {
            if (waiting > 0)
            {
                return;
            }
        }

        Close();
    }

    private static T Read<T>(Message message, object? state) => ((BusRead<T>)state!)(new BusReader(message));

    /// <summary>
    /// Continues on the thread pool. What the library completes would otherwise continue on its only receiver, and stop all others.
    /// </summary>
    private static ConfiguredTaskAwaitable LeaveReceiverAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private static BusException NotConnected(string address, Exception e) => e switch
    {
        TimeoutException => new(BusErrorKind.NoReply, $"the bus at {address} did not answer within {ConnectDeadline.TotalSeconds:0.#} s"),
        OperationCanceledException => new(BusErrorKind.NoBus, "the agent is stopping"),
        _ => new(BusErrorKind.NoBus, $"cannot connect to the bus at {address}: {e.Message}"),
    };

    private static BusException Typed(object what, Exception e) => e switch
    {
        BusException bus => new(bus.Kind, $"{what}: {bus.Message}"),
        DBusErrorReplyException { ErrorName: var name, ErrorMessage: var text } =>
            new(BusException.KindOf(name), $"{what}: {Cut(text)} ({Cut(name)})") { Said = Cut(text) },
        DBusReadException or DBusUnexpectedValueException => new(BusErrorKind.BadReply, $"{what}: the answer cannot be read: {e.Message}"),
        _ => new(BusErrorKind.NoBus, $"{what}: the connection to the bus was lost"),
    };

    private static string Cut(string text) => text.Length > MaxErrorText ? $"{text.AsSpan(0, MaxErrorText)}…" : text;

    private void Send(ref MessageWriter writer)
    {
        var isSent = connection.TrySendMessage(writer.CreateMessage());
        writer.Dispose();
        if (!isSent)
        {
            throw new BusException(BusErrorKind.NoBus, "the connection to the bus was lost");
        }
    }

    private MessageBuffer Message(BusCall call)
    {
        var signature = call.Arguments.Length > 0 ? new string('s', call.Arguments.Length) : null;
        var flags = call.AutoStart ? MessageFlags.None : MessageFlags.NoAutoStart;
        using var writer = connection.GetMessageWriter();
        writer.WriteMethodCallHeader(call.Destination, call.Path, call.Interface, call.Member, signature, flags);
        foreach (var argument in call.Arguments)
        {
            writer.WriteString(argument);
        }

        return writer.CreateMessage();
    }

    /// <summary>Waits for the library, but not longer than the deadline.</summary>
    private async Task<T> RunAsync<T>(Func<Task<T>> start, object what, TimeSpan deadline, CancellationToken cancel)
    {
        lock (gate)
        {
            pending++;
            waiting++;
        }

        try
        {
            return await AnswerAsync(start, what).WaitAsync(deadline, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new BusException(BusErrorKind.NoReply, $"{what}: no answer within {deadline.TotalSeconds:0.#} s");
        }
        finally
        {
            EndUnlessHealthy();
        }
    }

    /// <summary>The answer, whenever it comes. Nobody may be waiting for it any more.</summary>
    private async Task<T> AnswerAsync<T>(Func<Task<T>> start, object what)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (Exception e) when (e is BusException or DBusExceptionBase or ObjectDisposedException)
        {
            throw Typed(what, e);
        }
        finally
        {
            lock (gate)
            {
                pending--;
            }

            await LeaveReceiverAsync();
        }
    }

    private void EndUnlessHealthy()
    {
        bool isHealthy;
        lock (gate)
        {
            waiting--;
            isHealthy = !Ended.IsCompleted && pending - waiting <= MaxUnanswered;
        }

        if (!isHealthy)
        {
            End();
        }
    }

    private async Task EndWhenLostAsync()
    {
        await connection.DisconnectedAsync().ConfigureAwait(false);
        await LeaveReceiverAsync();
        End();
    }

    private void Close()
    {
        ended.TrySetResult();
        connection.Dispose();
        stopping.Dispose();
    }
}
