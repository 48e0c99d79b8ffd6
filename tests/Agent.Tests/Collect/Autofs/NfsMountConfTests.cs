using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Collect.Autofs;

/// <summary>nfsmount.conf(5), its drop-ins, and what of them changes the mounts of maps.</summary>
public sealed class NfsMountConfTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nfsmount-").FullName;

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void SectionsAndDropInsAreReadAndALaterValueWins()
    {
        Write("nfsmount.conf", """
            # Soft=True
            [ NFSMount_Global_Options ]
            Soft=True
            Defaultvers=4
            Nfsvers=3
            ; Port=1
            [ Server "nfs1.example.com" ]
            Port=20049 # of the gateway
            [ MountPoint "/home/alice" ]
            Lock=False
            [ Other ]
            Soft=True
            """);
        Write("nfsmount.conf.d/20.conf", "[ NFSMount_Global_Options ]\nNfsvers=4.2\n");
        Write("nfsmount.conf.d/10.conf", "[ NFSMount_Global_Options ]\nNfsvers=4.1\n");
        Write("nfsmount.conf.d/30.conf.rpmsave", "[ NFSMount_Global_Options ]\nNfsvers=4.0\n");

        var settings = NfsMountConf.Read(new HostPaths(root));

        Assert.Equal(
            ["Global  soft 3", "Global  nfsvers=4.2 2", "Server nfs1.example.com port=20049 8", "MountPoint /home/alice nolock 10"],
            settings.Select(s => $"{s.Scope} {s.Of} {s.Option} {s.Line}"));
        Assert.Equal(Path.Combine(root, "etc/nfsmount.conf.d/20.conf"), settings[1].File);
    }

    [Fact]
    public void WithoutFilesNothingIsSet() => Assert.Empty(NfsMountConf.Read(new HostPaths(Path.Combine(root, "none"))));

    [Theory]
    [InlineData("Global", "", "soft", "warning")]
    [InlineData("Server", "NFS1.example.com", "softerr", "warning")]
    [InlineData("Server", "nfs9.example.com", "soft", "")]
    [InlineData("MountPoint", "/data/tools", "soft", "warning")]
    [InlineData("MountPoint", "/elsewhere", "soft", "")]
    [InlineData("Global", "", "hard", "info")]
    [InlineData("Global", "", "vers=4.2", "info")]
    [InlineData("Global", "", "port=2050", "info")]
    [InlineData("Global", "", "rsize=65536", "")]
    public void WhatChangesTheMountsOfUsedServersIsNamed(string scope, string of, string option, string severity)
    {
        var setting = new NfsMountSetting(Enum.Parse<NfsMountScope>(scope), of, option, "/etc/nfsmount.conf", 3);
        var automount = Some.Automount with { Node = new() { NfsMountSettings = [setting] } };
        var state = (Some.Node with { Automount = Some.Seen(automount) }).WithKnownMaps();

        Assert.Equal(severity, string.Join(' ', NfsMountConfRules.Run(state).Select(f => f.Severity.Name())));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(root, "etc", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
