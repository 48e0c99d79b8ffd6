using Automount.Findings;
using AutomountAgent.Validate;
using Xunit;

namespace AgentTests.Validate;

public sealed class CaretTextTests
{
    [Theory]
    [InlineData("nfs1 /exports", 6, "nfs1 /exports", 5)]
    [InlineData("x", 1, "x", 0)]
    [InlineData("ab", 99, "ab", 2)]
    [InlineData("ab", 0, "ab", 0)]
    [InlineData("", 1, "", 0)]
    [InlineData("a\tb\u001bc", 3, "a\\x09b\\x1Bc", 5)]
    [InlineData("a\tb\u001bc", 5, "a\\x09b\\x1Bc", 10)]
    [InlineData("日本 x", 4, "日本 x", 5)]
    [InlineData("e\u0301x", 3, "e\u0301x", 1)]
    [InlineData("\u202ex", 2, "\\u202Ex", 6)]
    public void TheCaretStandsBelowThePlace(string text, int column, string shown, int caret) =>
        Assert.Equal(new CaretText(shown, caret), CaretText.Of(new Excerpt(text, column)));

    [Fact]
    public void OfALongTextOnlyThePartAroundThePlaceIsShown()
    {
        var text = new string('a', 100) + "X" + new string('b', 100);
        var shown = CaretText.Of(new Excerpt(text, 101), around: 10);
        Assert.Equal($"…{new string('a', 10)}X{new string('b', 9)}…", shown.Text);
        Assert.Equal('X', shown.Text[shown.Caret]);
    }

    /// <summary>A cut never parts the halves of a character, which would show as two escapes.</summary>
    [Fact]
    public void ACutIsBetweenCharacters()
    {
        var text = string.Concat(Enumerable.Repeat("\U0001F600", 40));
        for (var column = 1; column <= text.Length; column++)
        {
            Assert.DoesNotContain("\\u", CaretText.Of(new Excerpt(text, column), around: 7).Text);
        }
    }
}
