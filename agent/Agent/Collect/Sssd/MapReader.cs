using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>What came of reading maps through sssd's autofs responder.</summary>
/// <param name="Responder">What the responder did.</param>
/// <param name="Detail">The error in words; empty when all is well.</param>
/// <param name="Maps">One per map that was wanted.</param>
internal sealed record MapsAnswer(ResponderOutcome Responder, string Detail, ImmutableArray<SssdMap> Maps);

/// <summary>
/// Reads maps and looks up keys through sssd's autofs responder, one after the other, on a thread of its own. A responder that hangs or is
/// not there is asked once per round, not once per map. A large map that takes longer than a round may is read on while the rounds go by;
/// until it is there, the last copy of every map stands.
/// </summary>
internal sealed class MapReader : IDisposable
{
    /// <summary>As many keys are kept in mind that disagree with their map.</summary>
    private const int MaxDisagreements = 8;

    private readonly HostPaths paths;
    private readonly Func<string, SssAutofsAnswer>? read;
    private readonly Func<string, string, SssAutofsLookup>? lookup;
    private readonly string problem;
    private readonly TimeProvider time;
    private readonly CallThread calls;
    private Outstanding? outstanding;

    /// <summary>A reader over sssd's client library, if it is installed; without it, nothing is asked.</summary>
    /// <param name="paths">Where the library and the responder's socket are.</param>
    /// <param name="time">Clock.</param>
    public MapReader(HostPaths paths, TimeProvider time)
        : this(paths, SssAutofs.TryLoad(paths.SssAutofsLibraries, out var problem), problem, time)
    {
    }

    /// <summary>A reader over anything that answers like sssd's client library.</summary>
    /// <param name="paths">Where the responder's socket is.</param>
    /// <param name="read">Reads one map; it may block.</param>
    /// <param name="lookup">Looks up a key of a map; it may block. Null when keys are not looked up.</param>
    /// <param name="time">Clock.</param>
    public MapReader(HostPaths paths, Func<string, SssAutofsAnswer> read, Func<string, string, SssAutofsLookup>? lookup, TimeProvider time)
        : this(paths, read, lookup, "", time)
    {
    }

    private MapReader(HostPaths paths, SssAutofs? library, string problem, TimeProvider time)
        : this(paths, null, null, problem, time)
    {
        if (library is not null)
        {
            (read, lookup) = (library.ReadMap, library.Lookup);
        }
    }

    private MapReader(
        HostPaths paths,
        Func<string, SssAutofsAnswer>? read,
        Func<string, string, SssAutofsLookup>? lookup,
        string problem,
        TimeProvider time)
    {
        (this.paths, this.read, this.lookup, this.problem, this.time) = (paths, read, lookup, problem, time);
        calls = new CallThread("sssd's autofs responder", time);
    }

    /// <summary>Reads maps. Never ask for the master map: sssd then drops every map that it has cached.</summary>
    /// <param name="requests">The maps, and what is wanted of each.</param>
    /// <param name="deadline">How long each may hold up the round.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<MapsAnswer> ReadAsync(IReadOnlyList<MapRequest> requests, TimeSpan deadline, CancellationToken cancel)
    {
        var maps = ImmutableArray.CreateBuilder<SssdMap>(requests.Count);
        var (worst, detail) = (ResponderOutcome.NotAsked, problem);
        if (outstanding is { Answer.IsCompleted: true } done && requests.All(w => w.Name != done.Name))
        {
            outstanding = null;
        }

        foreach (var request in requests)
        {
            if (read is null || worst is ResponderOutcome.Hung or ResponderOutcome.NotRunning)
            {
                maps.Add(new SssdMap(request.Name, SssdMapOutcome.NotRead, null, TimeSpan.Zero));
                continue;
            }

            var (map, responder, reason) = await LookAsync(read, request, deadline, cancel).ConfigureAwait(false);
            maps.Add(map);
            worst = Worse(worst, responder);
            detail = reason.Length > 0 ? reason : detail;
        }

        return new MapsAnswer(worst, detail, maps.ToImmutable());
    }

