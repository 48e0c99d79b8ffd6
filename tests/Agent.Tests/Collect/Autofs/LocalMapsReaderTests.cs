using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Autofs;

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

        var maps = reader.Read("auto.master", true, master);

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

        Assert.Equal(["/etc/auto.master.d/auto.home"], reader.Read("auto.master", true, KnownNothing).WithoutSuffix);
    }

    [Fact]
    public void AFileThatHasNotChangedIsTheSameInstance()
    {
        Write("etc/auto.master", "/a auto.a\n");
        var first = reader.Read("auto.master", true, KnownNothing).Files[0];
        var same = reader.Read("auto.master", true, KnownNothing).Files[0];
        Write("etc/auto.master", "/a auto.a\n/b auto.b\n");

        Assert.Same(first, same);
        Assert.Equal(2, reader.Read("auto.master", true, KnownNothing).Files[0].Entries.Length);
    }

    [Fact]
    public void NothingOutsideOfEtcIsTouchedAndAProgramIsNoText()
    {
        Write("home/maps/auto.x", "x nfs1:/x\n");
        Write("etc/auto.prog", "#!/bin/sh\n");
        System.Diagnostics.Process.Start("chmod", ["700", Path.Combine(root.FullName, "etc/auto.prog")])!.WaitForExit();
        var master = MasterMap.Parse(MasterFile.Parse("/x /home/maps/auto.x\n/y /etc/../home/maps/auto.x\n/p /etc/auto.prog\n", "/etc/auto.master"));

        var maps = reader.Read("auto.master", true, master);

        Assert.Empty(maps.Files);
        Assert.Empty(maps.Missing);
    }

    [Fact]
    public void WhatAutomountRunsIsAProgramAndWhatItReadsIsNotEvenIfItIsExecutable()
    {
        Write("etc/auto.master", "/p auto.prog\n/f file:/etc/auto.file\n/x auto.incl\n");
        Write("etc/auto.prog", "#!/bin/sh\n");
        Write("etc/auto.file", "a nfs1:/a\n");
        Write("etc/auto.incl", "+/etc/auto.prog2\nb nfs1:/b\n");
        Write("etc/auto.prog2", "#!/bin/sh\n");
        foreach (var name in new[] { "auto.master", "auto.prog", "auto.file", "auto.prog2" })
        {
            System.Diagnostics.Process.Start("chmod", ["700", Path.Combine(root.FullName, "etc", name)])!.WaitForExit();
        }

        var first = reader.Read("auto.master", true, KnownNothing);
        var maps = reader.Read("auto.master", true, MasterMap.Parse(first.Files[0]));

        Assert.Equal(["/etc/auto.file", "/etc/auto.incl", "/etc/auto.master"], maps.Files.Select(f => f.File).Order());
        Assert.Equal(["/etc/auto.prog", "/etc/auto.prog2"], maps.Programs.Order());
    }

    [Fact]
    public void TheFilesOfADirectoryComeInTheOrderOfTheirVersions()
    {
        Write("etc/auto.master", "+dir:/etc/auto.master.d\n");
        foreach (var name in new[] { "10.autofs", "9.autofs", "a.autofs", "09.autofs" })
        {
            Write($"etc/auto.master.d/{name}", "/b auto.b\n");
        }

        Assert.Equal(["09", "9", "10", "a"], reader.Read("auto.master", true, KnownNothing).Files.Skip(1).Select(f => Path.GetFileNameWithoutExtension(f.File)));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void TheOtherNameOfTheMasterMapIsReadWhereNoneIsConfigured(bool isNamed, int files)
    {
        Write("etc/auto_master", "/a auto.a\n");

        Assert.Equal(files, reader.Read("auto.master", isNamed, KnownNothing).Files.Length);
    }

    [Fact]
    public void AHostileNameIsNoFile()
    {
        Write("etc/auto.master", "+dir:/etc/a\0b\n+/etc/a\0b\n/a auto.a\n");
        var master = MasterMap.Parse(new MapContent("auto.master", null, [new("/x", "a\0b"), new("/y", "/etc/a\0b"), new("/z", new string('z', 5000))]));

        Assert.Equal(["/etc/auto.master"], reader.Read("auto.master", true, master).Files.Select(f => f.File));
    }

    private static MasterMap KnownNothing { get; } = new([], []);

    private void Write(string path, string text)
    {
        var full = Path.Combine(root.FullName, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
