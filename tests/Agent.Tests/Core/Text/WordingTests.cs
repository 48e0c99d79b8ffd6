using Automount.Text;
using Xunit;

namespace AgentTests.Core.Text;

public class WordingTests
{
    [Fact]
    public void NumbersAgreeWithTheirNouns() => Assert.Equal(
        "0 errors, 1 error, 1 entry, 2,000 entries",
        string.Join(
            ", ",
            Wording.Count(0, "error"),
            Wording.Count(1, "error"),
            Wording.Count(1, "entry", "entries"),
            Wording.Count(2000, "entry", "entries")));

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a b c", "a, b, c")]
    [InlineData("a b c d e", "a, b, c and 2 more")]
    public void LongListsAreCutAndCounted(string items, string expected) =>
        Assert.Equal(expected, Wording.Some(items.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
