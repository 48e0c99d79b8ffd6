using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using Xunit;

namespace PackagingTests.Documents;

public class YamlReaderTests
{
    private static Node One(string text) => Assert.Single(YamlReader.Read("f", text));

    private static UnreadableException Refused(string text) => Assert.Throws<UnreadableException>(() => YamlReader.Read("f", text));

    [Fact]
    public void EveryNodeKnowsItsPlace()
    {
        var node = One("a: 1\nb:\n  - c: [x, {y: z}]\n");

        Assert.Equal(new Place("f", 3, 16), node.Each("b")[0].Each("c")[1]["y"]!.Place);
        Assert.Equal(new Place("f", 2, 1), node.KeyOf("b")!.Value.Key.Place);
    }

    [Theory]
    [InlineData("a:\n  b: |\n    one\n      two\n", 0, 3, 5)]
    [InlineData("a:\n  b: |\n    one\n      two\n", 1, 4, 7)]
    [InlineData("a:\n  b: |-   # comment\n\n    one\n", 1, 4, 5)]
    [InlineData("a:\r\n  b: |\r\n    one\r\n    two\r\n", 1, 4, 5)]
    [InlineData("a:\n- b: |2\n     one\n", 0, 3, 6)]
    [InlineData("a:\n  b: >\n    one\n    two\n", 1, 2, 6)]
    [InlineData("a:\n  b: \"one\\ntwo\"\n", 1, 2, 6)]
    public void ALineOfALiteralBlockIsALineOfTheFile(string text, int index, int line, int column)
    {
        var node = One(text)["a"]!;
        var text2 = EmbeddedText.OfScalar("b", (node["b"] ?? node.Items[0]["b"])!);

        Assert.Equal(new Place("f", line, column), text2.At(index));
    }

    [Fact]
    public void DocumentsAreMany()
    {
        var documents = YamlReader.Read("f", "---\na: &x 1\n---\n# nothing\n---\nb: 2\n...\n");
        Assert.Equal(["1", null], documents.Select(d => d.TextAt("a")));
    }

    [Fact]
    public void NullsAreAbsentAndKeysAreNot()
    {
        var node = One("a:\nb: ~\nc: \"\"\nd: 'null'\n");
        Assert.Null(node["a"]);
        Assert.NotNull(node.KeyOf("a"));
        Assert.Null(node["b"]);
        Assert.Equal("", node["c"]!.Text);
        Assert.Equal("null", node["d"]!.Text);
    }

    [Fact]
    public void AliasesAndMergeKeysAreFollowed()
    {
        var node = One("a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, x: 3}\nd: {<<: [*a]}\n");
        Assert.Equal("2", node.TextAt("b", "y"));
        Assert.Equal(("3", "2"), (node.TextAt("c", "x"), node.TextAt("c", "y")));
        Assert.Equal("1", node.TextAt("d", "x"));
    }

    [Fact]
    public void AnAliasBombIsRefused()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i =>
            $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("aliases", Refused(bomb).Message);
    }

    [Theory]
    [InlineData("a: &a [*a]\n")]
    [InlineData("a: *nowhere\n")]
    [InlineData("a: &x 1\n---\nb: *x\n")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("a: [1, 2\n")]
    [InlineData("a: \"\n")]
    [InlineData("%YAML 9.9\n---\na\n")]
    [InlineData("a: 1\n\0b: 2\n")]
    [InlineData("a: \u0007\n")]
    [InlineData("a: \uFFFD\n")]
    public void WhatIsNotYamlIsRefused(string text) => Assert.NotEmpty(Refused(text).Message);

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    public void DeepNestingIsRefused(string text, int count) =>
        Assert.NotEmpty(Refused(string.Concat(Enumerable.Repeat(text, count))).Message);

    [Fact]
    public void NestingUpToTheLimitIsNot() => Assert.Equal(101, One(new string('[', 100) + new string(']', 100)).Weight + 1);
}
