using AutomountPackaging.Documents;
using Xunit;

namespace PackagingTests.Documents;

public class JsonReaderTests
{
    [Fact]
    public void EveryNodeKnowsItsPlace()
    {
        var node = Assert.Single(JsonReader.Read("f", "{\n\t\"é\": [1, \"\\ud83d\\ude00\"],\n  \"b\": null}"));

        Assert.Equal(new Place("f", 2, 11), node.Each("é")[1].Place);
        Assert.Equal("😀", node.Each("é")[1].Text);
        Assert.Equal(new Place("f", 3, 3), node.KeyOf("b")!.Value.Key.Place);
        Assert.Null(node["b"]);
        Assert.Equal(2, JsonReader.Read("f", "{}\n{}\n").Count);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n \"a\": 2}", 2)]
    [InlineData("{\"a\": 1,\n", 2)]
    [InlineData("{\n\"a\": \"\\ud83d\"}", 2)]
    [InlineData("{\n// no\n}", 2)]
    [InlineData("nope", 1)]
    public void WhatIsNotJsonIsRefusedWithItsLine(string text, int line) =>
        Assert.Equal(line, Assert.Throws<UnreadableException>(() => JsonReader.Read("f", text)).Place.Line);

    [Fact]
    public void DeepNestingIsRefused() => Assert.Throws<UnreadableException>(() => JsonReader.Read("f", new string('[', 100_000)));
}
