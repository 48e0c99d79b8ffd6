using AgentTests.Collect.Mounts;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Proc;

public class MountsReaderTests
{
    [Fact]
    public void TheRootsAreAutomountsOwnTrapsOnly()
    {
        var roots = Samples.View().Roots;

        Assert.Equal(["/var/home", "/data/proj", "/net", "/net/m/sub", "/old"], roots.Select(root => root.MountPoint));
        Assert.Equal("Indirect Direct Indirect Offset Indirect", string.Join(' ', roots.Select(root => root.Kind)));
        Assert.Equal(["auto.home", "auto.direct", "-hosts", "-hosts", "auto.old"], roots.Select(root => root.Source));
        Assert.Equal([300, 60, 0, 0, 300], roots.Select(root => root.Timeout.TotalSeconds));
        Assert.Equal([false, true, false, false, false], roots.Select(root => root.StrictExpire));
        Assert.Equal([true, false, false, false, false], roots.Select(root => root.Shared));
        Assert.All(roots, root => Assert.Equal((20245, true, false), (root.DaemonPid, root.DaemonAlive, root.Catatonic)));
    }

    [Theory]
    [InlineData("fd=-1,pgrp=20245,pipe_ino=61693")]
    [InlineData("fd=5,pgrp=20245,pipe_ino=-1")]
    public void ATrapWithoutAPipeIsCatatonic(string options)
    {
        Assert.True(
            Assert.Single(Samples.View($"42 27 0:39 / /home rw - autofs auto.home rw,{options},timeout=9,indirect\n").Roots).Catatonic);
    }

    [Fact]
    public void ATrapWhoseDaemonDiedIsNotAlive()
    {
        Assert.All(Samples.View(listens: (_, _) => false).Roots, root => Assert.False(root.DaemonAlive));
        Assert.True(
            Samples.View("42 27 0:39 / /home rw - autofs a rw,fd=5,pgrp=0,pipe_ino=3,indirect\n", (_, _) => false).Roots[0].DaemonAlive);
    }

    [Fact]
    public void ATrapIsHeldAgainstItsOwnPipe()
    {
        var asked = new List<(int, long)>();
        Samples.View("42 27 0:39 / /home rw - autofs a rw,fd=5,pgrp=77,pipe_ino=4294967299,indirect\n", (daemon, pipe) =>
        {
            asked.Add((daemon, pipe));
            return true;
        });

        Assert.Equal([(77, 4294967299)], asked);
    }

    [Fact]
    public void AStackOfTrapsIsOneRootThatCoversTheOthers()
    {
        const string Stack = """
            21 1 254:0 / / rw - xfs /dev/vda4 rw
            70 21 0:80 / /old rw,relatime shared:3 - autofs auto.old rw,fd=-1,pgrp=1000,timeout=300,indirect,pipe_ino=-1
            72 70 0:82 / /old rw,relatime shared:4 - autofs auto.old rw,fd=23,pgrp=2000,timeout=300,indirect,pipe_ino=61712
            73 72 0:83 / /old rw,relatime shared:5 - autofs auto.old rw,fd=23,pgrp=3000,timeout=300,indirect,pipe_ino=61713
            80 21 0:90 / /direct rw,relatime - autofs auto.direct rw,fd=24,pgrp=3000,timeout=300,direct,pipe_ino=61714
            81 80 0:91 / /direct rw,relatime - nfs4 h:/x rw,vers=4.2

            """;
        var roots = Samples.View(Stack).Roots;

        Assert.Equal(["0:83", "0:90"], roots.Select(r => r.Device));
        Assert.Equal(["0:82", "0:80"], roots[0].Covers);
        Assert.Empty(roots[1].Covers);
        Assert.Equal([true, false], roots.Select(r => r.ParentShared));
    }

    [Fact]
    public void NfsMountsHaveTheirServerTheirOptionsAndTheirRoot()
    {
        var mounts = Samples.View().Nfs.ToDictionary(mount => mount.MountPoint);

        Assert.Equal(
            [
                "/var/home/alice", "/var/home/bob b", "/data/proj", "/net/m", "/net/m/sub", "/mnt/static"
            ], Samples.View().Nfs.Select(m => m.MountPoint));
        Assert.Equal(
            new(
                "/var/home/alice",
                "nfs1:/exports/home/alice",
                "nfs1",
                "0:52",
                4,
                2049,
                "10.0.0.1",
                true,
                "/var/home",
                new(12345, 16, 18, 2, 75, 445, 440)
                {
                    Source = "nfs1:/exports/home/alice", Connects = 2, IdleSeconds = 12, Uses = 15, Work = 15
                }),
            mounts["/var/home/alice"]);
        Assert.Equal((12049, false, "nfs1:/exports/home/bob b"), Short(mounts["/var/home/bob b"]));
        Assert.Equal((2049, false, "filer:/vol/proj"), Short(mounts["/data/proj"]));
        Assert.Equal(
            (3, "/data/proj", "10.0.0.2"), (mounts["/data/proj"].Version, mounts["/data/proj"].Root, mounts["/data/proj"].Address));
        Assert.Equal(("fd00::1", "/net"), (mounts["/net/m"].Server, mounts["/net/m"].Root));
        Assert.Equal("/net", mounts["/net/m/sub"].Root);
        Assert.Null(mounts["/mnt/static"].Root);
        Assert.Null(mounts["/mnt/static"].Statistics);

        static (int, bool, string) Short(NfsMount mount) => (mount.Port, mount.Hard, mount.Source);
    }

    /// <summary>Linux 7.2 shows <c>fatal_neterrors=</c> in the options of NFS mounts, and <c>softreval</c> for <c>softerr</c>.</summary>
    [Theory]
    [InlineData("vers=4.2,hard,fatal_neterrors=none,proto=tcp,timeo=600,retrans=2,addr=10.0.0.1", true)]
    [InlineData("vers=4.2,softerr,softreval,fatal_neterrors=ENETDOWN:ENETUNREACH,proto=tcp,addr=10.0.0.1", false)]
    public void OptionsOfANewerKernelAreInNobodysWay(string options, bool hard)
    {
        var mount = Assert.Single(Samples.View($"""
            21 1 254:0 / / rw - xfs /dev/vda4 rw
            42 21 0:39 / /data rw,relatime - nfs4 nfs1:/exports/data rw,{options}

            """).Nfs);

        Assert.Equal((4, 2049, "10.0.0.1", hard), (mount.Version, mount.Port, mount.Address, mount.Hard));
    }

    /// <summary>Only replies over TCP from the address that the mount names prove that this address answers over TCP.</summary>
    [Theory]
    [InlineData("vers=4.2,proto=tcp,nconnect=4,addr=10.0.0.1", false)]
    [InlineData("vers=4.2,proto=rdma,port=20049,addr=10.0.0.1", true)]
    [InlineData("vers=4.2,proto=tcp,max_connect=2,addr=10.0.0.1", true)]
    public void AMountMayHaveOtherTransportsThanItsAddressTells(string options, bool others) =>
        Assert.Equal(others, Assert.Single(Samples.View($"81 80 0:91 / /x rw,relatime - nfs4 h:/x rw,{options}\n").Nfs).HasOtherTransports);

    [Fact]
    public void AMountUnderATrapThatANewOneCoversIsLeftOut()
    {
        Assert.DoesNotContain(Samples.View().Nfs, mount => mount.MountPoint == "/old/gone");
    }

    [Fact]
    public void WhatAutomountMountedThatIsNotNfsIsThereToo()
    {
        Assert.Equal(new OtherMount("/var/home/carol", "254:0", "/var/home"), Assert.Single(Samples.View().Others));
    }
}
