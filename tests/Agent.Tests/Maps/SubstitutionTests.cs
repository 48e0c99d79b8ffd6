using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

public class SubstitutionTests
{
    private static readonly IReadOnlyDictionary<string, string> Variables =
        new Dictionary<string, string> { ["HOST"] = "node1", ["A_1"] = "one", ["KEYLIKE"] = "&$HOST" };

    [Theory]
    [InlineData("h:/x/&", "bob", "h:/x/bob")]
    [InlineData("h:/&/&", "bob", "h:/bob/bob")]
    [InlineData("h:/x/&", "My Documents", "h:/x/My\\ Documents")]
    [InlineData("h:/x/&", "a\tb", "h:/x/a\\\tb")]
    [InlineData("\"h:/x/&\"", "bob", "\"h:/x/&\"")]
    [InlineData("h:/x/\\&", "bob", "h:/x/\\&")]
    [InlineData("$HOST:/x", "bob", "node1:/x")]
    [InlineData("${HOST}x:/x", "bob", "node1x:/x")]
    [InlineData("h:/$A_1/", "bob", "h:/one/")]
    [InlineData("h:/x/${FOO}/y", "bob", "h:/x//y")]
    [InlineData("h:/x/$FOO/y", "bob", "h:/x//y")]
    [InlineData("h:/x/${FOO", "bob", "h:/x/")]
    [InlineData("h:/x/$", "bob", "h:/x/$")]
    [InlineData("h:/x/$ y", "bob", "h:/x/$ y")]
    [InlineData("h:/x/$/y", "bob", "h:/x//y")]
    [InlineData("h:/x/\\$HOST", "bob", "h:/x/\\$HOST")]
    [InlineData("\"$HOST\"", "bob", "\"$HOST\"")]
    [InlineData("h:/$KEYLIKE", "bob", "h:/&$HOST")]
    [InlineData("h:/a:b", "bob", "h:/a/b")]
    [InlineData("h:/a:b i:/c:d", "bob", "h:/a/b i:/c/d")]
    [InlineData("h:/a\\:b", "bob", "h:/a\\:b")]
    [InlineData("[::1]:/a", "bob", "[::1]:/a")]
    [InlineData("nfs\\", "bob", "nfs\\")]
    [InlineData("\"open &", "bob", "\"open &")]
    public void AnEntryExpandsAsInAutomount(string value, string key, string expected) =>
        Assert.Equal(expected, Substitution.Expand(value, key, Variables).Text);

    [Fact]
    public void ColonsStayWithoutSlashifyColons() =>
        Assert.Equal("h:/a:b", Substitution.Expand("h:/a:b", "k", Variables, slashifyColons: false).Text);

    [Fact]
    public void APositionLeadsBackToWhereItWasWritten()
    {
        var entry = Substitution.Expand("ab&cd${HOST}e", "KEY", Variables);

        Assert.Equal("abKEYcdnode1e", entry.Text);
        Assert.Equal([1, 2, 3, 3, 3, 4, 5, 6, 6, 6, 6, 6, 13], Enumerable.Range(0, 13).Select(entry.Column));
    }

    [Fact]
    public void TheNodesVariablesAreThoseOfUname()
    {
        var variables = MapVariables.OfNode("node1.example.com", "i686", "5.14.0", "#1 SMP");

        Assert.Equal("i386", variables["CPU"]);
        Assert.Equal("i686", variables["ARCH"]);
        Assert.Equal("node1", variables["SHOST"]);
        Assert.Equal("node1.example.com", variables["HOST"]);
        Assert.Equal(("node1", "example.com", "node1.example.com"), (variables["host"], variables["domain"], variables["hostd"]));
        Assert.False(variables.ContainsKey("USER"));
        Assert.Contains("USER", (IEnumerable<string>)MapVariables.OfRequester);
    }

    [Theory]
    [InlineData("i486", "i386")]
    [InlineData("x86_64", "x86_64")]
    [InlineData("aarch64", "aarch64")]
    [InlineData("i286", "i286")]
    public void TheCpuOfAnyPcIsI386(string machine, string cpu) => Assert.Equal(cpu, MapVariables.OfNode("n", machine, "6", "#1")["CPU"]);
}
