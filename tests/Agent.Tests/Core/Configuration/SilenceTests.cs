using Automount.Configuration;
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
}
