using Automount.Maps.Sources;
using AutomountAgent.Collect.Autofs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Autofs;

/// <summary>What automount 5.1.8 made of these lines was tried with <c>automount -m -d</c>.</summary>
public class NsswitchConfTests
{
    [Theory]
    [InlineData("passwd: sss\nautomount: sss files\n", "sss files")]
    [InlineData("automount:\tsss\tfiles\n", "sss files")]
    [InlineData("automount:files\n", "files")]
    [InlineData("Automount: sss\n", "sss")]
    [InlineData("automount: systemd sss my-files files\r\n", "sss files files")]
    [InlineData("automount: sss # files\n", "sss files")]
    [InlineData("automount: sss [NOTFOUND=return UNAVAIL=continue] files\n", "sss [NOTFOUND=return UNAVAIL=continue] files")]
    [InlineData("automount: sss[!success = Return]files\n", "sss [!SUCCESS=return] files")]
    [InlineData("automount: mine [NOTFOUND=return] files\n", "files")]
    [InlineData("automount: sss [NOTFOUND=return] files [UNAVAIL=return]\n", "sss [NOTFOUND=return UNAVAIL=return] files [NOTFOUND=return UNAVAIL=return]")]
    [InlineData("#automount: sss\n automount: sss\n", "files")]
    [InlineData("", "files")]
    public void TheSourcesAndTheirActionsAreRead(string text, string sources)
    {
        var conf = NsswitchConf.Parse(text, "f");

        Assert.Null(conf.Problem);
        Assert.Equal(sources, string.Join(' ', conf.Sources));
    }

    [Theory]
    [InlineData("automount: files\nautomount: sss\n", 2, "second")]
    [InlineData("passwd: files\nautomount: files", 2, "end of line")]
    [InlineData("automount:\npasswd: files\n", 1, "names no source")]
    [InlineData("automount: sss [NOTFOUND=return files\n", 1, "actions")]
    [InlineData("automount: sss [NOTFOUND=return\n", 1, "actions")]
    [InlineData("automount: sss [SUCCESS=merge] files\n", 1, "actions")]
    [InlineData("automount: sss [] files\n", 1, "actions")]
    [InlineData("automount: [NOTFOUND=return] files\n", 1, "actions")]
    [InlineData("automount: sss [NOTFOUND=return] [UNAVAIL=return] files\n", 1, "actions")]
    public void WhereAutomountGivesUpNoSourceIsLeft(string text, int line, string why)
    {
        var conf = NsswitchConf.Parse(text, "f");

        Assert.Empty(conf.Sources);
        Assert.Equal(line, conf.Problem!.Line);
        Assert.Contains(why, conf.Problem.Reason);
    }

    [Fact]
    public void NoTextThrows() =>
        Prop.ForAll<NonNull<string>>(text => NsswitchConf.Parse($"automount:{text.Get}\n", "f") is var conf && (conf.Problem is null || conf.Sources.IsEmpty))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", NssStatus.Success, true)]
    [InlineData("", NssStatus.NotFound, false)]
    [InlineData("[SUCCESS=continue]", NssStatus.Success, false)]
    [InlineData("[NOTFOUND=return]", NssStatus.NotFound, true)]
    [InlineData("[NOTFOUND=return]", NssStatus.Unavailable, false)]
    [InlineData("[UNAVAIL=return]", NssStatus.Unavailable, true)]
    [InlineData("[!SUCCESS=return]", NssStatus.NotFound, true)]
    [InlineData("[!NOTFOUND=return]", NssStatus.Success, true)]
    [InlineData("[!UNAVAIL=return]", NssStatus.NotFound, true)]
    [InlineData("[!SUCCESS=continue]", NssStatus.Success, false)]
    [InlineData("[!NOTFOUND=return]", NssStatus.NotFound, true)]
    public void AnActionEndsTheSearchAsItDoesInAutomount(string actions, NssStatus answer, bool ends) =>
        Assert.Equal(ends, NsswitchConf.Parse($"automount: sss {actions}\n", "f").Sources[0].Ends(answer));
}
