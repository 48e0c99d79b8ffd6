using System.Collections.Concurrent;
using Automount.Maps;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Sssd;

public sealed class MapReaderTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("root");
    private readonly ConcurrentQueue<string> asked = new();
    private readonly ManualResetEventSlim release = new();

    public MapReaderTests()
    {
        root.CreateSubdirectory("var/lib/sss/pipes");
        File.WriteAllText(Socket, "");
    }

    private string Socket => Path.Combine(root.FullName, "var/lib/sss/pipes/autofs");

    public void Dispose()
    {
        release.Set();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task EachMapHasItsOwnOutcome()
    {
        var answer = await ReadAsync(
            name => name switch
            {
                "auto.home" => new SssAutofsAnswer(0, [new MapRecord("alice", "nfs:/home/alice")]),
                "auto.old" => new SssAutofsAnswer(112, []),
                _ => new SssAutofsAnswer(SssAutofs.NoEntry, []),
            },
            "auto.home", "auto.old", "auto.gone");

        Assert.Equal((ResponderOutcome.Answers, ""), (answer.Responder, answer.Detail));
        Assert.Equal([SssdMapOutcome.Read, SssdMapOutcome.Offline, SssdMapOutcome.Missing], answer.Maps.Select(m => m.Outcome));
        Assert.Equal(["alice"], answer.Maps[0].Content!.Entries.Select(e => e.Key));
        Assert.Null(answer.Maps[1].Content);
    }

    /// <summary>sssd was restarted in mid call.</summary>
    [Theory]
    [InlineData(5)] // EIO
    [InlineData(12)] // ENOMEM
    [InlineData(16)] // EBUSY
    [InlineData(32)] // EPIPE
    [InlineData(74)] // EBADMSG
    public async Task ACallThatWasCutOffIsMadeAgain(int errno)
    {
        var (reads, lookups) = (0, 0);
        using var reader = new MapReader(
            new HostPaths(root.FullName),
            _ => reads++ == 0 ? new SssAutofsAnswer(errno, []) : new SssAutofsAnswer(0, [new MapRecord("alice", "nfs:/alice")]),
            (_, _) => lookups++ == 0 ? new SssAutofsLookup(errno, null, false) : new SssAutofsLookup(0, "nfs:/alice", true),
            TimeProvider.System);

        var whole = new MapRequest("a", true, "alice", TimeSpan.Zero, null, null);
        var answer = await reader.ReadAsync([whole], Long, TestContext.Current.CancellationToken);

        Assert.Equal((ResponderOutcome.Answers, ""), (answer.Responder, answer.Detail));
        Assert.Equal("nfs:/alice", answer.Maps[0].Lookup?.Value);
        Assert.Equal((2, 2), (reads, lookups));
    }

    [Fact]
    public async Task WithoutASocketTheResponderIsNotRunningAndIsAskedOnce()
    {
        File.Delete(Socket);

        var answer = await ReadAsync(_ => new SssAutofsAnswer(SssAutofs.NoEntry, []), "a", "b", "c");

        Assert.Equal(ResponderOutcome.NotRunning, answer.Responder);
        Assert.All(answer.Maps, map => Assert.Equal(SssdMapOutcome.NotRead, map.Outcome));
        Assert.Equal(["a"], asked);
    }

    [Fact]
    public async Task AResponderThatHangsIsAskedOnceAndStillWaitedForInTheNextRound()
    {
        using var reader = new MapReader(new HostPaths(root.FullName), Block, null, TimeProvider.System);
        var cancel = TestContext.Current.CancellationToken;

        var first = await reader.ReadAsync(Whole("a", "b"), TimeSpan.FromMilliseconds(50), cancel);
        var second = await reader.ReadAsync(Whole("a", "b"), Long, cancel);

        Assert.Equal((ResponderOutcome.Hung, ResponderOutcome.Hung), (first.Responder, second.Responder));
        Assert.Contains("did not answer within 0.05 s", first.Detail);
        Assert.Contains("an earlier call has not returned yet", second.Detail);
        Assert.Equal([SssdMapOutcome.NotRead, SssdMapOutcome.NotRead], second.Maps.Select(m => m.Outcome));
        Assert.Equal(["a"], asked);
    }

    [Fact]
    public async Task AConnectionThatBrokeIsTriedOnceMore()
    {
        var calls = 0;

        var answer = await ReadAsync(_ => new SssAutofsAnswer(calls++ == 0 ? 32 : 0, []), "a");

        Assert.Equal((ResponderOutcome.Answers, SssdMapOutcome.Read), (answer.Responder, answer.Maps[0].Outcome));
        Assert.Equal(["a", "a"], asked);
    }

    [Fact]
    public async Task AFailureIsToldEvenWhenLaterMapsAreRead()
    {
        var answer = await ReadAsync(name => new SssAutofsAnswer(name == "bad" ? 5 : 0, []), "good", "bad", "fine");

        Assert.Equal((ResponderOutcome.Failed, "bad: Input/output error"), (answer.Responder, answer.Detail));
        Assert.Equal(SssdMapOutcome.Read, answer.Maps[2].Outcome);
    }

    [Fact]
    public async Task WithoutTheLibraryNothingIsAsked()
    {
        using var reader = new MapReader(new HostPaths(root.FullName), TimeProvider.System);

        var answer = await reader.ReadAsync(Whole("a"), Long, TestContext.Current.CancellationToken);

        Assert.Equal(ResponderOutcome.NotAsked, answer.Responder);
        Assert.Contains("not installed", answer.Detail);
        Assert.Equal(SssdMapOutcome.NotRead, Assert.Single(answer.Maps).Outcome);
    }

    [Fact]
    public async Task ACopyThatSaysTheSameIsTheSameAndAKeyOfItIsLookedUp()
    {
        using var reader = new MapReader(
            new HostPaths(root.FullName),
            _ => new SssAutofsAnswer(0, [new MapRecord("alice", "nfs:/alice")]),
            (_, key) => new SssAutofsLookup(0, key == "alice" ? "nfs:/old" : null, true),
            TimeProvider.System);
        var cancel = TestContext.Current.CancellationToken;

        var map = (await reader.ReadAsync(Whole("a"), Long, cancel)).Maps[0];
        var seen = new List<SssdMap>();
        for (var round = 0; round < 3; round++)
        {
            seen.Add(map = (await reader.ReadAsync([new MapRequest("a", true, "alice", TimeSpan.Zero, map, null)], Long, cancel)).Maps[0]);
        }

        Assert.Same(seen[0].Content, seen[2].Content);
        Assert.Equal(["nfs:/old"], seen.Select(m => m.Lookup?.Value).Distinct());
        Assert.Equal([false, true, true], seen.Select(m => m.Disagreements.Single().IsConfirmed));
    }

    [Fact]
    public async Task ALargeMapIsReadOnWhileTheRoundsGoBy()
    {
        using var reader = new MapReader(new HostPaths(root.FullName), Block, null, TimeProvider.System);
        var cancel = TestContext.Current.CancellationToken;
        MapRequest[] requests = [new("large", true, null, Long, null, null), new("small", true, null, TimeSpan.Zero, null, null)];

        var first = await reader.ReadAsync(requests, TimeSpan.FromMilliseconds(50), cancel);
        release.Set();
        var second = await reader.ReadAsync(requests, Long, cancel);

        Assert.Equal([SssdMapOutcome.Reading, SssdMapOutcome.Reading], first.Maps.Select(m => m.Outcome));
        Assert.Equal(ResponderOutcome.NotAsked, first.Responder);
        Assert.Equal([SssdMapOutcome.Read, SssdMapOutcome.Read], second.Maps.Select(m => m.Outcome));
        Assert.Equal(["large", "small"], asked);
    }

    private static MapRequest[] Whole(params string[] names) =>
        [.. names.Select(n => new MapRequest(n, true, null, TimeSpan.Zero, null, null))];

    private async Task<MapsAnswer> ReadAsync(Func<string, SssAutofsAnswer> answer, params string[] names)
    {
        using var reader = new MapReader(
            new HostPaths(root.FullName),
            name =>
            {
                asked.Enqueue(name);
                return answer(name);
            },
            null,
            TimeProvider.System);
        return await reader.ReadAsync(Whole(names), Long, TestContext.Current.CancellationToken);
    }

    private SssAutofsAnswer Block(string name)
    {
        asked.Enqueue(name);
        release.Wait(Long);
        return new SssAutofsAnswer(0, []);
    }
}
