using System.Diagnostics;
using Automount.Maps;
using Automount.Maps.Sources;
using FsCheck;
using FsCheck.Fluent;
using Fuzz;
using Xunit;

namespace AgentTests.Maps;

/// <summary>Tests that look at a clock, or at the memory of the process, run alone.</summary>
[CollectionDefinition(nameof(Timed), DisableParallelization = true)]
public class Timed;

/// <summary>Outside text is hostile: whatever it is, parsing ends, soon, and without an exception.</summary>
[Collection(nameof(Timed))]
[Trait("suite", "hostile")]
public class HostileInputTests
{
    /// <summary>Texts made of the characters and words that the language gives a meaning to.</summary>
    private static readonly Gen<string> Texts = Gen.Elements(
        "/", ":", ":/", " ", "\t", "\"", "\\", "&", "$", "${", "}", "-", "--", ",", "=", "(", ")", "[", "]", "#", "*", "..", "\0", "\n",
            "\u001b",
        "\ud800", "ü", "nfs1", "host", "a", "1", "-fstype=", "autofs", "nfs4", "auto.home", "ldap:", "sss", "file", "multi", "ou=", "-t",
            "-D",
        "--timeout", "--no-slashify-colons", "-hosts", "-null").ListOf().Select(parts => string.Concat(parts));

    private static readonly Arbitrary<string> Hostile = Arb.From(Texts);

    [Fact]
    public void ParsersNeverThrow() => Prop.ForAll(Hostile, Hostile, (key, value) =>
    {
        var record = new MapRecord(key, value);
        var map = new MapContent("auto.home", null, [record]);
        var (entry, error) = EntryParser.Parse(key, value, EntryContext.Default);
        Assert.True(entry is null != error is null);
        Assert.True(entry is null || entry.Mounts.Length > 0);
        var (master, masterError) = MasterEntryParser.Parse(record);
        Assert.True(master is null != masterError is null);
        MasterMap.MapNames(map);
        NfsOptions.Parse(value);
        new MapWalk(KnownMaps.From(map, [map])).Run(new NfsServers((_, _, _) => false));
        var roots = new MapContent("auto.master", null, [new("/-", "auto.home"), new("/home", "auto.home"), record]);
        new PathResolver(MasterMap.Parse(roots), new Dictionary<string, MapContent> { ["auto.home"] = map }, EntryContext.Default)
            .Resolve("/home/" + key);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void AShareOfTheFuzzRun()
    {
        var texts = new MapTexts(1);
        for (var i = 0; i < 20_000; i++)
        {
            Parsers.Run(texts.Next());
        }
    }

    [Theory]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("-a ")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("&")]
    [InlineData("$")]
    [InlineData("${")]
    [InlineData("-t ")]
    [InlineData("-D ")]
    [InlineData("-DA")]
    [InlineData("h:/p ")]
    [InlineData("/a b ")]
    [InlineData("/a -b c ")]
    [InlineData("1.")]
    [InlineData("1a")]
    [InlineData("a,")]
    [InlineData("a(")]
    [InlineData(":")]
    [InlineData(":/")]
    [InlineData(" ")]
    [InlineData("/../")]
    public void TimeGrowsWithLengthAndNotWithItsSquare(string unit)
    {
        Assert.True(Took(unit, 100) < TimeSpan.FromSeconds(2)); // warm
        var clock = Took(unit, 100_000);

        // A quadratic step over this length takes far longer.
        Assert.True(clock < TimeSpan.FromSeconds(10), $"{clock}");
    }

    private static TimeSpan Took(string unit, int count)
    {
        var text = string.Concat(Enumerable.Repeat(unit, count));
        var within = text[..Math.Min(text.Length, EntryParser.MaxValueBytes)];
        var clock = Stopwatch.StartNew();
        EntryParser.Parse("k", text, EntryContext.Default);
        EntryParser.Parse(new string('k', 200), within, EntryContext.Default);
        Substitution.Expand(text, text, Substitution.NoVariables);
        MasterEntryParser.Parse(new MapRecord("/home", text));
        MasterEntryParser.Parse(new MapRecord("/home", "auto.home " + text));
        NfsOptions.Parse(text);
        return clock.Elapsed;
    }
}
