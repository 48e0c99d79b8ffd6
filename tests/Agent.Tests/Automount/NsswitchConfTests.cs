using AutomountAgent.Observe.Automount;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Automount;

public class NsswitchConfTests
{
    [Theory]
    [InlineData("passwd: sss\nautomount: sss files\n", "sss files")]
    [InlineData("automount:\tsss\tfiles", "sss files")]
    [InlineData("automount:files", "files")]
    [InlineData("Automount: sss\nautomount: files\n", "sss")]
    [InlineData("automount: sss [NOTFOUND=return UNAVAIL=continue] files # local last", "sss files")]
    [InlineData("automount: sss[!SUCCESS=return]files", "sss files")]
    [InlineData("automount: sss [NOTFOUND=return", "sss")]
    [InlineData("automount:\r\npasswd: files\r\n", "")]
    [InlineData("#automount: sss\n automount: sss\n", "files")]
    [InlineData("", "files")]
    public void TheSourcesAreThoseOfTheFirstAutomountLine(string text, string sources) =>
        Assert.Equal(sources, string.Join(' ', NsswitchConf.Sources(text)));

    [Fact]
    public void NoTextThrowsOrGivesASourceWithABlankInIt() =>
        Prop.ForAll<NonNull<string>>(text => NsswitchConf.Sources($"automount:{text.Get}").All(s => s.Length > 0 && !s.Any(char.IsWhiteSpace)))
            .QuickCheckThrowOnFailure();
}
