using AutomountAgent.Model;
using AutomountAgent.Probe;
using Xunit;

namespace AgentTests.Probe;

/// <summary>A tree in the shape of proc(5).</summary>
public sealed class UsersOfMountTests : IDisposable
{
    private const string Host = """
        25 1 254:0 / / rw shared:1 - ext4 /dev/vda rw
        40 25 0:39 / /home rw shared:7 - autofs auto.home rw,indirect
        41 40 0:52 / /home/alice rw shared:8 - nfs4 nfs1:/x/alice rw
        42 40 0:52 / /home/bob rw shared:9 - nfs4 nfs1:/x/bob rw
        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("holders-");
    private readonly NamespaceMounts own = NamespaceMounts.Parse(Host);

    public UsersOfMountTests() => Process(1, "mnt:[1]", Host);

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void NobodyHoldsIt() => Assert.Null(First());

    [Theory]
    [InlineData("/home/alice", "has its working directory there")]
    [InlineData("/home/alice/deep", "has its working directory there")]
    [InlineData("/home/alicex", null)]
    [InlineData("/home/bob", null)]
    public void AWorkingDirectoryHoldsIt(string cwd, string? use)
    {
        Process(7, "mnt:[1]", Host, cwd: cwd);

        Assert.Equal(use is null ? null : $"tool7 (pid 7) {use}", First());
    }

    [Theory]
    [InlineData(41, true)]
    [InlineData(42, false)]
    public void AnOpenFileHoldsItsMountAndNotOneOfTheSameSuperblock(int mount, bool holds)
    {
        Process(7, "mnt:[1]", Host, open: mount);

        Assert.Equal(holds, First() is not null);
    }

    [Fact]
    public void AMappedFileHoldsIt()
    {
        Process(7, "mnt:[1]", Host, maps: "7f00-7f01 r-xp 00000000 00:34 12 /home/alice/lib.so");

        Assert.Equal("tool7 (pid 7) has a file mapped there", First());
    }

    [Fact]
    public void ACopyInAServiceThatGoesWithTheMountDoesNotHoldItUnlessItIsUsed()
    {
        const string Service = """
            125 1 254:0 / / rw master:1 - ext4 /dev/vda rw
            140 125 0:39 / /home rw master:7 - autofs auto.home rw,indirect
            141 140 0:52 / /home/alice rw master:8 - nfs4 nfs1:/x/alice rw
            """;
        Process(7, "mnt:[2]", Service);
        Assert.Null(First());

        Process(8, "mnt:[2]", Service, open: 141);
        Assert.Equal("tool8 (pid 8) has a file open there", First());
    }

    [Theory]
    [InlineData("225 1 0:60 / / rw - overlay overlay rw\n226 225 0:52 / /data rw master:8 - nfs4 nfs1:/x/alice rw")]
    [InlineData("225 1 0:60 / / rw - overlay overlay rw\n240 225 0:39 / /home rw - autofs auto.home rw\n" +
        "241 240 0:52 / /home/alice rw - nfs4 nfs1:/x/alice rw")]
    public void AContainerThatKeepsACopyHoldsIt(string container)
    {
        Process(7, "mnt:[3]", container);

        Assert.StartsWith("tool7 (pid 7) has it mounted at /", First());
    }

    [Fact]
    public void OnlyANfsMountOfAutomountOnTopIsFound()
    {
        Assert.Equal(41, own.Find("/home/alice", "0:52")?.Id);
        Assert.Null(own.Find("/home/alice", "0:53"));
        Assert.Null(own.Find("/home", "0:39"));
        Assert.Null(own.Find("/", "254:0"));
        Assert.Null(NamespaceMounts.Parse(Host + "\n50 41 0:70 / /home/alice rw - tmpfs tmpfs rw").Find("/home/alice", "0:52"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x y z")]
    [InlineData("1 2 3 4 5 6 7 - nfs")]
    public void WhatIsNoMountinfoIsNoMount(string text) => Assert.Empty(NamespaceMounts.Parse(text).Mounts);

    private string? First() => UsersOfMount.First(own.Find("/home/alice", "0:52")!, own, new HostPaths(root.FullName));

    private void Process(int pid, string space, string mounts, string cwd = "/", int open = 25, string maps = "")
    {
        var folder = root.CreateSubdirectory($"proc/{pid}");
        folder.CreateSubdirectory("ns");
        folder.CreateSubdirectory("fdinfo");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "ns/mnt"), space);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "cwd"), cwd);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "root"), "/");
        File.WriteAllText(Path.Combine(folder.FullName, "mountinfo"), mounts);
        File.WriteAllText(Path.Combine(folder.FullName, "maps"), maps + "\n");
        File.WriteAllText(Path.Combine(folder.FullName, "comm"), $"tool{pid}\n");
        File.WriteAllText(Path.Combine(folder.FullName, "fdinfo/3"), $"pos:\t0\nflags:\t02\nmnt_id:\t{open}\nino:\t5\n");
    }
}
