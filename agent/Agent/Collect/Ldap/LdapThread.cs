using System.Collections.Concurrent;
using AutomountAgent.Interop;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// The thread for the calls of one directory into libldap, and the sessions that are to be closed on it: a session belongs to the thread
/// that opened it. Where a call does not return although its connection was cut, the thread is given up, with its sessions.
/// </summary>
internal sealed class LdapThread : IDisposable
{
    private const string Name = "libldap";

    private readonly Counters counters;
    private readonly CallThread calls;
    private readonly ConcurrentQueue<LdapSession> retired = [];

    /// <summary>Makes the thread, which the first call starts.</summary>
    /// <param name="counters">Counts threads that are given up.</param>
    /// <param name="time">Clock of the deadlines.</param>
    public LdapThread(Counters counters, TimeProvider time)
    {
        this.counters = counters;
        calls = new(Name, time, CloseRetired);
    }

    /// <summary>Whether the last call has returned.</summary>
    public bool IsFree => calls.IsFree;

    /// <summary>Runs a call; sessions that were retired before or meanwhile are closed.</summary>
    /// <exception cref="TimeoutException">The deadline has passed, and the call has not returned.</exception>
    public Task<T> RunAsync<T>(Func<T> call, TimeSpan deadline, CancellationToken cancel) =>
        calls.RunAsync(() => Run(call), deadline, cancel);

    /// <summary>Has a session closed after the call that is running, with the next, or when the thread ends.</summary>
    public void Retire(LdapSession session) => retired.Enqueue(session);

    /// <summary>Leaves the thread to its call. Another one takes its place.</summary>
    public void GiveUp()
    {
        counters.CallGivenUp(Name);
        if (!calls.GiveUp(() => counters.CallReturned(Name)))
        {
            counters.CallReturned(Name);
        }
    }

    /// <summary>Closes what is to be closed and ends the thread, once it is idle.</summary>
    public void Dispose() => calls.Dispose();

    private T Run<T>(Func<T> call)
    {
        try
        {
            CloseRetired();
            return call();
        }
        finally
        {
            CloseRetired(); // Also the session of this call, when its deadline has passed.
        }
    }

    private void CloseRetired()
    {
        while (retired.TryDequeue(out var old))
        {
            old.Dispose();
        }
    }
}
