using System.Runtime.CompilerServices;

namespace AgentTests.Support;

/// <summary>
/// Tests that wait for a process block threads of the pool, which grows by one or two in a second: timers of other tests would be late.
/// </summary>
internal static class ThreadPoolSize
{
    [ModuleInitializer]
    internal static void Enlarge() => ThreadPool.SetMinThreads(64, 64);
}
