using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using AutomountAgent.Validate;
using Xunit;

namespace AgentTests.Validate;

/// <summary><c>validate</c> without a source judges what automount uses on the node.</summary>
public sealed class LiveMapsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("live-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void MapFilesAreJudgedWithoutSssd()
    {
        Write("etc/nsswitch.conf", "automount: files\n");
        Write("etc/auto.master", "/data auto.data\n");
        Write("etc/auto.data", "bad nfs1:exports\n");

        var result = MapValidation.Of(OfNode(), Silence.None, listed: 20);

        Assert.Equal(2, result.Maps);
        Assert.Contains(result.Findings, f => f.Kind.Code == "map/bad-entry" && f.Source?.File == "/etc/auto.data");
    }

    [Fact]
    public void FilesAndDirectoryAreTakenInTheOrderOfNsswitch()
    {
        Write("etc/nsswitch.conf", "automount: sss files\n");
        Write("etc/auto.master", "/never auto.never\n");
        Write("etc/auto.home", "bad nfs1:exports\n");

        var set = OfNode(Some.Domain());

        Assert.Equal(["/home", "/-"], set.Known.Master.Entries.Select(e => e.MountPoint));
        Assert.Contains(MapValidation.Of(set, Silence.None, listed: 20).Findings, f => f.Kind.Code == "map/bad-entry");
    }

    [Fact]
    public void WithoutAnyMapThereIsNothing() => Assert.Equal(0, OfNode().Count);

    private MapSet OfNode(params DomainDirectory[] domains)
    {
        var paths = new HostPaths(root);
        return LiveMaps.OfNode([.. domains], AutofsSettings.Read(paths), SssdConfigurationReader.Read(paths), paths);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
