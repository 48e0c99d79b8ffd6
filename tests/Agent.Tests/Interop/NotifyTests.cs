using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Interop;

public sealed partial class NotifyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("notify");
    private readonly Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };

    public NotifyTests()
    {
        manager.Bind(new UnixDomainSocketEndPoint(Address));
        Set("NOTIFY_SOCKET", Address);
    }

    private string Address => Path.Combine(folder.FullName, "s");

    public void Dispose()
    {
        Array.ForEach(["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"], name => unsetenv(name));
        manager.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void EachMessageReachesTheServiceManager()
    {
        Assert.True(Notify.Ready("up"));
        Assert.Equal("READY=1\nSTATUS=up", Receive());
        Assert.True(Notify.Watchdog());
        Assert.Equal("WATCHDOG=1", Receive());
        Assert.True(Notify.Stopping());
        Assert.Equal("STOPPING=1", Receive());
    }

    [Fact]
    public void AStatusCannotSmuggleAnotherAssignment()
    {
        Notify.Status("one\nWATCHDOG=trigger\r\nREADY=1\0x");

        Assert.Equal("STATUS=one WATCHDOG=trigger READY=1 x", Receive());
    }

    [Fact]
    public void ALongStatusStaysBelowTheLimitOfTheServiceManager()
    {
        Notify.Status(new string('€', 100_000));

        Assert.InRange(Encoding.UTF8.GetByteCount(Receive()), 1000, 4095);
    }

    [Fact]
    public void OutsideSystemdNothingHappens()
    {
        unsetenv("NOTIFY_SOCKET");

        Assert.False(Notify.Ready("up"));
        Assert.Null(Notify.WatchdogInterval);
    }

    [Fact]
    public void TheWatchdogIsToBeCalledTwicePerInterval()
    {
        Set("WATCHDOG_USEC", "30000000");

        Assert.Equal(TimeSpan.FromSeconds(15), Notify.WatchdogInterval);
    }

    [Fact]
    public void AWatchdogOfAnotherProcessIsNotOurs()
    {
        Set("WATCHDOG_USEC", "30000000");
        Set("WATCHDOG_PID", "1");

        Assert.Null(Notify.WatchdogInterval);
    }

    private string Receive()
    {
        var buffer = new byte[8192];
        return Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
    }

    /// <summary>libsystemd reads the environment of the C library, which .NET does not change.</summary>
    private static void Set(string name, string value) => Assert.Equal(0, setenv(name, value, 1));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unsetenv(string name);
}
