using Automount.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Core.Configuration;

public class SettingValueTests
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    public void ADurationIsANumberAndAUnitAndPrintsTheSame(string text, double seconds)
    {
        var (value, problem) = SettingValue.Duration(text, Least, Most);

        Assert.Null(problem);
        Assert.Equal(seconds, value.TotalSeconds);
        Assert.Equal(text, SettingValue.Print(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("10 s")]
    [InlineData("1m30s")]
    [InlineData("10S")]
    [InlineData("99ms")]
    [InlineData("2h")]
    [InlineData("4294967295h")]
    [InlineData("99999999999999999999h")]
    public void ADurationThatIsNoneOrOutOfRangeIsAProblem(string text) => Assert.NotNull(SettingValue.Duration(text, Least, Most).Problem);

    [Theory]
    [InlineData("home")]
    [InlineData("/")]
    [InlineData("/var/../home")]
    [InlineData("/a,./b")]
    public void APathMustBeAbsoluteAndPlain(string text) => Assert.NotNull(SettingValue.Paths(text).Problem);

    [Fact]
    public void PathsAreListedOnce() => Assert.Equal(["/a/b", "/c"], SettingValue.Paths(" /a/b/ ,, /c, /a//b").Value);

    [Theory]
    [InlineData("127.0.0.1:20490", "127.0.0.1:20490")]
    [InlineData("0.0.0.0:1", "0.0.0.0:1")]
    [InlineData("[::]:20490", "[::]:20490")]
    [InlineData("off", "off")]
    public void AnAddressToListenOnIsRead(string text, string printed)
    {
        var (value, problem) = SettingValue.Listen(text);

        Assert.Null(problem);
        Assert.Equal(printed, SettingValue.Print(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.1:80")]
    [InlineData("1:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("localhost:80")]
    [InlineData("OFF")]
    public void AnAddressThatIsNoneIsAProblem(string text) => Assert.NotNull(SettingValue.Listen(text).Problem);

    [Fact]
    public void NoTextMakesAKeyThrow() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
        SettingKey.All.All(k => k.Apply(new Settings(), text ?? "") is { Value: not null })));

    [Fact]
    public void TheDefaultOfEveryKeyIsAValueThatItTakes() =>
        Assert.All(SettingKey.All, k => Assert.Null(k.Apply(new Settings(), k.Default).Problem));
}
