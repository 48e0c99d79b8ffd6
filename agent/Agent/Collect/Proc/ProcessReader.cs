using System.Globalization;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>Reads what this process uses: one small file of proc(5), and the names of its descriptors, none of which is followed.</summary>
/// <param name="paths">Where proc(5) is.</param>
/// <param name="time">The clock of <see cref="ProcessUsage.Started"/>.</param>
internal sealed class ProcessReader(HostPaths paths, TimeProvider time)
{
    private DateTimeOffset? started;
    private long? maxOpenFiles;

    /// <summary>Reads it. Null when proc(5) cannot be read.</summary>
    public ProcessUsage? Read()
    {
        try
        {
            if (ProcessStat.Parse(File.ReadAllText(paths.OwnStat)) is not { } stat)
            {
                return null;
            }

            // Both stay as they are while the process runs.
            if (started is null)
            {
                started = time.GetUtcNow() - Uptime() + stat.StartedAfterBoot;
                maxOpenFiles = MaxOpenFiles(File.ReadLines(paths.OwnLimits));
            }

            // One descriptor is that of the folder that is listed.
            var openFiles = (LibCDirectory.Names(paths.OwnDescriptors)?.Count ?? 1) - 1;
            var residentBytes = stat.ResidentPages * Environment.SystemPageSize;
            return new(started.Value, stat.Processor, stat.Threads, stat.VirtualBytes, residentBytes, openFiles, maxOpenFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The soft limit of open files in proc_pid_limits(5); null when it is unlimited.</summary>
    public static long? MaxOpenFiles(IEnumerable<string> limits)
    {
        const string Name = "Max open files";
        var line = limits.FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private TimeSpan Uptime()
    {
        var seconds = File.ReadAllText(paths.Uptime).Split(' ')[0];
        return TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
    }
}
