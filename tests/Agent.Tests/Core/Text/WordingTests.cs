using Automount.Text;
using Xunit;

namespace AgentTests.Core.Text;

public class WordingTests
{
    [Fact]
    public void NumbersAgreeWithTheirNouns()
    {
        Assert.Equal("0 errors", Wording.Count(0, "error"));
        Assert.Equal("1 error", Wording.Count(1, "error"));
        Assert.Equal("1 entry", Wording.Count(1, "entry", "entries"));
        Assert.Equal("2,000 entries", Wording.Count(2000, "entry", "entries"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a b c", "a, b, c")]
    [InlineData("a b c d e", "a, b, c and 2 more")]
    public void LongListsAreCutAndCounted(string items, string expected) =>
        Assert.Equal(expected, Wording.Some(items.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
