using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.History;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.History;

/// <summary>What the history says of maps: what changed in meaning, and nothing while they are not known.</summary>
public class MapHistoryTests
{
    private static readonly HistoryRecords Records = new("b1");

    private readonly MapHistory history = new();

    [Fact]
    public void TheFirstMapsAreComparedWithNone() => Assert.Empty(Next(With(("alice", "nfs1:/home/alice"))));

    [Fact]
    public void AChangeHasBeforeAndAfter()
    {
        Next(With(("alice", "-rw nfs1:/home/alice"), ("bob", "nfs1:/home/bob")));

        var changes = Next(With(("alice", "-rw nfs2:/home/alice"), ("carol", "nfs1:/home/carol")));

        Assert.Equal(
            [
                ("auto.home", "alice", "moved", "nfs1:/home/alice", "nfs2:/home/alice"),
                ("auto.home", "carol", "added", null, "nfs1:/home/carol"),
                ("auto.home", "bob", "removed", "nfs1:/home/bob", null),
            ],
            changes.Select(c => (c.Map, c.Key, c.Change, c.Before, c.Now)));
    }

    [Fact]
    public void HowAnEntryIsWrittenIsNoChange()
    {
        Next(With(("alice", "-rw,hard nfs1:/home/alice")));

        Assert.Empty(Next(With(("alice", "-hard,rw   nfs1:/home/alice"))));
    }

    /// <summary>While LDAP is down other copies are used: what they lack was not removed; what changed meanwhile is told.</summary>
    [Fact]
    public void WhatCannotBeReadHasNotChanged()
    {
        Next(With(("alice", "nfs1:/home/alice")));
        var down = With(("alice", "nfs1:/home/alice")) with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain(DirectoryOutcome.Unreachable)])),
        };

        Assert.Null(MapHistory.Comparable(down.WithKnownMaps()));
        Assert.Equal("moved", Assert.Single(Next(With(("alice", "nfs2:/home/alice")))).Change);
    }

    [Fact]
    public void MapsThatWereNotJudgedAreNotCompared()
    {
        var state = With(("alice", "nfs1:/home/alice")).WithKnownMaps();

        Assert.NotNull(MapHistory.Comparable(state));
        Assert.Null(MapHistory.Comparable(state.WithoutAnalysis(new GivenUp("too large"))));
        Assert.Null(MapHistory.Comparable(With(("alice", "nfs1:/home/alice")) with { Automount = null }));
    }

    [Fact]
    public void APasswordIsNotKept()
    {
        Next(With(("s", "-fstype=cifs,username=u,password=first1 ://smb/a"), ("t", "-fstype=cifs ://u:urlpass1@smb/t")));

        var changes = Next(With(("s", "-fstype=cifs,username=u,password=second2 ://smb/b"), ("t", "-fstype=cifs ://u:urlpass2@smb/u")));

        var text = string.Concat(HistoryText.Lines(changes).Select(b => (char)b));
        Assert.Contains("smb/b", text);
        Assert.Contains("smb/u", text);
        Assert.All(["first1", "second2", "urlpass1", "urlpass2"], secret => Assert.DoesNotContain(secret, text));
    }

    [Fact]
    public void OfManyChangesSoManyAreToldAndOneMoreSaysSo()
    {
        Next(With([.. Enumerable.Range(0, 500).Select(i => ($"u{i}", $"nfs1:/home/u{i}"))]));

        var changes = Next(With([.. Enumerable.Range(0, 500).Select(i => ($"u{i}", $"nfs2:/home/u{i}"))]));

        Assert.Equal(MapHistory.MaxChanges + 1, changes.Length);
    }

    [Fact]
    public void AVerdictWithManyFindingsSaysHowManyAreMissing()
    {
        var many = Enumerable.Range(0, 1000).Select(i => Output.Fixture.Hung with { Subject = $"nfs{i}\n\u001b[31m" }).ToImmutableArray();

        var kept = Records.Of(new FindingChanges(many, [], []), Some.Time, TimeSpan.Zero).ToArray();

        Assert.Equal(HistoryRecords.MaxOfOneVerdict + 1, kept.Length);
        Assert.Equal(1000 - HistoryRecords.MaxOfOneVerdict, kept[^1].Count);
        Assert.Equal(@"nfs0\x0A\x1B[31m", kept[0].Subject);
    }

    /// <summary>The clock of the node was set while the fault lasted: how long it lasted is right all the same.</summary>
    [Fact]
    public void AClearedFindingSaysHowLongItLasted()
    {
        var finding = Output.Fixture.Hung with { Since = Some.Time };

        var record = Records.Of(new FindingChanges([], [], [finding]), Some.Time.AddMinutes(3), TimeSpan.FromHours(2)).Single();

        Assert.Equal((HistoryEvents.Cleared, 180), (record.Event, record.LastedSeconds));
        Assert.Equal(Some.Time.AddMinutes(123), record.Time);
    }

    private ImmutableArray<HistoryRecord> Next(NodeState state) =>
        [.. history.Next(MapHistory.Comparable(state.WithKnownMaps())!).Select(change => Records.Of(change, Some.Time))];

    private static NodeState With(params (string Key, string Value)[] home)
    {
        ImmutableArray<MapContent> maps = [Some.Map("auto.master", ("/home", "auto.home")), Some.Map("auto.home", home)];
        return Some.Node with { Directory = Some.Seen(new DirectorySnapshot([Some.Domain() with { Maps = maps }])) };
    }
}
