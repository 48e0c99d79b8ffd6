using AutomountAgent.Bus;
using Xunit;

namespace AgentTests.Bus;

public sealed class BusPathTests
{
    [Theory]
    [InlineData("autofs.service", "/unit/autofs_2eservice")]
    [InlineData("9p-ü_x9.mount", "/unit/_39p_2d_c3_bc_5fx9_2emount")]
    [InlineData("", "/unit/_")]
    public void ANameIsEscapedAsSystemdDoes(string name, string path) => Assert.Equal(path, BusPath.Encode("/unit", name));

    [Theory]
    [InlineData("/", true)]
    [InlineData("/a_1/B", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("/a/", false)]
    [InlineData("//a", false)]
    [InlineData("/é", false)]
    public void ObjectPathsAreKnown(string text, bool isValid) => Assert.Equal(isValid, BusPath.IsValid(text));
}
