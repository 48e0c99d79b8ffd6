using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using Xunit;

namespace AgentTests.Collect.Ldap;

public class DirectoryScheduleTests
{
    private static readonly DateTimeOffset Read = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DirectorySchedule Schedule = new(TimeSpan.FromSeconds(15), jitter: 0.5);

    private static ChangeToken Token(int usn) => new(ChangeTokenKind.HighestCommittedUsn, "", "ldap://a:389", [$"{usn}"]);

    private static ChangeToken Uncounted(string value) => new(ChangeTokenKind.LastChangeNumber, "", "ldap://a:389", [value]);

    /// <summary>Ten entries, read at <see cref="Read"/>.</summary>
    private static MapCopy Copy(ChangeToken? token = null) => new([Ten], [], "", Read, token);

    private static MapContent Ten { get; } =
        new("auto.home", null, [.. Enumerable.Range(0, 10).Select(i => new MapRecord($"k{i}", "v"))]);

    private static double Seconds(DateTimeOffset time) => Math.Round((time - Read).TotalSeconds);

    [Theory]
    [InlineData(false, false, 1, 0, nameof(DirectoryStep.ReadMaps))] // Nothing was read yet.
    [InlineData(true, false, 1, 5, nameof(DirectoryStep.Probe))] // A server that does not count its writes: by the clock.
    [InlineData(true, false, 1, 15, nameof(DirectoryStep.ReadMaps))]
    [InlineData(true, false, 1, -5, nameof(DirectoryStep.ReadMaps))] // A clock that went back.
    [InlineData(true, true, 1, 86_400, nameof(DirectoryStep.ReadToken))] // One that does: never by the clock.
    [InlineData(true, true, 59, 15, nameof(DirectoryStep.ReadToken))]
    [InlineData(true, true, 60, 15, nameof(DirectoryStep.Probe))] // An ACL may have hidden the maps.
    [InlineData(true, true, 61, 15, nameof(DirectoryStep.ReadToken))]
    public void TheFirstStepFollowsFromTheCopy(bool hasCopy, bool hasToken, int poll, int secondsLater, string step)
    {
        var copy = Copy(hasToken ? Token(1) : null);

        Assert.Equal(step, Schedule.First(hasCopy ? copy : null, poll, Read.AddSeconds(secondsLater)).ToString());
    }

    [Theory]
    [InlineData(1, 1, nameof(DirectoryStep.KeepCopy))] // Nothing was written.
    [InlineData(2, 1, nameof(DirectoryStep.InspectWrite))]
    [InlineData(2, 2, nameof(DirectoryStep.KeepCopy))] // That write was looked into already.
    [InlineData(3, 2, nameof(DirectoryStep.InspectWrite))]
    [InlineData(0, 1, nameof(DirectoryStep.ReadMaps))] // The server has no token any more.
    public void TheTokenDecides(int now, int seen, string step)
    {
        var copy = Copy(Token(1)) with { Seen = Token(seen) };

        Assert.Equal(step, Schedule.AfterToken(copy, now == 0 ? null : Token(now), Read.AddSeconds(15)).Step.ToString());
    }

    [Fact]
    public void AnUnchangedTokenMakesTheCopyCurrent()
    {
        var (_, copy) = Schedule.AfterToken(Copy(Token(1)), Token(1), Read.AddSeconds(30));

        Assert.Equal((0, 30), (Seconds(copy.ReadAt), Seconds(copy.CurrentAt)));
        Assert.Equal(0, Seconds(Schedule.AfterToken(Copy(Token(1)), Token(2), Read.AddSeconds(30)).Copy.CurrentAt));
    }

    [Theory]
    [InlineData(true, 60, 60)] // A write to a map: read with the same poll.
    [InlineData(false, 60, 120)] // One elsewhere, or a deletion: later.
    public void AWriteBringsAFullRead(bool isOfMaps, int secondsLater, int due)
    {
        var copy = Schedule.Inspected(Copy(Token(1)), Token(2), isOfMaps, TimeSpan.Zero, Read.AddSeconds(secondsLater));

        Assert.Equal(due, Seconds(copy.DueAt));
        Assert.True(copy.Seen!.IsSame(Token(2)));
        Assert.Equal(DirectoryStep.KeepCopy, DirectorySchedule.AfterWrite(copy, copy.DueAt.AddSeconds(-1)));
        Assert.Equal(DirectoryStep.ReadMaps, DirectorySchedule.AfterWrite(copy, copy.DueAt));
    }

    [Fact]
    public void ALaterWriteDoesNotPutADueReadOff()
    {
        var due = Schedule.Inspected(Copy(Token(1)), Token(2), isOfMaps: true, TimeSpan.Zero, Read.AddSeconds(60));

        Assert.Equal(60, Seconds(Schedule.Inspected(due, Token(3), isOfMaps: false, TimeSpan.Zero, Read.AddSeconds(61)).DueAt));
    }

