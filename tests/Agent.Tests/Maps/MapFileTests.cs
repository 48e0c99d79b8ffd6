using System.Diagnostics;
using Automount.Maps;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Maps;

public class MapFileTests
{
    private static MapContent Parse(string text) => MapFile.Parse(text, "/etc/auto.x");

    [Fact]
    public void KeysValuesAndLinesAreRead()
    {
        var map = Parse(
            "# homes\n\nalice -rw nfs:/a\nbob nfs:/b \\\n  /sub nfs:/c\n" +
            "\"My Docs\" nfs:/\"a b\"\nMy\\ Music nfs:/m\n//dbl//x nfs:/d\n* nfs:/&\n");

        Assert.Equal(("/etc/auto.x", "/etc/auto.x"), (map.Name, map.File));
        Assert.Equal(
            [
                new MapRecord("alice", "-rw nfs:/a", Line: 3),
                new MapRecord("bob", "nfs:/b   /sub nfs:/c", Line: 4),
                new MapRecord("My Docs", "nfs:/\"a b\"", Line: 6),
                new MapRecord("My Music", "nfs:/m", Line: 7),
                new MapRecord("/dbl/x", "nfs:/d", Line: 8),
                new MapRecord("*", "nfs:/&", Line: 9),
            ],
            map.Entries);
        Assert.Empty(map.Dropped);
    }

    [Fact]
    public void AnIncludeIsARecordAndWhatFollowsItIsALine()
    {
        var map = Parse("+auto.more\n+dir:/etc/x -rw\n+auto.y k n:/p\n");

        Assert.Equal(["+auto.more", "+dir:/etc/x", "+auto.y", "k"], map.Entries.Select(e => e.Key));
        Assert.Equal(["", "", "", "n:/p"], map.Entries.Select(e => e.Value));
        Assert.Equal("-rw", Assert.Single(map.Dropped).Record.Key);
    }

    [Theory]
    [InlineData("alone\n", DropReason.NoValue, "alone", 1)]
    [InlineData("alone", DropReason.NoValue, "alone", 1)]
    [InlineData("ok n:/p\n+auto.y", DropReason.UnfinishedLine, "+auto.y", 2)]
    [InlineData("ok n:/p\nx y", DropReason.UnfinishedLine, "x", 2)]
    [InlineData("k n:/p\n  indented n:/q\n", DropReason.IndentedLine, "k", 1)]
    [InlineData("# comment\n# more\n  k n:/p\n", DropReason.IndentedLine, "", 3)]
    [InlineData("\"open n:/p\n", DropReason.UnclosedQuote, "\"open n:/p", 1)]
    [InlineData("k \"open n:/p\n", DropReason.UnclosedQuote, "k", 1)]
    [InlineData("*x n:/p\n", DropReason.BadLine, "*x", 1)]
    [InlineData("\\k n:/p\n", DropReason.BadLine, "k", 1)]
    [InlineData("k\u0001 n:/p\n", DropReason.BadKey, "k\u0001", 1)]
    [InlineData("Müller n:/p\n", DropReason.BadKey, "Müller", 1)]
    [InlineData("M\\üller n:/p\n", DropReason.BadKey, "M\\üller", 1)]
    public void WhatAutomountSkipsIsKept(string text, DropReason reason, string key, int line)
    {
        var dropped = Assert.Single(Parse(text).Dropped);

        Assert.Equal((reason, key, line), (dropped.Reason, dropped.Record.Key, dropped.Record.Line));
    }

    [Theory]
    [InlineData("k n:/p\n   \nl n:/q\n", "k l")]
    [InlineData("# comment\n   \nk n:/p\n", "k")]
    [InlineData("# comment\n   # more\nk n:/p\n", "k")]
    [InlineData("key \nbar baz\n", "keybar")]
    [InlineData("\"quoted ü\" n:/p\n", "quoted ü")]
    [InlineData("k n:/p", "k")]
    public void NothingIsDroppedHere(string text, string keys)
    {
        var map = Parse(text);

        Assert.Equal(keys.Replace("quoted ü", "quoted_ü", StringComparison.Ordinal).Split(' ').Select(k => k.Replace('_', ' ')),
            map.Entries.Select(e => e.Key));
        Assert.Empty(map.Dropped);
    }

    [Fact]
    public void TheLimitsAreThoseOfAutomount()
    {
        var map = Parse(
            $"{new string('k', 255)} a\n{new string('l', 256)} a\nv {new string('v', 16384)}\nw {new string('v', 16386)}\nü x\n");

        Assert.Equal([255, 1], map.Entries.Select(e => e.Key.Length));
        Assert.Equal([DropReason.KeyTooLong, DropReason.ValueTooLong, DropReason.BadKey], map.Dropped.Select(d => d.Reason));
    }

    [Fact]
    public void AValueEndsAtANul() => Assert.Equal("n:/p", Assert.Single(Parse("k n:/p\0x\n").Entries).Value);

    [Fact]
    public void CarriageReturnsStay() => Assert.Equal("n:/p\r", Assert.Single(Parse("k n:/p\r\n").Entries).Value);

    [Fact]
    public void TheMasterKeepsItsBackslashes() =>
        Assert.Equal(["/a\\ b", "\"/c\""],
            MasterFile.Parse("/a\\ b auto.a\n\"/c\" auto.c\n", "/etc/auto.master").Entries.Select(e => e.Key));

    [Fact]
    public void PrintingAndParsingIsStable()
    {
        var words = Gen.Elements("alice", "My Docs", "/mnt/x", "a#b", "#c", "*", "*x", "k&", "x:y", "-o", "+plus");
        var values = Gen.Elements("n:/p", "-rw,soft n:/\"a b\"", "n:/a # x", "/ n:/a /b n:/c", "\\# n:/p");
        var records = words.Zip(values).ListOf();
        Prop.ForAll(records.ToArbitrary(), list =>
        {
            var first = Parse(Print(list.Select(r => new MapRecord(r.Item1, r.Item2))));
            return first.Entries.Select(e => (e.Key, e.Value)).SequenceEqual(list.Select(r => (r.Item1, r.Item2))) &&
                first.Entries.SequenceEqual(Parse(Print(first.Entries)).Entries) && first.Dropped.IsEmpty;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TheEdgesOfTheBufferDoNotShow()
    {
        var text = string.Concat(Enumerable.Repeat("someuser -fstype=nfs4,rw nfs1.example.com:/exports/\\\n  home/someuser\n", 5_000));
        var entries = Parse(text).Entries;

        Assert.Equal(5_000, entries.Length);
        Assert.All(entries, e => Assert.Equal(("someuser", "-fstype=nfs4,rw nfs1.example.com:/exports/  home/someuser"), (e.Key, e.Value)));
        Assert.Equal(9_999, entries[^1].Line);
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\"")]
    [InlineData("\n ")]
    [InlineData("*\n")]
    [InlineData("k \n")]
    [InlineData("# \n ")]
    [InlineData("+")]
    [InlineData("k v\n ")]
    public void NothingIsQuadratic(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 100_000));
        var clock = Stopwatch.StartNew();
        Parse(text);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    private static string Print(IEnumerable<MapRecord> records) => string.Concat(records.Select(r => $"{Write(r.Key)} {r.Value}\n"));

    /// <summary>The key as a file map has to write it.</summary>
    private static string Write(string key)
    {
        var needsQuotes = key.AsSpan().ContainsAnyExceptInRange('!', '~') || key is ['+' or '#', ..] or ['*', _, ..];
        return needsQuotes ? $"\"{key}\"" : key;
    }
}
