using System.Text;
using AutomountAgent.Model;
using AutomountAgent.Probe;
using Xunit;

namespace AgentTests.Probe;

public sealed class PathToucherTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("toucher-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void ADirectoryOfTheNodeIsNotMounted()
    {
        var answer = Touch(folder.FullName);

        Assert.Equal((0, ""), (answer.Errno, answer.Error));
        Assert.Matches("^[0-9]+:[0-9]+$", answer.Device);
        Assert.StartsWith("/", answer.MountPoint);
        Assert.False(answer.IsMounted);
    }

    [Fact]
    public void TheMountIsTheOneThatTheKernelNames()
    {
        Assert.Equal(("/proc", 0x9FA0), (Touch("/proc/sys").MountPoint, Touch("/proc").FileSystemType));
    }

    [Fact]
    public void ASymbolicLinkLeadsToTheMountBehindIt()
    {
        var link = Path.Combine(folder.FullName, "link");
        File.CreateSymbolicLink(link, "/proc/self");

        Assert.Equal("/proc", Touch(link).MountPoint);
    }

    [Fact]
    public void AMissingPathIsEnoent()
    {
        var answer = Touch(Path.Combine(folder.FullName, "missing"));

        Assert.Equal(("ENOENT", false), (answer.Error, answer.IsMounted));
    }

    [Fact]
    public void ARegularFileIsOpenedAndLeftAsItIs()
    {
        var file = Path.Combine(folder.FullName, "file");
        File.WriteAllText(file, "text");
        var written = File.GetLastWriteTimeUtc(file);

        Assert.Equal(0, Touch(file).Errno);
        Assert.Equal(("text", written), (File.ReadAllText(file), File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public void APathBelowAFileIsEnotdir()
    {
        var file = Path.Combine(folder.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Equal("ENOTDIR", Touch(Path.Combine(file, "below")).Error);
    }

    [Fact]
    public void NoDescriptorStaysOpen()
    {
        Touch(folder.FullName);
        var links = Directory.GetFiles("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget);

        Assert.DoesNotContain(folder.FullName, links);
    }

    private static ProbeAnswer Touch(string path) => PathToucher.Touch(Encoding.UTF8.GetBytes(path), HostPaths.Host);
}
