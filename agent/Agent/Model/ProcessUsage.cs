namespace AutomountAgent.Model;

/// <summary>What this process uses at one moment.</summary>
/// <param name="Started">When it started, on the clock of the reader.</param>
/// <param name="Processor">Processor time used, user and system.</param>
/// <param name="Threads">Threads.</param>
/// <param name="VirtualBytes">Address space.</param>
/// <param name="ResidentBytes">Memory that is resident.</param>
/// <param name="OpenFiles">Open file descriptors.</param>
/// <param name="MaxOpenFiles">How many it may open; null without a limit.</param>
internal sealed record ProcessUsage(
    DateTimeOffset Started, TimeSpan Processor, int Threads, long VirtualBytes, long ResidentBytes, int OpenFiles, long? MaxOpenFiles);
