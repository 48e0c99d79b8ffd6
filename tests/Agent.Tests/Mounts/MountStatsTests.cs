using System.Text;
using AutomountAgent.Observe.Mounts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Mounts;

public class MountStatsTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(Samples.MountStats);

    [Fact]
    public void OperationsAndTransportsAreSummedPerMountPoint()
    {
        var statistics = MountStats.Parse(Text);

        Assert.Equal(3, statistics.Count);
        Assert.Equal(new(12345, 16, 18, 2, 75, 445, 440), statistics["/var/home/alice"]);
        Assert.Equal(new(7, 3, 3, 0, 9, 30, 29), statistics["/var/home/bob b"]);
        Assert.Equal(new(8, 0, 0, 0, 0, 6, 5), statistics["/data/proj"]);
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
