using System.Globalization;

namespace AutomountAgent.Collect.Proc;

/// <summary>The numbers of proc_pid_stat(5) that the metrics show.</summary>
/// <param name="Processor">Processor time used, user and system.</param>
/// <param name="Threads">Threads.</param>
/// <param name="StartedAfterBoot">Time between the boot and the start.</param>
/// <param name="VirtualBytes">Address space.</param>
/// <param name="ResidentPages">Resident memory, in pages.</param>
internal sealed record ProcessStat(TimeSpan Processor, int Threads, TimeSpan StartedAfterBoot, long VirtualBytes, long ResidentPages)
{
    /// <summary>The unit of times in /proc: USER_HZ is 100 on every architecture that .NET runs on.</summary>
    private const long TicksPerSecond = 100;

    /// <summary>Parses the file; null when it is too short. The name in parentheses may hold anything, parentheses included.</summary>
    /// <exception cref="FormatException">A field is not a number.</exception>
    public static ProcessStat? Parse(string text)
    {
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22)
        {
            return null;
        }

        // The first of these fields is the third of the manual.
        long Field(int number) => long.Parse(fields[number - 3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return new(Time(Field(14) + Field(15)), (int)Field(20), Time(Field(22)), Field(23), Field(24));
    }

    private static TimeSpan Time(long ticks) => new(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond));
}
