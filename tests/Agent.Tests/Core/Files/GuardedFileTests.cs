using System.Net.Sockets;
using System.Runtime.InteropServices;
using Automount.Files;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Core.Files;

/// <summary>What others put in the place of a file holds nobody up, and fills no memory.</summary>
[Trait("suite", "hostile")]
public sealed partial class GuardedFileTests : IDisposable
{
    private const int Timeout = 20_000;

    private readonly string folder = Directory.CreateTempSubdirectory("guarded-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Timeout = Timeout)]
    public async Task AFileIsRead()
    {
        var path = Put("file", "content\n");

        Assert.Equal("content\n", await Task.Run(() => GuardedFile.ReadText(path, 8), TestContext.Current.CancellationToken));
        Assert.Equal("it is larger than 0 KiB", Assert.Throws<IOException>(() => GuardedFile.ReadText(path, 7)).Message);
    }

    [Fact(Timeout = Timeout)]
    public async Task WhatIsNoFileIsRefusedAndDoesNotBlock()
    {
        var fifo = Fifo("fifo");
        var listens = Path.Combine(folder, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(listens));

        foreach (var path in new[] { fifo, listens, folder, "/dev/zero", "/dev/full" })
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var refused = await Assert.ThrowsAsync<IOException>(() => Read(path));
            Assert.Equal("it is not a regular file", refused.Message);
        }
    }

    [Fact]
    public void TheNullDeviceIsEmpty() => Assert.Equal("", GuardedFile.ReadText("/dev/null", 0));

    [Fact]
    public void AFileOfTheKernelIsReadThoughItHasNoSize() => Assert.NotEmpty(GuardedFile.ReadText("/proc/self/status", 64 * 1024));

    [Fact]
    public void WhatIsMissingOrForbiddenIsSaid()
    {
        Assert.Throws<FileNotFoundException>(() => GuardedFile.ReadText(Path.Combine(folder, "none"), 1));
        Assert.Throws<DirectoryNotFoundException>(() => GuardedFile.ReadText(Path.Combine(Put("file", ""), "below"), 1));
        Assert.Throws<IOException>(() => GuardedFile.ReadText("/etc\0/passwd", 1));
    }

    /// <summary>What the agent reads of what others may write: configurations of agent, autofs and sssd, keytabs.</summary>
    [Fact(Timeout = Timeout)]
    public async Task NoReaderOfConfigurationBlocks()
    {
        var paths = new HostPaths(folder);
        foreach (var path in new[] { paths.AgentConf, paths.AutofsConf, paths.Nsswitch, paths.AutofsEnvironment[0], paths.SssdConf })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Assert.Equal(0, mkfifo(path, 0x1FF));
        }

        await Task.Run(
            () =>
            {
                Assert.Contains("it is not a regular file", SettingsReader.Read(paths, null).Problems.Single().Reason);
                Assert.Contains("it is not a regular file", SettingsReader.Read(paths, paths.AgentConf).Problems.Single().Reason);
                Assert.Contains(AutofsSettings.Read(paths).Problems, p => p.Reason.Contains("it is not a regular file"));
                Assert.Contains(SssdConfigurationReader.Read(paths).Problems, p => p.Reason.Contains("it is not a regular file"));
                Assert.Throws<IOException>(() => Keytab.Read(paths.AgentConf));
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>A sparse file takes no room on the disk.</summary>
    [Fact(Timeout = Timeout)]
    public async Task NoReaderOfConfigurationReadsGigabytes()
    {
        var paths = new HostPaths(folder);
        foreach (var path in new[] { paths.AgentConf, paths.AutofsConf, paths.Nsswitch, paths.SssdConf })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            file.SetLength(3L << 30);
        }

        var before = GC.GetTotalAllocatedBytes();
        await Task.Run(
            () =>
            {
                Assert.Contains("larger than 1024 KiB", SettingsReader.Read(paths, null).Problems.Single().Reason);
                Assert.Contains(AutofsSettings.Read(paths).Problems, p => p.Reason.Contains("larger than 1024 KiB"));
                Assert.Contains(SssdConfigurationReader.Read(paths).Problems, p => p.Reason.Contains("larger than 1024 KiB"));
            },
            TestContext.Current.CancellationToken);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256L << 20);
    }

    private static Task<string> Read(string path) =>
        Task.Run(() => GuardedFile.ReadText(path, 1024), TestContext.Current.CancellationToken);

    private string Put(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private string Fifo(string name)
    {
        var path = Path.Combine(folder, name);
        Assert.Equal(0, mkfifo(path, 0x1FF));
        return path;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);
}