    /// <inheritdoc/>
    public void Dispose() => calls.Dispose();

    /// <summary>A responder that is not there or hangs has the last word; otherwise a failure counts for more than an answer.</summary>
    private static ResponderOutcome Worse(ResponderOutcome before, ResponderOutcome now) =>
        now is ResponderOutcome.NotRunning or ResponderOutcome.Hung || now > before ? now : before;

    private async Task<(SssdMap Map, ResponderOutcome Responder, string Reason)> LookAsync(
        Func<string, SssAutofsAnswer> reader, MapRequest request, TimeSpan deadline, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        try
        {
            if (outstanding is { Answer.IsCompleted: false } other && other.Name != request.Name)
            {
                return (Kept(request), ResponderOutcome.NotAsked, "");
            }

            if (request.Risk is { } risk)
            {
                return await LookUpAsync(Unlisted(request, risk), request.Key, deadline, cancel).ConfigureAwait(false);
            }

            if (!request.IsFull && outstanding is null)
            {
                return await LookUpAsync(request.Before!, request.Key, deadline, cancel).ConfigureAwait(false);
            }

            if (await ReadWholeAsync(reader, request, deadline, cancel).ConfigureAwait(false) is not { } answer)
            {
                return (Kept(request), ResponderOutcome.NotAsked, "");
            }

            var (outcome, responder) = ResponderErrno.Classify(answer.Errno, File.Exists(paths.SssdAutofsSocket));
            var map = Map(request, outcome, answer.Entries) with { Took = time.GetElapsedTime(start) };
            if (map.Content is not null && request.Key is { } key && map.Content.Entries.Any(e => e.Key == key))
            {
                return await LookUpAsync(map, key, deadline, cancel).ConfigureAwait(false);
            }

            var reason = outcome is SssdMapOutcome.NotRead ? $"{request.Name}: {ResponderErrno.Text(answer.Errno)}" : "";
            return (map, responder, reason);
        }
        catch (Exception e) when (e is TimeoutException or CallOutstandingException)
        {
            return (new SssdMap(request.Name, SssdMapOutcome.NotRead, null, time.GetElapsedTime(start)), ResponderOutcome.Hung, e.Message);
        }
    }

    /// <summary>The last copy stands; a map without one is being read.</summary>
    private static SssdMap Kept(MapRequest request) =>
        request.Before is { Content: not null } before
            ? before with { Lookup = null }
            : new(request.Name, SssdMapOutcome.Reading, null, TimeSpan.Zero);

    private static SssdMap Unlisted(MapRequest request, ListingRisk risk) => new(
        request.Name, SssdMapOutcome.NotListed, null, TimeSpan.Zero)
    {
        LdapCopy = request.LdapCopy,
        WhyNotListed = risk.Reason,
        DuplicateKey = risk.DuplicateKey,
        Turn = request.Before?.Turn ?? 0,
        Disagreements = request.Before is { Outcome: SssdMapOutcome.NotListed } before ? before.Disagreements : [],
    };

    /// <summary>Reads a map in full; null while a large one is still being read.</summary>
    private async Task<SssAutofsAnswer?> ReadWholeAsync(
        Func<string, SssAutofsAnswer> reader, MapRequest request, TimeSpan deadline, CancellationToken cancel)
    {
        if (outstanding is null && request.Timeout <= deadline)
        {
            return await calls.RunAsync(() => ReadOrRetry(reader, request.Name), deadline, cancel).ConfigureAwait(false);
        }

        outstanding ??= new Outstanding(
            request.Name, calls.RunAsync(() => ReadOrRetry(reader, request.Name), request.Timeout, CancellationToken.None));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var answer = outstanding.Answer;
        if (await Task.WhenAny(answer, Task.Delay(deadline, time, limit.Token)).ConfigureAwait(false) != answer)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }

