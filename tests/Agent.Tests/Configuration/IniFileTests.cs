using AutomountAgent.Configuration;
using Xunit;

namespace AgentTests.Configuration;

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
    public void ALineThatIsNothingIsAProblemWithItsNumber()
    {
        var ini = IniFile.Parse("[a\nfree text\n=x\n", "f");

        Assert.Equal([1, 2, 3], ini.Problems.Select(p => p.Line));
    }
}
