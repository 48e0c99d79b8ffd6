using System.Runtime.InteropServices;

namespace AgentTests.Lint.Cost;

/// <summary>What some work costs: bytes that it allocates, and time of the processor that its thread takes.</summary>
/// <param name="Bytes">Bytes that were allocated.</param>
/// <param name="Time">Processor time of the thread; what other threads and other processes take does not count.</param>
internal readonly record struct Cost(double Bytes, double Time)
{
    /// <summary>More than anything costs.</summary>
    public static Cost Worst { get; } = new(double.MaxValue, double.MaxValue);

    /// <summary>Runs the work once.</summary>
    public static Cost Of(Action work)
    {
        var (bytes, time) = (GC.GetAllocatedBytesForCurrentThread(), ThreadTime.Nanoseconds());
        work();
        return new Cost(GC.GetAllocatedBytesForCurrentThread() - bytes, ThreadTime.Nanoseconds() - time);
    }

    /// <summary>The lesser of two costs of the same work.</summary>
    public Cost OrLess(Cost other) => new(Math.Min(Bytes, other.Bytes), Math.Min(Time, other.Time));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Time / 1e6:0.0} ms and {Bytes / 1e6:0.0} MB");
}

/// <summary>The clock of the thread's processor time (clock_gettime(2)).</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID

    public static double Nanoseconds()
    {
        _ = Get(ThreadClock, out var time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Get(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
