using Automount.Text;
using Xunit;

namespace AgentTests.Core.Text;

public class PrintableTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("zürich/ünïcode", "zürich/ünïcode")]
    [InlineData("\u001b[2J", "\\x1B[2J")]
    [InlineData("a\nb\0", "a\\x0Ab\\x00")]
    [InlineData("a\u202eb", "a\\u202Eb")]
    [InlineData("\u0085", "\\x85")]
    public void WhatCouldMoveACursorIsEscaped(string text, string expected) => Assert.Equal(expected, Printable.Escape(text));

    [Fact]
    public void HalfACharacterIsEscaped() => Assert.Equal("\\uFFFDx", Printable.Escape(new string(['\ud800', 'x'])));

    [Fact]
    public void LongTextIsCut() => Assert.Equal(new string('a', 10) + "…", Printable.Escape(new string('a', 1000), 10));
}
