using Automount.Text;
using Xunit;

namespace AgentTests.Core.Text;

public class IniFileTests
{
    [Fact]
    public void AContinuationLineExtendsTheValueBeforeIt()
    {
        var ini = IniFile.Parse("[a]\nk = one\n  two\n; note\n[b]\nk=3\n", "f");

        Assert.Empty(ini.Problems);
        Assert.Equal(["one two", "3"], ini.Entries.Select(e => e.Value));
        Assert.Equal([2, 6], ini.Entries.Select(e => e.Line));
        Assert.Equal(["a", "b"], ini.Sections);
    }

    [Fact]
    public void AHugeFileTakesLinearTime()
    {
        var lines = Enumerable.Range(0, 200_000).Select(i => i % 2 == 0 ? $"[a{i}]\nk = v" : " more");

        var ini = IniFile.Parse(string.Join('\n', lines), "f");

        // Quadratic, this would take minutes; nothing is asserted but that it ends.
        Assert.Equal(100_000, ini.Sections.Length);
        Assert.All(ini.Entries, e => Assert.Equal("v more", e.Value));
    }

    [Fact]
    public void ALineThatIsNothingIsAProblemWithItsNumber()
    {
        var ini = IniFile.Parse("[a\nfree text\n=x\n", "f");

        Assert.Equal([1, 2, 3], ini.Problems.Select(p => p.Line));
    }
}
