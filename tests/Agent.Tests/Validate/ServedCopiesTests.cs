using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Validate;
using Xunit;

namespace AgentTests.Validate;

public sealed class ServedCopiesTests : IDisposable
{
    private readonly DirectoryInfo root = System.IO.Directory.CreateTempSubdirectory("root");
    private readonly HastyClock clock = new();
    private readonly List<string> asked = [];
    private int readAgain;

    public ServedCopiesTests()
    {
        root.CreateSubdirectory("var/lib/sss/pipes");
        File.WriteAllText(Path.Combine(root.FullName, "var/lib/sss/pipes/autofs"), "");
    }

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task EqualCopiesAreReadOnceAndTheMasterMapNever()
    {
        var found = await CompareAsync(Serve);

        Assert.Equal((0, 0, ""), (found.Maps.Length, found.Findings.Length, found.Problem));
        Assert.Equal(["auto.direct", "auto.home"], asked);
        Assert.Equal(0, readAgain);
    }

    [Fact]
    public async Task WhatDiffersIsReadAgainAndTold()
    {
        var found = await CompareAsync(name => name == "auto.home" ? Answer(("*", "nfs9:/old/&")) : Serve(name));

        Assert.Equal(("sssd/map-behind", "auto.home"), Assert.Single(found.Findings).Identity);
        Assert.Equal("nfs9:/old/&", Assert.Single(found.Maps).Entries[0].Value);
        Assert.Equal(["auto.direct", "auto.home", "auto.home"], asked);
        Assert.Equal(1, readAgain);
    }

    [Fact]
    public async Task WhatDifferedOnlyBecauseItWasReadEarlierIsNotTold()
    {
        var found = await CompareAsync(name => asked.Count == 2 ? Answer(("*", "nfs9:/old/&")) : Serve(name));

        Assert.Equal((0, 0, 1), (found.Maps.Length, found.Findings.Length, readAgain));
    }

    [Fact]
    public async Task AMapThatSssdDoesNotKnowIsAskedForWhenSssdHasForgottenThat()
    {
        var found = await CompareAsync(name => name == "auto.home" ? new SssAutofsAnswer(SssAutofs.NoEntry, []) : Serve(name));

        Assert.Equal(("sssd/map-missing", "auto.home"), Assert.Single(found.Findings).Identity);
        Assert.Empty(found.Maps);
    }

    [Fact]
    public async Task WithoutAResponderNothingIsComparedAndThatIsSaid()
    {
        File.Delete(Path.Combine(root.FullName, "var/lib/sss/pipes/autofs"));

        var found = await CompareAsync(_ => new SssAutofsAnswer(SssAutofs.NoEntry, []));

        Assert.Empty(found.Findings);
        Assert.NotEmpty(found.Problem);
        Assert.Single(asked);
    }

    private async Task<ServedDifferences> CompareAsync(Func<string, SssAutofsAnswer> serve)
    {
        using var reader = new MapReader(
            new HostPaths(root.FullName),
            name =>
            {
                asked.Add(name);
                return serve(name);
            },
            null,
            clock);
        return await new ServedCopies(Some.SssdConfiguration, reader, TimeSpan.FromMinutes(1), clock).CompareAsync(
            Read(),
            ["auto.master", "auto.master"],
            _ =>
            {
                readAgain++;
                return Task.FromResult(Read());
            },
            _ => { },
            TestContext.Current.CancellationToken);
    }

    private ImmutableArray<DomainDirectory> Read() =>
        [Some.Domain() with { MapsReadAt = clock.GetUtcNow(), MapsCurrentAt = clock.GetUtcNow() }];

    private static SssAutofsAnswer Serve(string name) => new(0, [.. Some.Maps.Single(m => m.Name == name).Entries]);

    private static SssAutofsAnswer Answer(params (string Key, string Value)[] entries) =>
        new(0, [.. entries.Select(e => new MapRecord(e.Key, e.Value))]);

    /// <summary>A clock on which pauses are over at once; deadlines, which are longer, never come.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private DateTimeOffset now = Some.Time;

        public override DateTimeOffset GetUtcNow() => now += TimeSpan.FromMilliseconds(1);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var isPause = dueTime < TimeSpan.FromSeconds(30) && dueTime >= TimeSpan.Zero;
            now += isPause ? dueTime : TimeSpan.Zero;
            return System.CreateTimer(callback, state, isPause ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
