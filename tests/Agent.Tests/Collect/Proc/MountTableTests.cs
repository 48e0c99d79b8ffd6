using System.Text;
using AgentTests.Collect.Mounts;
using Automount.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Proc;

public class MountTableTests
{
    [Fact]
    public void ALineHasItsFieldsWithAnyNumberOfTags()
    {
        Assert.True(MountLine.TryRead(
            "45 42 254:0 /srv/x//deleted /var/home/carol rw,relatime shared:1 master:2 propagate_from:7 - fuse.sshfs  rw,a=b"u8, out var line));

        Assert.Equal((45, 42, true), (line.Id, line.Parent, line.Shared));
        Assert.Equal("254:0", Text(line.Device));
        Assert.Equal("/srv/x//deleted", Text(line.Root));
        Assert.Equal("/var/home/carol", Text(line.MountPoint));
        Assert.Equal("fuse.sshfs", Text(line.FileSystem));
        Assert.Equal("", Text(line.Source));
        Assert.Equal("rw,a=b", Text(line.Options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 27 0:39 / /home rw")]
    [InlineData("42 27 0:39 / /home rw shared:1")]
    [InlineData("42 27 0:39 / /home rw - ")]
    [InlineData("x 27 0:39 / /home rw - autofs a rw")]
    [InlineData("99999999999999 27 0:39 / /home rw - autofs a rw")]
    public void WhatIsNoLineIsLeftOut(string text)
    {
        Assert.False(MountLine.TryRead(Encoding.ASCII.GetBytes(text), out _));
        Assert.Equal(0, MountTable.Parse(Encoding.ASCII.GetBytes(text + "\n")).Count);
    }

    [Theory]
    [InlineData(@"/a\040b\011c\012d\134e\043f", "/a b\tc\nd\\e#f")]
    [InlineData(@"/a\04", @"/a\04")]
    [InlineData(@"/a\999\400", @"/a\999\400")]
    [InlineData(@"/\303\244", "/ä")]
    [InlineData(@"/\344", "/ä")]
    public void EscapesAreUndone(string field, string expected)
    {
        Assert.Equal(expected, ProcText.Decode(Encoding.ASCII.GetBytes(field)));
    }

    [Fact]
    public void BytesThatAreNotUtf8AreLatin1()
    {
        Assert.Equal("/ÿé", ProcText.Decode([(byte)'/', 0xFF, 0xE9]));
        Assert.Equal("/é", ProcText.Decode("/é"u8));
    }

    [Fact]
    public void AnOptionIsFoundByItsWholeName()
    {
        Assert.True(ProcText.TryOption("rw,mountport=635,port=12,hard"u8, "port"u8, out var port));
        Assert.Equal("12", Text(port));
        Assert.True(ProcText.TryOption("rw,hard"u8, "hard"u8, out var hard));
        Assert.True(hard.IsEmpty);
        Assert.False(ProcText.TryOption("rw,softreval"u8, "soft"u8, out _));
        Assert.False(ProcText.TryOption(""u8, "soft"u8, out _));
    }

    [Fact]
    public void ATableWithAMissingParentIsTorn()
    {
        Assert.True(Table(Samples.MountInfo).IsConsistent);
        Assert.False(Table("21 1 254:0 / / rw - xfs a rw\n43 42 0:52 / /home/a rw - nfs4 h:/a rw\n").IsConsistent);
    }

    [Fact]
    public void MountsThatStandOnEachOtherInACircleDoNotTrapTheReader()
    {
        var table = Table("1 2 0:1 / /a rw - nfs4 h:/ rw\n2 1 0:2 / /a rw - nfs4 h:/ rw\n3 3 0:3 / /b rw - nfs4 h:/ rw\n");

        Assert.Equal(3, table.Count);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(-1, table.RootOf(i)));
        Assert.True(table.IsHidden(0));
        Assert.False(table.IsHidden(2));
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        Prop.ForAll<byte[]>(noise => Read(noise)).QuickCheckThrowOnFailure();

        // Damaged real text reaches further than noise.
        var real = Encoding.UTF8.GetBytes(Samples.MountInfo);
        Prop.ForAll<byte, int, int>((value, at, length) =>
        {
            var damaged = real.AsSpan(0, (int)((uint)length % real.Length) + 1).ToArray();
            damaged[(uint)at % damaged.Length] = value;
            Read(damaged);
        }).QuickCheckThrowOnFailure();

        static void Read(byte[] text) =>
            MountsReader.Read(MountTable.Parse(text), new Dictionary<string, NfsStatistics>(), (_, _) => true);
    }

    [Fact]
    public void TwoThousandMountsAreCheap()
    {
        var text = new StringBuilder("1 0 254:0 / / rw - xfs a rw\n2 1 0:39 / /home rw - autofs auto.home rw,fd=5,pgrp=9,timeout=300,indirect,pipe_ino=1\n");
        for (var i = 0; i < 2000; i++)
        {
            text.Append($"{i + 10} {(i % 2 == 0 ? 2 : 1)} 0:{i + 50} / /{(i % 2 == 0 ? "home/u" : "var/lib/containers/overlay/")}{i} rw shared:{i} - ")
                .Append(i % 2 == 0 ? $"nfs4 nfs{i % 7}:/exports/u{i} rw,vers=4.2,hard,addr=10.0.0.1\n" : $"overlay overlay rw,lowerdir={new string('l', 2000)}\n");
        }

        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        var statistics = new Dictionary<string, NfsStatistics>();
        MountsReader.Read(MountTable.Parse(bytes), statistics, (_, _) => true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = TimeProvider.System.GetTimestamp();

        var view = MountsReader.Read(MountTable.Parse(bytes), statistics, (_, _) => true);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 2_000_000);
        Assert.Equal(1000, view.Nfs.Length);
        Assert.All(view.Nfs, mount => Assert.Equal("/home", mount.Root));
        Assert.Single(view.Roots);
    }

    private static MountTable Table(string text) => MountTable.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
