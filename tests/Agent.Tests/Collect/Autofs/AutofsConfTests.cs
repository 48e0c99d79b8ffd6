using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Autofs;

public class AutofsConfTests
{
    /// <summary>automount takes 2 to 4, and 3 for anything else; only whether it is 4 makes a difference.</summary>
    [Theory]
    [InlineData("mount_nfs_default_protocol = 4", 4)]
    [InlineData("MOUNT_NFS_DEFAULT_PROTOCOL=4", 4)]
    [InlineData("mount_nfs_default_protocol = 3", 3)]
    [InlineData("mount_nfs_default_protocol = 7", 3)]
    [InlineData("mount_nfs_default_protocol = four", 3)]
    [InlineData("", 3)]
    public void TheDefaultVersionOfNfsIsRead(string line, int version) =>
        Assert.Equal(version, AutofsConf.Parse($"[ autofs ]\n{line}\n", "f").NfsDefaultProtocol);

    [Fact]
    public void TheShippedFileIsUnderstood()
    {
        var conf = AutofsConf.Parse(
            """
            #
            # Define default options for autofs.
            #
            [ autofs ]
            #
            # master_map_name - default map name for the master map.
            #
            #master_map_name = auto.master
            timeout = 300
            browse_mode = no
            [ amd ]
            dismount_interval = 400
            """,
            "f");

        Assert.Equal("auto.master", conf.MasterMap);
        Assert.Equal(TimeSpan.FromMinutes(5), conf.Timeout);
        Assert.Empty(conf.Problems);
    }

    [Theory]
    [InlineData("[autofs]\nmount_nfs_default_protocol = 4\nMaster_Map_Name = \"/etc/auto.site\"\nTIMEOUT=0")]
    [InlineData("master_map_name=/etc/auto.site\ntimeout = 0 # never")]
    [InlineData("[[ AutoFS ]\nDEFAULT_MASTER_MAP_NAME = /etc/auto.site\nDEFAULT_TIMEOUT = \"0\"")]
    [InlineData("[ amd ]\nos = x\n[autofs]\ntimeout = 5\ntimeout = 0\nmaster_map_name = /etc/auto.site\r")]
    public void NamesInAnyCaseQuotesCommentsAndNamesOfOldAreUnderstood(string text)
    {
        var conf = AutofsConf.Parse(text + "\n", "f");

        Assert.Equal(("/etc/auto.site", true), (conf.MasterMap, conf.IsMasterNamed));
        Assert.Equal(TimeSpan.Zero, conf.Timeout);
        Assert.Empty(conf.Problems);
    }

    [Fact]
    public void WithoutSettingsTheDefaultsOfTheProgramHoldAndNotThoseOfTheShippedFile()
    {
        var conf = AutofsConf.Parse("", "f");

        Assert.Equal((true, true, false), (conf.Browse, conf.AppendOptions, conf.IsMasterNamed));
        Assert.Equal(TimeSpan.FromMinutes(1), conf.NegativeTimeout);
    }

    [Theory]
    [InlineData("no", false)]
    [InlineData("0", false)]
    [InlineData("YES", true)]
    [InlineData("1", true)]
    public void YesAndNoAreUnderstood(string value, bool isYes)
    {
        var conf = AutofsConf.Parse($"browse_mode = {value}\nappend_options = {value}\n", "f");

        Assert.Equal((isYes, isYes), (conf.Browse, conf.AppendOptions));
    }

    [Fact]
    public void AnIndentedLineHasNoEffectAndIsAProblem()
    {
        var conf = AutofsConf.Parse("[ autofs ]\n  timeout = 60\n", "f");

        Assert.Null(conf.Timeout);
        Assert.Contains("begins with a blank", Assert.Single(conf.Problems).Reason);
    }

    [Fact]
    public void TheMountPointsOfAmdSectionsAreKnownAndTheirSettingsAreNotThoseOfAutofs()
    {
        var conf = AutofsConf.Parse(
            "[ amd ]\nbrowse_mode = no\n[ /amd ]\ntimeout = 5\nmap_name = amd.home\n[ /other ]\nmap_type = file\n", "f");

        Assert.Equal([new AmdMount("/amd", "amd.home", "f", 5), new AmdMount("/other", "", "f", 6)], conf.AmdMounts);
        Assert.True(conf.Browse);
        Assert.Null(conf.Timeout);
    }

    [Fact]
    public void TheFileOfTheEnvironmentWins()
    {
        var conf = AutofsConf
            .Parse("timeout = 5\nbrowse_mode = no\n", "f")
            .Then("#!/bin/sh\nUSE_MISC_DEVICE=\"yes\"\nTIMEOUT=\"9\"\nexport X\n", "old", isOld: true);

        Assert.Equal((TimeSpan.FromSeconds(9), false), (conf.Timeout!.Value, conf.Browse));
        Assert.Empty(conf.Problems);
    }

    [Fact]
    public void ASettingOfAnotherSectionDoesNotCount()
    {
        var conf = AutofsConf.Parse("[ amd ]\ntimeout = 5\nmaster_map_name = x\n", "f");

        Assert.Null(conf.Timeout);
        Assert.Equal("auto.master", conf.MasterMap);
    }

    [Theory]
    [InlineData("timeout = soon", 0)]
    [InlineData("timeout = 5m", 5)]
    [InlineData("timeout = -1", null)]
    [InlineData("timeout = 99999999999", null)]
    [InlineData("master_map_name =", null)]
    [InlineData("browse_mode = maybe", null)]
    [InlineData("nonsense", null)]
    public void WhatCannotBeUnderstoodIsAProblemWithItsLine(string line, int? timeout)
    {
        var conf = AutofsConf.Parse($"[ autofs ]\n{line}\n", "f");

        Assert.Equal(("f", 2), (Assert.Single(conf.Problems).File, conf.Problems[0].Line));
        Assert.Equal(("auto.master", timeout, true), (conf.MasterMap, (int?)conf.Timeout?.TotalSeconds, conf.Browse));
    }

    [Fact]
    public void NoTextThrows() =>
        Prop.ForAll<NonNull<string>>(text => AutofsConf.Parse(text.Get, "f") is not null).QuickCheckThrowOnFailure();
}
