using Automount.Catalog;
using Automount.Configuration;
using Automount.Findings;
using Automount.Text;
using Xunit;

namespace AgentTests.Core.Configuration;

public class SilenceTests
{
    [Theory]
    [InlineData("map/unused-map", "map/unused-map")]
    [InlineData(" map/unused-map , map/bad-key:auto.home:*x ,", "map/unused-map, map/bad-key:auto.home:*x")]
    [InlineData("map/nested-keys:auto.d:/a:b", "map/nested-keys:auto.d:/a:b")]
    [InlineData("", "")]
    public void WishesAreReadAndPrinted(string text, string printed)
    {
        var (silence, problem) = SettingValue.Silence(text);

        Assert.Null(problem);
        Assert.Equal(printed, SettingValue.Print(silence));
        Assert.Equal(silence, SettingValue.Silence(printed).Value);
    }

    [Theory]
    [InlineData("map/no-such-thing")]
    [InlineData("server/hung")]
    [InlineData("map/unused-map:")]
    [InlineData("map/unused-map::key")]
    public void OthersAreAProblem(string text) => Assert.NotNull(SettingValue.Silence(text).Problem);

    [Theory]
    [InlineData("map/bad-key", true)]
    [InlineData("map/bad-entry", false)]
    [InlineData("map/bad-key:auto.home", true)]
    [InlineData("map/bad-key:auto.x", false)]
    [InlineData("map/bad-key:auto.home:al*", true)]
    [InlineData("map/bad-key:auto.home:al?ce", true)]
    [InlineData("map/bad-key:auto.home:AL*", false)]
    [InlineData("map/bad-key:auto.home:al", false)]
    public void AWishCoversWhatItNames(string text, bool covered) =>
        Assert.Equal(covered, SettingValue.Silence(text).Value.Covers("map/bad-key", "auto.home", "alice"));

    [Fact]
    public void AFindingAboutAMapHasNoKeyToCover()
    {
        Assert.True(SettingValue.Silence("map/unused-map:auto.x").Value.Covers("map/unused-map", "auto.x", null));
        Assert.False(SettingValue.Silence("map/unused-map:auto.x:*").Value.Covers("map/unused-map", "auto.x", null));
    }

    [Theory]
    [InlineData("server/hung", true)]
    [InlineData("server/hung:filer-gone.example.com port 2050", true)]
    [InlineData("server/hung:filer-*", true)]
    [InlineData("server/hung:filer", false)]
    [InlineData("server/refused:filer-*", false)]
    public void AFindingOfAnyLinkIsCoveredByItsSubject(string text, bool covered)
    {
        var finding = new Finding { Kind = ServerFindings.Hung, Subject = "filer-gone.example.com port 2050", Message = "It hangs" };

        Assert.Equal(covered, SettingValue.SilenceBySubject(text).Value.Covers(finding));
        Assert.Equal(text, SettingValue.Print(SettingValue.SilenceBySubject(text).Value));
    }

    /// <summary>The linter asks before it makes a finding: it must get the same answer.</summary>
    [Theory]
    [InlineData("map/bad-key:auto.home:al*", "auto.home", "alice", true)]
    [InlineData("map/bad-key:auto.home", "auto.home", "alice", false)]
    [InlineData("map/bad-key:auto.home", "auto.home", null, true)]
    public void AFindingAboutAKeyHasMapAndKeyAsItsSubject(string text, string map, string? key, bool covered) =>
        Assert.Equal(covered, SettingValue.SilenceBySubject(text).Value.Covers("map/bad-key", map, key));

    [Theory]
    [InlineData("server/gone")]
    [InlineData("server/hung:")]
    public void AnotherCodeOrAnEmptySubjectIsAProblem(string text) => Assert.NotNull(SettingValue.SilenceBySubject(text).Problem);

    [Fact]
    public void BothKeysSilence()
    {
        var settings = SettingsMerge.Merge([IniFile.Parse(
            "[maps]\nsilence = map/unused-map\n[findings]\nsilence = server/hung:a, directory/refused\n", "agent.conf")]).Settings!;

        Assert.Equal("map/unused-map, server/hung:a, directory/refused", SettingValue.Print(settings.Silence));
    }
}
