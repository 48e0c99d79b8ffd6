using System.Collections.Immutable;
using Automount.Maps;

namespace AutomountAgent.Derive;

/// <summary>An entry of the master map as it was before its last change.</summary>
/// <param name="Map">The map that it named.</param>
/// <param name="SeenAt">When it was last seen to name it.</param>
internal sealed record FormerMap(string Map, DateTimeOffset SeenAt);

/// <summary>
/// Which maps the entries of the master map named before. The kernel goes on showing the map with which a mount point was mounted, also
/// after automount has been reloaded: whether automount has the new one follows from when it was reloaded and when the old one was last
/// seen. Immutable.
/// </summary>
/// <param name="Former">By mount point, those that were seen to change.</param>
/// <param name="SeenAt">When the master map was last read; null when it was not.</param>
internal sealed record MasterHistory(ImmutableDictionary<string, FormerMap> Former, DateTimeOffset? SeenAt)
{
    /// <summary>Nothing was read yet.</summary>
    public static MasterHistory None { get; } = new(ImmutableDictionary<string, FormerMap>.Empty, null);

    /// <summary>The history after another read.</summary>
    /// <param name="before">The master map as it was known.</param>
    /// <param name="now">As it is known now.</param>
    /// <param name="readAt">When it was read; null when that is not known.</param>
    public MasterHistory After(MasterMap before, MasterMap now, DateTimeOffset? readAt)
    {
        if (ReferenceEquals(before, now))
        {
            return readAt is null || readAt == SeenAt ? this : this with { SeenAt = readAt };
        }

        var old = MapsOf(before);
        var former = ImmutableDictionary.CreateBuilder<string, FormerMap>(StringComparer.Ordinal);
        foreach (var (point, map) in MapsOf(now))
        {
            if (SeenAt is { } seenAt && old.TryGetValue(point, out var other) && other != map)
            {
                former[point] = new(other, seenAt);
            }
            else if (Former.TryGetValue(point, out var known))
            {
                former[point] = known;
            }
        }

        return new(former.ToImmutable(), readAt ?? SeenAt);
    }

    private static Dictionary<string, string> MapsOf(MasterMap master) => master.Effective()
        .Where(entry => entry.Kind == MasterEntryKind.Indirect)
        .ToDictionary(entry => entry.MountPoint, entry => entry.Map, StringComparer.Ordinal);
}