    [Fact]
    public void AnExpensiveSearchForWritesIsRateLimited()
    {
        var copy = Schedule.Inspected(Copy(Token(1)), Token(2), isOfMaps: false, TimeSpan.FromMilliseconds(300), Read);

        var (filter, waiting) = Schedule.Inspect(copy, Token(3), AutofsSchema.Rfc2307Bis, Read.AddSeconds(299));
        Assert.Null(filter);
        Assert.True(waiting.Seen!.IsSame(Token(2))); // It is looked into later.

        (filter, _) = Schedule.Inspect(copy, Token(3), AutofsSchema.Rfc2307Bis, Read.AddSeconds(300));
        Assert.Contains("(uSNChanged>=3)", filter);
    }

    /// <summary>Two reads for nothing, after writes that were not of maps, and the counter is known to be noisy.</summary>
    [Fact]
    public void ReadsThatFindNothingNewTeachThatTheCounterIsNoisy()
    {
        var copy = Copy(Token(1));
        for (var read = 1; read <= 2; read++)
        {
            Assert.False(copy.IsNoisy);
            var due = Schedule.Inspected(copy, Token(read + 1), isOfMaps: false, TimeSpan.Zero, copy.ReadAt.AddSeconds(15));
            copy = Again(due, Ten with { Name = "auto.home" }, Token(read + 1));
            Assert.Equal(Ten, copy.Maps[0]);
        }

        Assert.True(copy.IsNoisy);
        var elsewhere = Schedule.Inspected(copy, Token(9), isOfMaps: false, TimeSpan.Zero, copy.ReadAt);
        Assert.Equal(TimeSpan.FromHours(1), elsewhere.DueAt - copy.ReadAt);

        // A write to maps is read at once, and the counter is as noisy as before.
        var ofMaps = Schedule.Inspected(copy, Token(9), isOfMaps: true, TimeSpan.Zero, copy.ReadAt.AddMinutes(5));
        Assert.Equal(DirectoryStep.ReadMaps, DirectorySchedule.AfterWrite(ofMaps, copy.ReadAt.AddMinutes(5)));
        Assert.True(Again(ofMaps, Ten with { Entries = [] }, Token(9)).IsNoisy);

        // A deletion among writes elsewhere means that they were not for nothing.
        Assert.False(Again(elsewhere, Ten with { Entries = [] }, Token(9)).IsNoisy);
    }

    [Fact]
    public void AReadThatFindsAChangeIsNotForNothing()
    {
        var due = Schedule.Inspected(Copy(Token(1)), Token(2), isOfMaps: false, TimeSpan.Zero, Read);

        Assert.Equal(0, Again(due, Ten with { Entries = Ten.Entries.RemoveAt(3) }, Token(2)).IdleReads);
        Assert.Equal(1, Again(due, Ten, Token(2)).IdleReads);
    }

    /// <summary>A server without a search by its own counter is asked for the newest modifyTimestamp once that is noisy.</summary>
    [Fact]
    public void ANoisyServerWithoutASearchByItsCounterIsAskedForTheNewestModification()
    {
        var copy = Copy(Uncounted("1")) with { IdleReads = 2 };

        var (filter, _) = Schedule.Inspect(copy, Uncounted("2"), AutofsSchema.Rfc2307Bis, Read.AddSeconds(60));
        Assert.EndsWith("(modifyTimestamp>=20260101115000Z)(!(modifyTimestamp=20260101115000Z)))", filter);

        (filter, _) = Schedule.Inspect(
            copy with { Newest = "20260101123000Z" }, Uncounted("2"), AutofsSchema.Rfc2307Bis, Read.AddSeconds(60));
        Assert.EndsWith("(modifyTimestamp>=20260101123000Z)(!(modifyTimestamp=20260101123000Z)))", filter);
    }

    /// <summary>The copy after a full read, at the time at which it was due.</summary>
    private static MapCopy Again(MapCopy before, MapContent map, ChangeToken token) =>
        new MapCopy([map with { }], [], "", before.DueAt, token).After(before);

    [Fact]
    public void WhereWritesCannotBeSearchedEachCountsAsOneOfTheMaps()
    {
        var (filter, copy) = Schedule.Inspect(Copy(Uncounted("1")), Uncounted("2"), AutofsSchema.Rfc2307Bis, Read.AddSeconds(60));

        Assert.Null(filter);
        Assert.Equal(60, Seconds(copy.DueAt));
        Assert.True(copy.Seen!.IsSame(Uncounted("2")));
    }
}
