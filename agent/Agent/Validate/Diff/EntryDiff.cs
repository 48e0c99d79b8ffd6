using System.Collections.Immutable;
using Automount.Text;

namespace AutomountAgent.Validate.Diff;

/// <summary>Compares what one key means in two maps. Pure.</summary>
internal static class EntryDiff
{
    /// <summary>The changes; their map and key are those of <paramref name="change"/>.</summary>
    /// <param name="before">What the key meant.</param>
    /// <param name="now">What it means.</param>
    /// <param name="change">A change whose kind and words are to be filled in.</param>
    public static IEnumerable<MapChange> Between(EntryMeaning before, EntryMeaning now, MapChange change)
    {
        if (before.Mounts is not { } old || now.Mounts is not { } current)
        {
            return Refusals(before, now, change);
        }

        var changes = Mounts(old, current, change);
        return before.Variables == now.Variables
            ? changes
            : changes.Append(change with { Kind = ChangeKind.VariablesChanged, Before = before.Variables, Now = now.Variables });
    }

    private static IEnumerable<MapChange> Refusals(EntryMeaning before, EntryMeaning now, MapChange change)
    {
        if (before.Mounts is not null)
        {
            yield return change with { Kind = ChangeKind.Refused, Before = Words(before), Now = now.Error };
        }

        if (now.Mounts is not null)
        {
            yield return change with { Kind = ChangeKind.Accepted, Before = before.Error, Now = Words(now) };
        }
    }

    private static IEnumerable<MapChange> Mounts(
        ImmutableSortedDictionary<string, MountMeaning> before, ImmutableSortedDictionary<string, MountMeaning> now, MapChange change)
    {
        foreach (var (offset, mount) in now)
        {
            var here = change with { Offset = offset };
            if (!before.TryGetValue(offset, out var was))
            {
                yield return here with { Kind = ChangeKind.OffsetAdded, Before = "", Now = mount.From };
                continue;
            }

            foreach (var difference in Mount(was, mount, here))
            {
                yield return difference;
            }
        }

        foreach (var (offset, mount) in before.Where(b => !now.ContainsKey(b.Key)))
        {
            yield return change with { Kind = ChangeKind.OffsetRemoved, Offset = offset, Before = mount.From, Now = "" };
        }
    }

    private static IEnumerable<MapChange> Mount(MountMeaning before, MountMeaning now, MapChange change)
    {
        if (before.From != now.From)
        {
            yield return change with { Kind = ChangeKind.Moved, Before = before.From, Now = now.From };
        }

        if (before.Type != now.Type)
        {
            yield return change with { Kind = ChangeKind.TypeChanged, Before = before.Type, Now = now.Type };
        }

        if (!before.Options.SetEquals(now.Options))
        {
            var difference = OptionSet.Difference(before.Options, now.Options);
            yield return change with
            {
                Kind = ChangeKind.OptionsChanged, Before = OptionSet.Text(before.Options), Now = Credentials.Mask(difference, difference),
            };
        }
    }

    /// <summary>What an entry mounts, in a few words.</summary>
    public static string Words(EntryMeaning meaning) =>
        meaning.Mounts is { } mounts ? string.Join(", ", mounts.Values.Select(mount => mount.From)) : meaning.Error;
}
