using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Autofs;

public sealed class NodeFactsReaderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void FactsOfACoreOsNodeAreGatheredWithoutFollowingALink()
    {
        Directory.CreateDirectory(Path.Combine(root, "run"));
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        Directory.CreateDirectory(Path.Combine(root, "usr/sbin"));
        File.WriteAllText(Path.Combine(root, "run/ostree-booted"), "");
        File.WriteAllText(Path.Combine(root, "usr/sbin/mount.nfs"), "");
        File.WriteAllText(Path.Combine(root, "proc/filesystems"), "nodev\tproc\n\txfs\n");
        File.CreateSymbolicLink(Path.Combine(root, "home"), "var/home"); // It leads nowhere, which nobody must find out.
        File.CreateSymbolicLink(Path.Combine(root, "usr/local"), "../var/usrlocal");

        // What is a mount point is not looked at, whatever is below it.
        Directory.CreateDirectory(Path.Combine(root, "proc/self"));
        File.WriteAllText(
            Path.Combine(root, "proc/self/mountinfo"),
            "42 27 0:39 / /srv rw - autofs auto.srv rw,fd=5,pgrp=2,timeout=10,indirect,pipe_ino=61\n");
        File.CreateSymbolicLink(Path.Combine(root, "srv"), "var/srv");

        var reader = new NodeFactsReader(new HostPaths(root));
        reader.Read(Browsing, ["/home/%u"]);
        var facts = reader.ReadLinks([]);

        Assert.Equal((true, true), (facts.Browse, facts.IsOstree));
        Assert.Equal(
            [("/home", "/var/home"), ("/usr/local", "/var/usrlocal")], facts.Links.All.Select(l => (l.Key, l.Value)));
        Assert.Equal(["/home", "/proc", "/run", "/srv", "/usr"], facts.TopDirectories.Order());
        Assert.Equal(["nfs", "proc", "xfs"], facts.FileSystems.Order());
        Assert.Contains(System.Net.Dns.GetHostName(), facts.OwnNames);
        Assert.True(facts.HasMountNfs);
        Assert.Same(facts, reader.Read(Browsing, ["/home/%u"]));
        Assert.Same(facts, reader.ReadLinks([]));
        Assert.NotSame(facts, reader.Read(Site(""), ["/home/%u"]));
    }

    [Theory]
    [InlineData("append_options = no\n", false)]
    [InlineData("[ /amd ]\nmap_name = amd.x\n", false)]
    [InlineData("", true)]
    [InlineData("# nothing of ours\nlogging = debug\n", true)]
    public void WhatChangesNothingForTheMapsIsTheSameInstance(string conf, bool isSame)
    {
        var reader = new NodeFactsReader(new HostPaths(root));
        var before = reader.Read(Site(""), []);

        Assert.Equal(isSame, ReferenceEquals(before, reader.Read(Site(conf), [])));
    }

    [Fact]
    public void AVariableOfTheCommandLineIsAFact()
    {
        var reader = new NodeFactsReader(new HostPaths(root));
        var options = DaemonOptions.Parse("OPTIONS=\"-DSITE=a\"\n", "f");
        var before = reader.Read(AutofsSettings.Default with { Options = options }, []);

        Assert.Equal("a", before.Defaults.Variables["SITE"]);
        Assert.Same(before, reader.Read(AutofsSettings.Default with { Options = DaemonOptions.Parse("OPTIONS=\"-D SITE=a\"\n", "f") }, []));
        Assert.NotSame(
            before, reader.Read(AutofsSettings.Default with { Options = DaemonOptions.Parse("OPTIONS=\"-D SITE=b\"\n", "f") }, []));
    }

    private static AutofsSettings Browsing { get; } = AutofsSettings.Default;

    private static AutofsSettings Site(string conf) =>
        AutofsSettings.Default with { Conf = AutofsConf.Parse("browse_mode = no\n" + conf, "f") };

    [Fact]
    public void OnAnEmptyTreeNothingIsKnownAndNothingThrows()
    {
        var facts = new NodeFactsReader(new HostPaths(Path.Combine(root, "none"))).Read(AutofsSettings.Default, []);

        Assert.False(facts.IsOstree);
        Assert.Empty(facts.Links.All);
        Assert.Empty(facts.TopDirectories);
        Assert.Empty(facts.FileSystems);
        Assert.Null(facts.HasMountNfs);
    }
}
