using Automount.Configuration;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Probe;

/// <summary>What remedies are done with.</summary>
/// <param name="Unmount">Unmounts a stale mount (or looks whether it could): verb, mount point, device. The prober does it.</param>
/// <param name="Expire">Expires a map in the cache of sssd. Null when it worked, else why not.</param>
/// <param name="Applied">Receives every remedy.</param>
internal sealed record RemedyTools(
    Func<ProberVerb, string, string, CancellationToken, Task<ProbeResult>> Unmount,
    Func<string, CancellationToken, Task<string?>> Expire,
    Action<Remedy> Applied);

/// <summary>
/// Applies the remedies that <c>[remedies]</c> asks for. Each look applies each of them to one thing at most, and to the same thing once in
/// <c>interval</c>. Whether there is cause is decided from the state; nothing is looked at for it. Looks must not overlap.
/// </summary>
/// <param name="settings">Which remedies, and how often.</param>
/// <param name="tools">What they are done with.</param>
/// <param name="counters">Where they are counted.</param>
/// <param name="time">Clock.</param>
internal sealed class Remedies(Settings settings, RemedyTools tools, Counters counters, TimeProvider time)
{
    /// <summary>The findings that say that sssd serves another copy of a map than LDAP holds. Their source names the map.</summary>
    private static readonly string[] OldCopy = ["sssd/map-behind", "sssd/map-stale"];

    /// <summary>sssd looks for changes by itself; what is old for longer than this needs help.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Name, string Target), DateTimeOffset> applied = [];

    /// <summary>Applies remedies until cancelled. It returns immediately when every remedy is off.</summary>
    /// <param name="now">The newest state and the verdict on it.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(Func<(NodeState State, ChainReport? Report)> now, CancellationToken cancel)
    {
        while (settings.StaleUnmount != RemedyMode.Off || settings.SssdExpire != RemedyMode.Off)
        {
            await Task.Delay(settings.MountsInterval, time, cancel);
            var (state, report) = now();
            await LookAsync(state, report, cancel);
        }
    }

    /// <summary>One look.</summary>
    public async Task LookAsync(NodeState state, ChainReport? report, CancellationToken cancel)
    {
        if (settings.StaleUnmount is not RemedyMode.Off and var unmount
            && Next(Remedy.StaleUmount, StaleMounts(state), mount => mount.MountPoint) is { } mount)
        {
            await UnmountAsync(mount.MountPoint, mount.Device, unmount, cancel);
        }

        if (settings.SssdExpire is not RemedyMode.Off and var expire && Next(Remedy.SssdExpire, OldMaps(report), map => map) is { } map)
        {
            await ExpireAsync(map, expire, cancel);
        }
    }

    /// <summary>Stale mounts that automount made; another one is its owner's business.</summary>
    private static IEnumerable<NfsMount> StaleMounts(NodeState state) =>
        from mount in state.Mounts?.Seen?.Nfs ?? []
        where mount.Root is not null && state.Health.StateOf(mount) == HealthState.Stale
        select mount;

    private IEnumerable<string> OldMaps(ChainReport? report) =>
        from finding in report?.Findings ?? []
        where OldCopy.Contains(finding.Kind.Code) && time.GetUtcNow() - finding.Since >= Patience
        select finding.Source?.Map ?? finding.Subject;

    /// <summary>The first target to which a remedy was not applied lately; it counts as applied from now on.</summary>
    private T? Next<T>(string name, IEnumerable<T> targets, Func<T, string> keyOf)
        where T : class
    {
        var now = time.GetUtcNow();
        foreach (var old in applied.Where(entry => now - entry.Value >= settings.RemedyInterval).ToList())
        {
            applied.Remove(old.Key);
        }

        return targets.FirstOrDefault(target => applied.TryAdd((name, keyOf(target)), now));
    }

    private async Task UnmountAsync(string mountPoint, string device, RemedyMode mode, CancellationToken cancel)
    {
        var verb = mode == RemedyMode.On ? ProberVerb.Unmount : ProberVerb.Holders;
        var result = await tools.Unmount(verb, mountPoint, device, cancel);
        var (outcome, detail) = result.Answer switch
        {
            null => ("failed", result.Detail),
            { Refusal: { Length: > 0 } why } => ("held", $"It is left alone: {why}."),
            { Errno: LibCErrno.NotPermitted } =>
                ("failed", "The service may not unmount: it needs the drop-in stale-umount.conf, see automount-agent(8)."),
            { Errno: not 0 } answer => ("failed", $"umount2 failed ({answer.Error})."),
            _ when mode == RemedyMode.On => ("done", "It was stale, and nobody held it; the next access mounts it afresh."),
            _ => ("dry-run", "It is stale and nobody holds it: it would be unmounted."),
        };
        Apply(new(Remedy.StaleUmount, mountPoint, outcome, detail));
    }

    private async Task ExpireAsync(string map, RemedyMode mode, CancellationToken cancel)
    {
        if (mode == RemedyMode.DryRun)
        {
            Apply(new(Remedy.SssdExpire, map, "dry-run", "sssd serves an old copy: sss_cache -a would be run."));
            return;
        }

        var failure = await tools.Expire(map, cancel);
        Apply(failure is null
            ? new(Remedy.SssdExpire, map, "done", "sssd served an old copy: sss_cache made it read the map anew.")
            : new(Remedy.SssdExpire, map, "failed", $"sss_cache: {failure}"));
    }

    private void Apply(Remedy remedy)
    {
        counters.Remedied(remedy.Name, remedy.Result);
        tools.Applied(remedy);
    }
}