        outstanding = null;
        await limit.CancelAsync().ConfigureAwait(false);
        return await answer.ConfigureAwait(false);
    }

    private SssdMap Map(MapRequest request, SssdMapOutcome outcome, ImmutableArray<MapRecord> entries)
    {
        var map = new SssdMap(request.Name, outcome, null, TimeSpan.Zero)
        {
            ReadAt = time.GetUtcNow(), LdapCopy = request.LdapCopy, Turn = request.Before?.Turn ?? 0
        };
        if (outcome is not SssdMapOutcome.Read)
        {
            return map;
        }

        // Maps are compared by reference later on: a copy with the same entries is the same instance.
        var content = request.Before?.Content is { } before && before.Entries.AsSpan().SequenceEqual(entries.AsSpan())
            ? before
            : new MapContent(request.Name, null, entries);
        return map with { Content = content, Disagreements = [.. (request.Before?.Disagreements ?? []).Where(d => Disagrees(content, d))] };
    }

    private async Task<(SssdMap Map, ResponderOutcome Responder, string Reason)> LookUpAsync(
        SssdMap map, string? key, TimeSpan deadline, CancellationToken cancel)
    {
        if (lookup is null || key is null)
        {
            return (map with { Lookup = null }, ResponderOutcome.NotAsked, "");
        }

        var start = time.GetTimestamp();
        var answer = await calls.RunAsync(() => LookUpOrRetry(lookup, map.Name, key), deadline, cancel).ConfigureAwait(false);
        var took = time.GetElapsedTime(start);
        if (answer.Errno == 0 || (answer.Errno == SssAutofs.NoEntry && answer.IsMapKnown))
        {
            return (Record(map, new SssdLookup(key, answer.Value, took, time.GetUtcNow())), ResponderOutcome.Answers, "");
        }

        var (outcome, responder) = ResponderErrno.Classify(answer.Errno, File.Exists(paths.SssdAutofsSocket));
        var reason = outcome is SssdMapOutcome.NotRead ? $"{map.Name}: {ResponderErrno.Text(answer.Errno)}" : "";
        return answer.IsMapKnown
            ? (map with { Lookup = null }, responder, reason)
            : (new SssdMap(map.Name, outcome, null, took)
            {
                ReadAt = time.GetUtcNow(), LdapCopy = map.LdapCopy, Turn = map.Turn
            }, responder, reason);
    }

    private static SssdMap Record(SssdMap map, SssdLookup found)
    {
        var others = map.Disagreements.RemoveAll(d => d.Key == found.Key);
        var earlier = map.Disagreements.FirstOrDefault(d => d.Key == found.Key);
        var again = earlier is null ? found : found with { At = earlier.At, IsConfirmed = earlier.IsConfirmed || earlier.At < map.ReadAt };
        var agrees = !Disagrees((map.Content ?? map.LdapCopy)!, found);
        return map with
        {
            Lookup = found,
            Turn = (map.Turn + 1) & int.MaxValue,
            Disagreements = agrees || others.Length >= MaxDisagreements ? others : others.Add(again),
        };
    }

    /// <summary>A key may be in a map more than once; a look-up that gives any of its values agrees.</summary>
    private static bool Disagrees(MapContent map, SssdLookup found)
    {
        var values = map.Entries.Where(e => e.Key == found.Key).Select(e => e.Value).ToList();
        return values.Count > 0 && !values.Contains(found.Value!);
    }

    private static SssAutofsAnswer ReadOrRetry(Func<string, SssAutofsAnswer> reader, string name)
    {
        var answer = reader(name);
        return ResponderErrno.IsWorthARetry(answer.Errno) ? reader(name) : answer;
    }

    private static SssAutofsLookup LookUpOrRetry(Func<string, string, SssAutofsLookup> lookup, string map, string key)
    {
        var answer = lookup(map, key);
        return ResponderErrno.IsWorthARetry(answer.Errno) ? lookup(map, key) : answer;
    }

    /// <summary>A large map that is being read.</summary>
    private sealed record Outstanding(string Name, Task<SssAutofsAnswer> Answer);
}
