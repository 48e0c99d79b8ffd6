using System.Runtime.InteropServices;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Interop;

public partial class MountTableWatchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public void AMountAndAnUnmountAreReported()
    {
        var folder = Directory.CreateTempSubdirectory("mount");
        using var changed = new SemaphoreSlim(0);
        using (new MountTableWatch(HostPaths.Host, () => changed.Release()))
        {
            Assert.SkipUnless(mount("test", folder.FullName, "tmpfs", 0, 0) == 0, "mounting needs CAP_SYS_ADMIN");
            var mounted = changed.Wait(Long, TestContext.Current.CancellationToken);
            Assert.Equal(0, umount2(folder.FullName, 0));

            Assert.True(mounted);
            Assert.True(changed.Wait(Long, TestContext.Current.CancellationToken));
        }

        folder.Delete();
    }

    [Fact]
    public void AMountTableThatIsNotThereIsAnError()
    {
        var e = Assert.Throws<IOException>(() => new MountTableWatch(new HostPaths("/nonexistent"), () => { }));

        Assert.Equal("/nonexistent/proc/self/mountinfo: No such file or directory", e.Message);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string type, ulong flags, nint data);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string target, int flags);
}
