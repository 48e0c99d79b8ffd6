using System.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Proc;

public sealed class MountTableReaderTests : IDisposable
{
    private const string Root = "1 0 254:0 / / rw - xfs a rw\n";
    private const string Alice = "10 1 0:50 / /home/alice rw - nfs4 nfs1:/a rw,vers=4.2\n";
    private const string Bobby = "10 1 0:50 / /home/bobby rw - nfs4 nfs1:/a rw,vers=4.2\n"; // As long as the line before.

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory();
    private readonly MountTableReader reader;

    public MountTableReaderTests()
    {
        root.CreateSubdirectory("proc/self");
        reader = new MountTableReader(new HostPaths(root.FullName));
    }

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void AnUnchangedTableIsTheSameInstance() => Assert.Same(Read(Root + Alice), Read(Root + Alice));

    [Fact]
    public void AChangeThatKeepsTheLengthIsNoticed()
    {
        Read(Root + Alice);

        Assert.Equal(["/", "/home/bobby"], MountPoints(Read(Root + Bobby)));
        Assert.Equal(["/", "/home/alice"], MountPoints(Read(Root + Alice)));
        Assert.Equal(["/"], MountPoints(Read(Root)));
    }

    [Fact]
    public void ATableLargerThanTheBufferIsReadWhole()
    {
        var text = new StringBuilder(Root);
        for (var i = 0; i < 5000; i++)
        {
            text.Append($"{i + 10} 1 0:{i + 50} / /home/user{i} rw - nfs4 nfs1:/a rw,vers=4.2\n");
        }

        Assert.Equal(5001, Read(text.ToString()).Count);
        Assert.Equal(1, Read(Root).Count);
    }

    private MountTable Read(string text)
    {
        File.WriteAllText(Path.Combine(root.FullName, "proc/self/mountinfo"), text);
        return reader.Read(CancellationToken.None);
    }

    private static IEnumerable<string> MountPoints(MountTable table) =>
        Enumerable.Range(0, table.Count).Select(i => Encoding.ASCII.GetString(table.Line(i).MountPoint)).ToList();
}
