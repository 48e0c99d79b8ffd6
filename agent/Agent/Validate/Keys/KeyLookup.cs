using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Explain;

namespace AutomountAgent.Validate.Keys;

/// <summary>
/// Looks a key up in every map, or in one: what automount would mount, and why. A key that begins with a slash is one of a direct map, or
/// a path; <c>key/name</c> goes on into the offsets and submounts of <c>key</c>. Pure.
/// </summary>
/// <param name="maps">The maps.</param>
/// <param name="only">Name or path of the one map to ask, or its last part; null for all.</param>
/// <param name="silence">Which findings are not reported.</param>
internal sealed class KeyLookup(KnownMaps maps, string? only, Silence silence)
{
    private const int MaxNear = 3;
    private const int MaxDepth = 10;

    private readonly UsedMaps used = new(maps);

    /// <summary>The maps that are asked.</summary>
    public IEnumerable<MapUse> Asked => used.All.Where(use => IsAsked(use.Map.Name) || (use.Map.File is { } file && IsAsked(file)));

    /// <summary>The answers for a key.</summary>
    public KeyReport Find(string key)
    {
        var wanted = key.StartsWith('/') ? MountPath.Collapse(key) : key;
        var answers = ImmutableArray.CreateBuilder<KeyAnswer>();
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var answer in Asked.SelectMany(use => Answers(use, wanted)))
        {
            var hiddenBy = answer.Path is { } path && !first.TryAdd(path, answer.Use.Map.Name) ? first[path] : null;
            answers.Add(answer with { HiddenBy = hiddenBy });
        }

        var near = answers.Count > 0 ? [] : NearNames.Of(wanted, Asked.SelectMany(use => use.Map.Entries).Select(e => e.Key), MaxNear);
        return new KeyReport(key, answers.ToImmutable(), [.. near], [.. NotLookedInto()]);
    }

    /// <summary>What an entry that is not in a map would be, had the map it.</summary>
    public KeyAnswer AnswerOf(MapUse use, string key, MapRecord record, string? mountPoint)
    {
        var (entry, error) = EntryParser.Parse(key, record.Value, use.Context);
        var submounts = Submounts(entry);
        return new KeyAnswer(use, key, record, PathOf(use, key, mountPoint))
        {
            Entry = entry,
            Error = error,
            Substitutions = EntrySubstitutions.Of(key, record.Value, use.Context),
            Findings = EntryJudgement.Of(maps, use, record, submounts.Keys, silence),
            Submounts = submounts,
            Master = MasterOf(use),
        };
    }

    private FindingSource? MasterOf(MapUse use) => maps.Content is { } master && use.Root.Record.Key.Length > 0
        ? RecordSource.Of(master.Name, master.File, use.Root.Record)
        : null;

    private static string? PathOf(MapUse use, string key, string? mountPoint)
    {
        if (use.IsDirect)
        {
            return key;
        }

        return mountPoint is null ? null : MountPath.Join(mountPoint, $"/{key}");
    }

    private bool IsAsked(string name) => only is null || name == only || name.EndsWith($"/{only}", StringComparison.Ordinal);

    private IEnumerable<KeyAnswer> Answers(MapUse use, string wanted)
    {
        var mountPoint = used.MountPointOf(use);
        if (use.IsDirect)
        {
            var record = use.Map.Entries.Where(e => e.Key.Length > 1 && MountPath.IsAtOrBelow(wanted, e.Key)).MaxBy(e => e.Key.Length);
            return record is null ? [] : With(use, record.Key, record, MountPath.Below(wanted, record.Key), mountPoint, 0);
        }

        if (!wanted.StartsWith('/'))
        {
            return Answers(use, '/' + wanted, mountPoint, 0);
        }

        return mountPoint is { } point && MountPath.IsAtOrBelow(wanted, point)
            ? Answers(use, MountPath.Below(wanted, point), point, 0)
            : [];
    }

    /// <summary>The answer of an indirect map for a path below its mount point, and those of the submounts on the way.</summary>
    private IEnumerable<KeyAnswer> Answers(MapUse use, string below, string? mountPoint, int depth)
    {
        var end = below.IndexOf('/', 1);
        var key = end < 0 ? below[1..] : below[1..end];
        var record = key.Length == 0 ? null : KeySearch.Find(use.Map, key);
        var rest = end < 0 ? "/" : below[end..];
        return record is null ? [] : With(use, key, record, rest, mountPoint, depth);
    }

    private IEnumerable<KeyAnswer> With(MapUse use, string key, MapRecord record, string below, string? mountPoint, int depth)
    {
        var answer = AnswerOf(use, key, record, mountPoint);
        yield return answer;
        if (below == "/" || depth > MaxDepth
            || answer.Entry?.At(below) is not { Kind: MountKind.Submount } mount
            || SubmountMap.Name(mount) is not { } name || maps.Find(name) is not { } map)
        {
            yield break;
        }

        var context = SubmountOptions.Of(mount.Options).Context(use.Context);
        var next = new MapUse(map, use.Root, IsDirect: false, context);
        var point = answer.Path is { } path ? MountPath.Join(path, mount.Offset) : null;
        foreach (var further in Answers(next, MountPath.Below(below, mount.Offset), point, depth + 1))
        {
            yield return further;
        }
    }

    private ImmutableSortedDictionary<string, int?> Submounts(MapEntry? entry) =>
        (entry?.Mounts ?? [])
            .Where(mount => mount.Kind == MountKind.Submount)
            .Select(SubmountMap.Name)
            .OfType<string>()
            .Distinct()
            .ToImmutableSortedDictionary(name => name, name => maps.Find(name)?.Entries.Length, StringComparer.Ordinal);

    /// <summary>Maps that may have the key as well, and cannot be looked into.</summary>
    private IEnumerable<string> NotLookedInto()
    {
        foreach (var root in maps.Master.EffectiveMaps().Where(r => r.Kind != MasterEntryKind.Null))
        {
            var name = root.Map.Length > 0 ? root.Map : "a built-in map";
            if (only is not null && !IsAsked(root.Map))
            {
                continue;
            }

            var isMap = root.Kind is MasterEntryKind.Indirect or MasterEntryKind.Direct;
            if (!isMap || root.Source is MapSource.Program or MapSource.Other)
            {
                yield return $"{root.MountPoint} uses {name}, which is not looked into";
            }
            else if (maps.Find(root.Map) is null)
            {
                yield return $"{root.MountPoint} uses {name}, which is not among the given maps";
            }
        }
    }
}
