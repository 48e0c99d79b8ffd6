using System.Globalization;

namespace NodeTests.Support;

/// <summary>What the agent's process holds, read from proc(5).</summary>
/// <param name="Threads">Threads of the daemon.</param>
/// <param name="Descriptors">Open descriptors of the daemon.</param>
/// <param name="Children">Processes that it started and that are still there, whatever their state.</param>
/// <param name="ResidentMiB">Resident set in MiB.</param>
/// <param name="CpuSeconds">Time of the processor that it used, its ended children included.</param>
public sealed record Usage(int Threads, int Descriptors, int Children, double ResidentMiB, double CpuSeconds)
{
    private const double TicksPerSecond = 100;

    public static Usage OfAgent() => Of(Agent.Unit("MainPID"));

    public static Usage Of(string pid)
    {
        var resident = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var times = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15];
        return new Usage(
            Directory.GetDirectories($"/proc/{pid}/task").Length,
            Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length,
            Directory.GetDirectories($"/proc/{pid}/task").Sum(ChildrenOf),
            double.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024,
            times.Sum(t => long.Parse(t, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    private static int ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        }
        catch (IOException)
        {
            return 0; // A thread that ended meanwhile.
        }
    }
}
