using System.Text;
using AgentTests.Collect.Mounts;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Proc;

public class MountStatsTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(Samples.MountStats);

    [Fact]
    public void OperationsAndTransportsAreSummedPerMountPoint()
    {
        var statistics = MountStats.Parse(Text);

        Assert.Equal(3, statistics.Count);
        Assert.Equal(
            new(12345, 16, 18, 2, 75, 445, 440)
            {
                Source = "nfs1:/exports/home/alice", Connects = 2, IdleSeconds = 12, Uses = 15, Work = 15
            }, statistics["/var/home/alice"]);
        Assert.Equal(
            new(7, 3, 3, 0, 9, 30, 29) { Source = "nfs1:/exports/home/bob b", Uses = 3, Looks = 3, LookMilliseconds = 9 },
            statistics["/var/home/bob b"]);
        Assert.Equal(new(8, 0, 0, 0, 0, 6, 5) { Source = "filer:/vol/proj", Connects = 1, IdleSeconds = 12 }, statistics["/data/proj"]);
    }

    [Fact]
    public void TransportsTellReconnectionsIdlenessLateRepliesAndBacklog()
    {
        const string Head = "device h:/x mounted on /x with fstype nfs4 statvers=1.1\n";
        NfsStatistics Read(string lines) => MountStats.Parse(Encoding.ASCII.GetBytes(Head + lines))["/x"];

        var two = Read("\txprt:\ttcp 800 1 3 0 70 20 18 1 55 7 2 4 5\n\txprt:\ttcp 801 1 1 0 9 10 10 0 5 1 2 0 0\n");
        Assert.Equal((4, 9, 30, 28, 1, 8), (two.Connects, two.IdleSeconds, two.Sends, two.Receives, two.LateReplies, two.Backlog));
        Assert.Equal(29, two.Answers);
        var udp = Read("\txprt:\tudp 874 1 30 29 1 35 6\n");
        Assert.Equal((0, 0, 30, 29, 1, 6), (udp.Connects, udp.IdleSeconds, udp.Sends, udp.Receives, udp.LateReplies, udp.Backlog));
        var cut = Read("\txprt:\ttcp 800 1 3\n");
        Assert.Equal((3, 0, 0), (cut.Connects, cut.Sends, cut.Backlog));
    }

    [Fact]
    public void OperationsAreCountedByWhatTheyAreMadeFor()
    {
        var counters = MountStats.Parse("""
            device h:/x mounted on /x with fstype nfs4 statvers=1.1
            	per-op statistics
            	        SEQUENCE: 100 100 0 0 0 0 0 0 0
            	           RENEW: 10 10 0 0 0 0 0 0 0
            	          STATFS: 7 7 0 0 0 0 0 0 0
            	          FSSTAT: 1 1 0 0 0 0 0 0 0
            	         GETATTR: 20 20 0 0 0 0 31 40 2
            	          ACCESS: 1 1 0 0 0 0 4 4 1
            	          LOOKUP: 2 2 0 0 0 0 5 5 2
            	            READ: 3 3 0 0 0 0 90 90 3
            	        NEWTHING: 2 2 0 0 0 0 0 0 0
            """u8)["/x"];

        Assert.Equal((146, 36, 5, 8), (counters.Requests, counters.Uses, counters.Work, counters.StatFs));
        Assert.Equal((23, 40, 3), (counters.Looks, counters.LookMilliseconds, counters.LookErrors));
    }

    /// <summary>
    /// From Linux 6.12 on (Debian's, with CONFIG_NFS_V4_2_READ_PLUS) an NFS 4.2 mount reads by READ_PLUS, and READ stays 0.
    /// </summary>
    [Theory]
    [InlineData("READ_PLUS")]
    [InlineData("ZERO_RANGE")]
    [InlineData("OFFLOAD_STATUS")]
    public void AnOperationOfANewerKernelIsWork(string operation)
    {
        var counters = MountStats.Parse(Encoding.ASCII.GetBytes(
            "device h:/x mounted on /x with fstype nfs4 statvers=1.1\n\tper-op statistics\n" +
            $"\t            READ: 0 0 0 0 0 0 0 0 0\n\t{operation,16}: 5 5 0 900 4096 0 12 13 0\n"))["/x"];

        Assert.Equal((5, 5, 0), (counters.Uses, counters.Work, counters.Looks));
    }

    [Fact]
    public void TheSizeOfThePiecesDoesNotMatter()
    {
        var whole = MountStats.Parse(Text);
        foreach (var size in (int[])[1, 2, 3, 7, 64, 1000])
        {
            var parser = new MountStats();
            foreach (var piece in Text.Chunk(size))
            {
                parser.Add(piece);
            }

            Assert.Equal(whole, parser.Complete());
        }
    }

    [Fact]
    public void ALineThatIsTooLongIsSkippedAndTheNextOneIsRead()
    {
        var text = Encoding.ASCII.GetBytes(
            $"device h:/x mounted on /x with fstype nfs4 statvers=1.1\n\topts:\t{new string('o', 100_000)}\n\tage:\t5\n");
        var parser = new MountStats();
        foreach (var piece in text.Chunk(4096))
        {
            parser.Add(piece);
        }

        Assert.Equal(5, parser.Complete()["/x"].Age);
    }

    [Fact]
    public void OtherFileSystemsHaveNone()
    {
        Assert.Empty(MountStats.Parse("device x mounted on /x with fstype nfsd\n\tage:\t3\ndevice y mounted on /y with fstype xfs\n"u8));
        Assert.Empty(MountStats.Parse([]));
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        Prop.ForAll<byte[]>(noise => MountStats.Parse(noise)).QuickCheckThrowOnFailure();
        Prop.ForAll<byte, int, int>((value, at, length) =>
        {
            var damaged = Text.AsSpan(0, (int)((uint)length % Text.Length) + 1).ToArray();
            damaged[(uint)at % damaged.Length] = value;
            MountStats.Parse(damaged);
        }).QuickCheckThrowOnFailure();
    }
}
