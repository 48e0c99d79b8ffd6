namespace AutomountAgent.Interop;

/// <summary>
/// One background thread for library calls that may block for minutes and cannot be cancelled. The caller is freed at its deadline, the
/// call goes on, and at most one call is outstanding: a library that hangs costs one thread, however often it is asked.
/// </summary>
/// <param name="name">Name of what is called, for messages and as the name of the thread.</param>
/// <param name="time">Clock of the deadlines.</param>
/// <param name="ending">The last that the thread runs. It must not throw.</param>
internal sealed class CallThread(string name, TimeProvider time, Action? ending = null) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim wake = new(0);
    private Thread? thread;
    private Action? next;
    private Action? returned;
    private bool isOutstanding;
    private bool disposed;

    /// <summary>Whether the last call has returned.</summary>
    public bool IsFree
    {
        get
        {
            lock (gate)
            {
                return !isOutstanding;
            }
        }
    }

    /// <summary>Runs a call on the thread, which is started by the first one.</summary>
    /// <param name="call">The call. It runs to its end even when nobody waits any more; what it then returns or throws is dropped.</param>
    /// <param name="deadline">How long to wait for it.</param>
    /// <param name="cancel">Ends the waiting, not the call.</param>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    /// <exception cref="CallOutstandingException">An earlier call has not returned yet. Nothing was started.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<T> RunAsync<T>(Func<T> call, TimeSpan deadline, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var done = Enqueue(call);
        try
        {
            return await done.WaitAsync(deadline, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!done.IsCompleted)
        {
            throw new TimeoutException($"{name} did not answer within {deadline.TotalSeconds:0.###} s");
        }
    }

    /// <summary>Takes no more calls. The thread ends when the call that is stuck returns, if it ever does.</summary>
    /// <param name="whenBack">Called on the thread when it returns.</param>
    /// <returns>False when no call is outstanding any more: then nothing will be called.</returns>
    public bool GiveUp(Action whenBack)
    {
        bool isStuck;
        lock (gate)
        {
            isStuck = isOutstanding;
            returned = isStuck ? whenBack : null;
        }

        Dispose();
        return isStuck;
    }

    /// <summary>Lets the thread end once it is idle. It does not wait for a call that is stuck: the thread dies with the process.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
        }

        wake.Release();
    }

    private Task<T> Enqueue<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (isOutstanding)
            {
                throw new CallOutstandingException(name);
            }

            isOutstanding = true;
            next = () => Complete(call, done);
            if (thread is null)
            {
                thread = new Thread(Loop) { IsBackground = true, Name = name };
                thread.Start();
            }
        }

        wake.Release();
        return done.Task;
    }

    private void Complete<T>(Func<T> call, TaskCompletionSource<T> done)
    {
        try
        {
            var result = call();
            MarkReturned();
            done.SetResult(result);
        }
        catch (Exception e)
        {
            MarkReturned();
            done.SetException(e);
            _ = done.Task.Exception; // Observed: after the deadline nobody awaits it.
        }
    }

    /// <summary>Must come before the result is handed over: whoever gets it may make the next call immediately.</summary>
    private void MarkReturned()
    {
        Action? report;
        lock (gate)
        {
            isOutstanding = false;
            (report, returned) = (returned, null);
        }

        report?.Invoke();
    }

    private void Loop()
    {
        var isOver = false;
        while (!isOver)
        {
            wake.Wait();
            Action? work;
            lock (gate)
            {
                (work, next) = (next, null);
                isOver = work is null && disposed;
            }

            work?.Invoke();
        }

        ending?.Invoke();
    }
}

/// <summary>A call was refused, because an earlier one on the same <see cref="CallThread"/> has not returned yet.</summary>
/// <param name="name">Name of what is called.</param>
internal sealed class CallOutstandingException(string name) : Exception($"{name}: an earlier call has not returned yet");
