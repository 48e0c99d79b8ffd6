using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AutomountAgent.Configuration;
using AutomountAgent.Maps;
using AutomountAgent.Native;

namespace AutomountAgent.Observe.Sssd;

/// <summary>What came of reading maps through sssd's autofs responder.</summary>
/// <param name="Responder">What the responder did.</param>
/// <param name="Detail">The error in words; empty when all is well.</param>
/// <param name="Maps">One per map that was wanted.</param>
public sealed record MapsAnswer(ResponderOutcome Responder, string Detail, ImmutableArray<SssdMap> Maps);

/// <summary>
/// Reads maps through sssd's autofs responder, one after the other, on a thread of its own. A responder that hangs or is not there is asked once
/// per round, not once per map.
/// </summary>
public sealed class MapReader : IDisposable
{
    private readonly HostPaths paths;
    private readonly Func<string, SssAutofsAnswer>? read;
    private readonly string problem;
    private readonly TimeProvider time;
    private readonly CallThread calls;

    /// <summary>A reader over sssd's client library, if it is installed; without it, nothing is asked.</summary>
    /// <param name="paths">Where the library and the responder's socket are.</param>
    /// <param name="time">Clock.</param>
    public MapReader(HostPaths paths, TimeProvider time)
        : this(paths, SssAutofs.TryLoad(paths.SssAutofsLibraries, out var problem) is { } library ? library.ReadMap : null, problem, time)
    {
    }

    /// <summary>A reader over anything that answers like sssd's client library.</summary>
    /// <param name="paths">Where the responder's socket is.</param>
    /// <param name="read">Reads one map; it may block.</param>
    /// <param name="time">Clock.</param>
    public MapReader(HostPaths paths, Func<string, SssAutofsAnswer> read, TimeProvider time)
        : this(paths, read, "", time)
    {
    }

    private MapReader(HostPaths paths, Func<string, SssAutofsAnswer>? read, string problem, TimeProvider time)
    {
        (this.paths, this.read, this.problem, this.time) = (paths, read, problem, time);
        calls = new CallThread("sssd's autofs responder", time);
    }

    /// <summary>Reads maps. Never ask for the master map: sssd then drops every map that it has cached.</summary>
    /// <param name="names">The maps.</param>
    /// <param name="deadline">How long each may take.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<MapsAnswer> ReadAsync(IReadOnlyList<string> names, TimeSpan deadline, CancellationToken cancel)
    {
        var maps = ImmutableArray.CreateBuilder<SssdMap>(names.Count);
        var (worst, detail) = (ResponderOutcome.NotAsked, problem);
        foreach (var name in names)
        {
            if (read is null || worst is ResponderOutcome.Hung or ResponderOutcome.NotRunning)
            {
                maps.Add(new SssdMap(name, SssdMapOutcome.NotRead, null, TimeSpan.Zero));
                continue;
            }

            var (map, responder, reason) = await ReadAsync(read, name, deadline, cancel).ConfigureAwait(false);
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

    private async Task<(SssdMap Map, ResponderOutcome Responder, string Reason)> ReadAsync(
        Func<string, SssAutofsAnswer> reader, string name, TimeSpan deadline, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        try
        {
            var answer = await calls.RunAsync(() => ReadOrRetry(reader, name), deadline, cancel).ConfigureAwait(false);
            var (outcome, responder) = ResponderErrno.Classify(answer.Errno, File.Exists(paths.SssdAutofsSocket));
            var content = outcome is SssdMapOutcome.Read ? new MapContent(name, null, answer.Entries) : null;
            var reason = outcome is SssdMapOutcome.NotRead ? $"{name}: {Marshal.GetPInvokeErrorMessage(answer.Errno)}" : "";
            return (new SssdMap(name, outcome, content, time.GetElapsedTime(start)), responder, reason);
        }
        catch (Exception e) when (e is TimeoutException or CallOutstandingException)
        {
            return (new SssdMap(name, SssdMapOutcome.NotRead, null, time.GetElapsedTime(start)), ResponderOutcome.Hung, e.Message);
        }
    }

    private static SssAutofsAnswer ReadOrRetry(Func<string, SssAutofsAnswer> reader, string name)
    {
        var answer = reader(name);
        return ResponderErrno.IsWorthARetry(answer.Errno) ? reader(name) : answer;
    }
}
