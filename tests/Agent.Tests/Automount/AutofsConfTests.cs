using AutomountAgent.Observe.Automount;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Automount;

public class AutofsConfTests
{
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

    [Fact]
    public void NamesInAnyCaseQuotesAndIndentationAreUnderstood()
    {
        var conf = AutofsConf.Parse("[autofs]\nmount_nfs_default_protocol = 4\n  Master_Map_Name = \"/etc/auto.site\"\n\tTIMEOUT=0\n", "f");

        Assert.Equal("/etc/auto.site", conf.MasterMap);
        Assert.Equal(TimeSpan.Zero, conf.Timeout);
    }

    [Fact]
    public void ASettingOfAnotherSectionDoesNotCount()
    {
        var conf = AutofsConf.Parse("[ amd ]\ntimeout = 5\nmaster_map_name = x\n", "f");

        Assert.Null(conf.Timeout);
        Assert.Equal("auto.master", conf.MasterMap);
    }

    [Theory]
    [InlineData("timeout = soon")]
    [InlineData("timeout = -1")]
    [InlineData("timeout = 99999999999")]
    [InlineData("master_map_name =")]
    [InlineData("nonsense")]
    public void WhatCannotBeUnderstoodIsAProblemWithItsLine(string line)
    {
        var conf = AutofsConf.Parse($"[ autofs ]\n{line}\n", "f");

        Assert.Equal(("f", 2), (Assert.Single(conf.Problems).File, conf.Problems[0].Line));
        Assert.Equal(("auto.master", null), (conf.MasterMap, conf.Timeout));
    }

    [Fact]
    public void NoTextThrows() => Prop.ForAll<NonNull<string>>(text => AutofsConf.Parse(text.Get, "f") is not null).QuickCheckThrowOnFailure();
}
