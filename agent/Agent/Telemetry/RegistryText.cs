using Prometheus;

namespace AutomountAgent.Telemetry;

/// <summary>Writes a registry as text.</summary>
internal static class RegistryText
{
    /// <summary>
    /// Appends every series of a registry. The library offers this only as an asynchronous call; into memory it completes before it
    /// returns, so that the caller may hold a lock meanwhile.
    /// </summary>
    public static void AppendTo(this CollectorRegistry registry, MemoryStream page, ExpositionFormat format) =>
        registry.CollectAndExportAsTextAsync(page, format).GetAwaiter().GetResult();
}
