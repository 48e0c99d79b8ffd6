using System.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Proc;

/// <summary>One parser reads one text after the other, and takes over only what is the same.</summary>
public class MountStatsReuseTests
{
    private readonly MountStats parser = new();

    [Fact]
    public void StringsAreTakenOverAndCountersAreNot()
    {
        var first = Read("nfs1:/a", "/a", age: 5).Single();
        var second = Read("nfs1:/a", "/a", age: 10).Single();

        Assert.Same(first.Key, second.Key);
        Assert.Same(first.Value.Source, second.Value.Source);
        Assert.Equal((5, 10), (first.Value.Age, second.Value.Age));
    }

    [Theory]
    [InlineData("nfs2:/a", "/a")]
    [InlineData("nfs1:/a", "/b")]
    [InlineData("nfs1:/a", @"/b\040c")]
    [InlineData("nfs1:/\u00e4", "/\u00e4")]
    public void AnotherMountIsNoticed(string source, string point)
    {
        Read("nfs1:/a", "/a", age: 5);

        var mount = Read(source, point, age: 1).Single();

        Assert.Equal((source, point.Replace(@"\040", " ")), (mount.Value.Source, mount.Key));
    }

    [Fact]
    public void AMountThatIsGoneIsNotKept()
    {
        Read("nfs1:/a", "/a", age: 5);
        Read("nfs1:/b", "/b", age: 5);

        Assert.Equal("/a", Read("nfs1:/a", "/a", age: 1).Single().Key);
    }

    private KeyValuePair<string, NfsStatistics>[] Read(string source, string point, long age)
    {
        parser.Add(Encoding.UTF8.GetBytes($"device {source} mounted on {point} with fstype nfs4 statvers=1.1\n\tage:\t{age}\n"));
        return [.. parser.Complete()];
    }
}
