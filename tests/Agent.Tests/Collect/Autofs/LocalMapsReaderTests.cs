using Automount.Catalog;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Autofs;

public sealed class LocalMapsReaderTests : IDisposable
{
    private readonly DirectoryInfo root = System.IO.Directory.CreateTempSubdirectory("root");
    private readonly LocalMapsReader reader;

    public LocalMapsReaderTests() => reader = new(new HostPaths(root.FullName));

    public void Dispose() => root.Delete(recursive: true);

    /// <summary>The master map is followed in the poll that reads it: <c>check</c> has one.</summary>
    [Fact]
    public void TheMasterMapItsIncludesAndTheMapsThatItNamesAreReadInOnePoll()
    {
        Write("etc/auto.master", "/misc /etc/auto.misc\n/gone /etc/auto.gone\n+dir:/etc/auto.master.d\n+auto.more\n");
        Write("etc/auto.master.d/b.autofs", "/b auto.b\n");
        Write("etc/auto.more", "/c multi file:/etc/auto.c -- auto.d\n");
        Write("etc/auto.misc", "cd nfs1:/cd\n");
        Write("etc/auto.b", "x nfs1:/x\n+auto.rest\n");
        Write("etc/auto.rest", "y nfs1:/y\n");
        Write("etc/auto.c", "x nfs1:/x\n");
        Write("etc/auto.d", "x nfs1:/x\n");

        var maps = reader.Read(Files);

        Assert.Equal(
            ["auto.b", "auto.c", "auto.d", "auto.master", "auto.master.d/b.autofs", "auto.misc", "auto.more", "auto.rest"],
            maps.Files.Select(f => f.File!["/etc/".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal(["/etc/auto.gone"], maps.Missing);
    }

    [Fact]
    public void TheFilesThatAServedMasterMapNamesAreReadInTheSamePoll()
    {
        Write("etc/auto.misc", "cd nfs1:/cd\n");
        Write("etc/auto.b", "x nfs1:/x\n");

        var maps = reader.Read(Served(new("/misc", "/etc/auto.misc"), new("/b", "auto.b"), new("/ldap", "auto.ldap")));

        Assert.Equal(["/etc/auto.b", "/etc/auto.misc"], maps.Files.Select(f => f.File).Order());
        Assert.Empty(maps.Missing);
    }

    [Fact]
    public void SubmountsAreFollowedDownToTheLast()
    {
        Write("etc/auto.master", "/m /etc/auto.m\n");
        Write("etc/auto.m", "a -fstype=autofs file:/etc/auto.sub\nb nfs1:/b\n");
        Write("etc/auto.sub", "c -fstype=autofs auto.deep\n");
        Write("etc/auto.deep", "d nfs9:/d\n");

        var maps = KnownMaps.Of(Files with { Local = reader.Read(Files) });

        Assert.Equal(["/etc/auto.m", "/etc/auto.sub", "auto.deep"], maps.Maps.Select(m => m.Name).Order());
        Assert.DoesNotContain(MapLinter.Run(maps, Silence.None).Findings, f => f.Kind == MapMasterFindings.DanglingMap);
        Assert.Equal(["nfs1", "nfs9"], MapAnalysis.Of(maps, Silence.None).Servers.Select(s => s.Host));
    }

    [Fact]
    public void APollWithoutAChangeGivesTheSameInstance()
    {
        Write("etc/auto.master", "/m /etc/auto.m\n");
        Write("etc/auto.m", "a -fstype=autofs file:/etc/auto.sub\n");
        var first = reader.Read(Files);

        Assert.Same(first, reader.Read(Files));

        Write("etc/auto.sub", "c nfs1:/c\n");
        Assert.NotSame(first, reader.Read(Files));
    }

    /// <summary>A map that was not read is neither well nor missing.</summary>
    [Fact]
    public void AFileThatIsLeftAloneIsNamedAndNotMissing()
    {
        Write("etc/auto.master", "/x /srv/auto.x\n/y auto.y\n/z auto.z\n");
        Directory.CreateDirectory(Path.Combine(root.FullName, "srv"));
        Write("srv/auto.x", "x nfs1:/x\n");
        File.CreateSymbolicLink(Path.Combine(root.FullName, "etc/auto.y"), Path.Combine(root.FullName, "srv/auto.x"));

        var maps = KnownMaps.Of(Files with { Local = reader.Read(Files) });

        var findings = MapLinter.Run(maps, Silence.None).Findings;
        Assert.Equal(
            [("auto.master:/x", "is not below /etc/"), ("auto.master:/y", "is a link out of /etc/")],
            findings.Where(f => f.Kind == MapSourceFindings.NotValidated).Select(f => (f.Subject.Replace("/etc/", ""), Why(f))));
        Assert.Equal(
            ["/z"], findings.Where(f => f.Kind == MapMasterFindings.DanglingMap).Select(f => f.Subject.Split(':')[^1]));

        static string Why(Finding finding) => finding.Message.Split("a file that ")[1].Split(':')[0];
    }

    [Fact]
    public void FilesWithoutTheSuffixAreNamedAndLeftoversAreNot()
    {
        Write("etc/auto.master", "+dir:/etc/auto.master.d\n");
        foreach (var name in new[] { "auto.home", "b.autofs", "b.autofs.rpmsave", "c.autofs~", ".hidden", "README" })
        {
            Write($"etc/auto.master.d/{name}", "/b auto.b\n");
        }

        Assert.Equal(["/etc/auto.master.d/auto.home"], reader.Read(Files).WithoutSuffix);
    }

    [Fact]
    public void AMapInTheFolderOfDropInsNeedsNoSuffix()
    {
        Write("etc/auto.master", "+dir:/etc/auto.master.d\n");
        Write("etc/auto.master.d/x.autofs", "/mnt/x /etc/auto.master.d/auto.x\n");
        Write("etc/auto.master.d/auto.x", "a nfs1:/a\n");

        Assert.Empty(reader.Read(Files).WithoutSuffix);
    }

    [Fact]
    public void ModeAndFirstBytesOfAFileThatContradictEachOtherAreErrors()
    {
        Write("etc/auto.master", "/t /etc/auto.t\n/s /etc/auto.s\n/p /etc/auto.p\n/x program:/etc/auto.s\n");
        Write("etc/auto.t", "a nfs1:/a\n");
        Write("etc/auto.s", "#!/bin/sh\necho nfs1:/a\n");
        Write("etc/auto.p", "#!/bin/sh\necho nfs1:/a\n");
        foreach (var name in new[] { "auto.t", "auto.p" })
        {
            System.Diagnostics.Process.Start("chmod", ["700", Path.Combine(root.FullName, "etc", name)])!.WaitForExit();
        }

        var maps = KnownMaps.Of(Files with { Local = reader.Read(Files) });

        Assert.Equal(
            ["map/text-as-program /t", "map/script-as-text /s", "map/not-validated /p", "map/not-validated /x"],
            MapLinter.Run(maps, Silence.None).Findings.Select(f => $"{f.Kind.Code} {f.Source!.Key}"));
    }

    [Fact]
    public void AByteOrderMarkStaysInTheText()
    {
        Write("etc/auto.master", "\uFEFF/a auto.a\n");

        Assert.Equal("\uFEFF/a", reader.Read(Files).Files[0].Entries[0].Key);
    }

    [Fact]
    public void AFileThatHasNotChangedIsTheSameInstance()
    {
        Write("etc/auto.master", "/a auto.a\n");
        var first = reader.Read(Files).Files[0];
        var same = reader.Read(Files).Files[0];
        Write("etc/auto.master", "/a auto.a\n/b auto.b\n");

        Assert.Same(first, same);
        Assert.Equal(2, reader.Read(Files).Files[0].Entries.Length);
    }

    [Fact]
    public void NothingOutsideOfEtcIsTouchedAndAProgramIsNoText()
    {
        Write("home/maps/auto.x", "x nfs1:/x\n");
        Write("etc/auto.prog", "#!/bin/sh\n");
        System.Diagnostics.Process.Start("chmod", ["700", Path.Combine(root.FullName, "etc/auto.prog")])!.WaitForExit();

        var maps = reader.Read(Served(
            new("/x", "/home/maps/auto.x"), new("/y", "/etc/../home/maps/auto.x"), new("/p", "/etc/auto.prog")));

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

        var maps = reader.Read(Files);

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

        Assert.Equal(
            ["09", "9", "10", "a"],
            reader.Read(Files).Files.Skip(1).Select(f => Path.GetFileNameWithoutExtension(f.File)));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void TheOtherNameOfTheMasterMapIsReadWhereNoneIsConfigured(bool isNamed, int files)
    {
        Write("etc/auto_master", "/a auto.a\n");

        Assert.Equal(files, reader.Read(Files with { IsMasterNamed = isNamed }).Files.Length);
    }

    [Fact]
    public void AHostileNameIsNoFile()
    {
        Write("etc/auto.master", "+dir:/etc/a\0b\n+/etc/a\0b\n/a auto.a\n");
        var inputs = Served(new("/x", "a\0b"), new("/y", "/etc/a\0b"), new("/z", new string('z', 5000)));

        Assert.Equal(["/etc/auto.master"], reader.Read(inputs).Files.Select(f => f.File));
    }

    private static MapInputs Files { get; } = MapInputs.None with { Sources = ["files"] };

    private static MapInputs Served(params MapRecord[] master) => MapInputs.None with
    {
        Served = [new("auto.master", null, [.. master])],
        IsServedComplete = true,
        Sources = ["sss", "files"],
    };

    private void Write(string path, string text)
    {
        var full = Path.Combine(root.FullName, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
