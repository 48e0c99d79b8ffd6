using System.Collections.Concurrent;

namespace AutomountAgent.Interop;

/// <summary>
/// The system bus. One thread owns the connection, waits for the bus and for calls at once, and connects again when the bus was restarted. A call
/// never waits behind another one.
/// </summary>
internal sealed class SystemBus : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly string? address;
    private readonly Lock gate = new();
    private readonly Wakeup wake = new();
    private readonly Thread thread;
    private readonly ConcurrentQueue<Action> inbox = new();
    private readonly List<Action<BusConnection>> setups = [];
    private readonly TimeProvider clock = TimeProvider.System; // libsystemd's deadlines are of the kernel's clock, no other will do.
    private BusConnection? connection;
    private TimeSpan retryAfter = FirstRetry;
    private long retryAt;
    private volatile bool stopping;

    /// <summary>Starts the thread. It connects when there is something to do.</summary>
    /// <param name="address">Address of the bus (D-Bus specification, server addresses); null for the system bus, see sd_bus_open_system(3).</param>
    public SystemBus(string? address = null)
    {
        this.address = address;
        thread = new Thread(Run) { IsBackground = true, Name = "system bus" };
        thread.Start();
    }

    /// <summary>Calls a method and reads its answer.</summary>
    /// <param name="call">What to call.</param>
    /// <param name="read">Reads the answer, on the bus's thread.</param>
    /// <param name="deadline">How long it may take in all.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">There is no bus, no answer, or the answer is an error.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<T> CallAsync<T>(BusCall call, BusRead<T> read, TimeSpan deadline, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                Connected().Call(call, deadline, Answer, Fail);
            }
            catch (BusException e)
            {
                Fail(e);
            }
        });

        try
        {
            return await done.Task.WaitAsync(deadline, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new BusException(BusErrorKind.NoReply, $"{call}: no answer within {deadline.TotalSeconds:0.###} s");
        }

        void Answer(BusReader reply)
        {
            try
            {
                done.TrySetResult(read(reply));
            }
            catch (Exception e) when (e is not BusException)
            {
                done.TrySetException(e); // It must not reach libsystemd's stack.
            }
        }

        void Fail(BusException e)
        {
            done.TrySetException(e);
            _ = done.Task.Exception; // Seen: when the caller has gone there is nobody left to tell.
        }
    }

    /// <summary>
    /// Runs an action on the bus's thread now and after every new connection: the place to add matches. From then on the bus is connected to in the
    /// background too, after 1 s, then less and less often, at least every 30 s.
    /// </summary>
    /// <param name="setup">What to do with a new connection. It may throw a <see cref="BusException"/>: then the connection is given up.</param>
    public void OnConnect(Action<BusConnection> setup) => Post(() =>
    {
        setups.Add(setup);
        if (connection is { } existing)
        {
            setup(existing);
        }
    });

    /// <summary>Closes the connection and ends the thread; calls that are still waiting fail.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (stopping)
            {
                return;
            }

            stopping = true;
            wake.Set();
        }

        if (Thread.CurrentThread != thread)
        {
            thread.Join(TimeSpan.FromSeconds(1));
        }
    }

    private void Post(Action work)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            inbox.Enqueue(work);
            wake.Set();
        }
    }

    private void Run()
    {
        while (!stopping)
        {
            wake.Clear();
            try
            {
                Work();
                Wait();
            }
            catch (BusException)
            {
                Drop(); // Whoever waits for an answer learns of it there.
            }
        }

        Drop();
        Drain();
        wake.Dispose();
    }

    private void Work()
    {
        if (connection is null && setups.Count > 0 && clock.GetTimestamp() >= retryAt)
        {
            Connected();
        }

        Drain();
        connection?.Process();
        if (connection is { IsReady: true })
        {
            retryAfter = FirstRetry;
        }
    }

    private void Drain()
    {
        while (inbox.TryDequeue(out var work))
        {
            work();
        }
    }

    private BusConnection Connected()
    {
        if (connection is { } existing)
        {
            return existing;
        }

        if (stopping)
        {
            throw new BusException(BusErrorKind.NoBus, "the agent is stopping");
        }

        retryAt = clock.GetTimestamp() + (long)(retryAfter.TotalSeconds * clock.TimestampFrequency);
        retryAfter = retryAfter * 2 < LastRetry ? retryAfter * 2 : LastRetry;
        connection = BusConnection.Open(address);
        try
        {
            setups.ForEach(setup => setup(connection));
            return connection;
        }
        catch (BusException)
        {
            Drop();
            throw;
        }
    }

    private void Drop()
    {
        connection?.Dispose();
        connection = null;
    }

    private void Wait()
    {
        Span<PollFd> fds = [new PollFd { Descriptor = wake.Descriptor, Wanted = LibC.PollIn }, new PollFd { Descriptor = -1 }];
        var until = long.MaxValue; // Microseconds of CLOCK_MONOTONIC, the clock of GetTimestamp.
        if (connection is { } open)
        {
            fds[1] = open.Interest(out var timeout);
            until = (long)Math.Min(timeout, long.MaxValue);
        }
        else if (setups.Count > 0)
        {
            until = retryAt / (clock.TimestampFrequency / 1_000_000);
        }

        LibC.Poll(fds, Milliseconds(until));
    }

    /// <summary>Rounded up: waking too early would spin until it is time.</summary>
    private int Milliseconds(long until)
    {
        if (until == long.MaxValue)
        {
            return -1;
        }

        var left = until - (clock.GetTimestamp() / (clock.TimestampFrequency / 1_000_000));
        return (int)Math.Clamp((left / 1000) + (left % 1000 > 0 ? 1 : 0), 0, int.MaxValue);
    }
}
