using AutomountAgent.Configuration;
using AutomountAgent.Maps;
using AutomountAgent.Observe.Automount;
using Xunit;

namespace AgentTests.Automount;

public sealed class LocalMapsReaderTests : IDisposable
{
    private readonly DirectoryInfo root = System.IO.Directory.CreateTempSubdirectory("root");
    private readonly LocalMapsReader reader;

    public LocalMapsReaderTests() => reader = new(new HostPaths(root.FullName));

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void TheMasterMapItsIncludesAndTheMapsThatItNamesAreRead()
    {
        Write("etc/auto.master", "/misc /etc/auto.misc\n/gone /etc/auto.gone\n+dir:/etc/auto.master.d\n");
        Write("etc/auto.master.d/b.autofs", "/b auto.b\n");
        Write("etc/auto.misc", "cd nfs1:/cd\n");
        Write("etc/auto.b", "x nfs1:/x\n");
        var master = MasterMap.Parse(MasterFile.Parse("/misc /etc/auto.misc\n/gone /etc/auto.gone\n/b auto.b\n/ldap auto.ldap\n", "/etc/auto.master"));

        var maps = reader.Read("auto.master", master);

        Assert.Equal(["/etc/auto.b", "/etc/auto.master", "/etc/auto.master.d/b.autofs", "/etc/auto.misc"], maps.Files.Select(f => f.File).Order());
        Assert.Equal(["/etc/auto.gone"], maps.Missing);
    }

    [Fact]
    public void FilesWithoutTheSuffixAreNamedAndLeftoversAreNot()
    {
        Write("etc/auto.master", "+dir:/etc/auto.master.d\n");
        foreach (var name in new[] { "auto.home", "b.autofs", "b.autofs.rpmsave", "c.autofs~", ".hidden", "README" })
        {
            Write($"etc/auto.master.d/{name}", "/b auto.b\n");
        }

        Assert.Equal(["/etc/auto.master.d/auto.home"], reader.Read("auto.master", KnownNothing).WithoutSuffix);
    }

    [Fact]
    public void AFileThatHasNotChangedIsTheSameInstance()
    {
        Write("etc/auto.master", "/a auto.a\n");
        var first = reader.Read("auto.master", KnownNothing).Files[0];
        var same = reader.Read("auto.master", KnownNothing).Files[0];
        Write("etc/auto.master", "/a auto.a\n/b auto.b\n");

        Assert.Same(first, same);
        Assert.Equal(2, reader.Read("auto.master", KnownNothing).Files[0].Entries.Length);
    }

    [Fact]
    public void NothingOutsideOfEtcIsTouchedAndAProgramIsNoText()
    {
        Write("home/maps/auto.x", "x nfs1:/x\n");
        Write("etc/auto.prog", "#!/bin/sh\n");
        System.Diagnostics.Process.Start("chmod", ["700", Path.Combine(root.FullName, "etc/auto.prog")])!.WaitForExit();
        var master = MasterMap.Parse(MasterFile.Parse("/x /home/maps/auto.x\n/y /etc/../home/maps/auto.x\n/p /etc/auto.prog\n", "/etc/auto.master"));

        var maps = reader.Read("auto.master", master);

        Assert.Empty(maps.Files);
        Assert.Empty(maps.Missing);
    }

    private static MasterMap KnownNothing { get; } = new([], []);

    private void Write(string path, string text)
    {
        var full = Path.Combine(root.FullName, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
