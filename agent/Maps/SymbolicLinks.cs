using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>
/// The symbolic links of a node that lie on the way to mount points, as on CoreOS, where <c>/home</c> leads to <c>/var/home</c>. The mount
/// table has paths with all links followed, and maps have them as somebody wrote them: every comparison of the two goes through here.
/// Nothing is read. Immutable; two are equal when they have the same links.
/// </summary>
public sealed class SymbolicLinks : IEquatable<SymbolicLinks>
{
    /// <summary>Where the kernel gives up (path_resolution(7)).</summary>
    private const int MaxFollowed = 40;

    private readonly FrozenDictionary<string, string> links;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> prefixes;

    private SymbolicLinks(FrozenDictionary<string, string> links)
    {
        this.links = links;
        prefixes = links.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>A node without such links, or one of which none is known.</summary>
    public static SymbolicLinks None { get; } = Of([]);

    /// <summary>Some links.</summary>
    /// <param name="links">Target by link, both absolute, for example <c>/home</c> and <c>/var/home</c>; nothing above a link is
    /// another link.</param>
    public static SymbolicLinks Of(IEnumerable<KeyValuePair<string, string>> links) =>
        new(links.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The links, by their paths.</summary>
    public ImmutableSortedDictionary<string, string> All => links.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The path as the mount table has it, with links followed.</summary>
    public string Canonical(string path)
    {
        for (var followed = 0; links.Count > 0 && followed < MaxFollowed; followed++)
        {
            if (LinkOf(path) is not { } link)
            {
                break;
            }

            path = MountPath.Join(links[link], MountPath.Below(path, link));
        }

        return path;
    }

    /// <summary>The path in every way of writing it that a map may use, itself first.</summary>
    public IEnumerable<string> Spellings(string path)
    {
        var canonical = Canonical(path);
        return links.Keys
            .Order(StringComparer.Ordinal)
            .Select(link => (Link: link, Target: Canonical(link)))
            .Where(link => MountPath.IsAtOrBelow(canonical, link.Target))
            .Select(link => MountPath.Join(link.Link, MountPath.Below(canonical, link.Target)))
            .Prepend(canonical)
            .Prepend(path)
            .Distinct();
    }

    /// <inheritdoc/>
    public bool Equals(SymbolicLinks? other) => ReferenceEquals(this, other) || (other is not null
        && links.Count == other.links.Count
        && links.All(link => other.links.TryGetValue(link.Key, out var target) && target == link.Value));

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as SymbolicLinks);

    /// <inheritdoc/>
    public override int GetHashCode() => links.Count;

    /// <summary>The first link on the way along a path; null when there is none.</summary>
    private string? LinkOf(string path)
    {
        for (var end = path.IndexOf('/', Math.Min(1, path.Length)); ; end = path.IndexOf('/', end + 1))
        {
            var prefix = path.AsSpan(0, end < 0 ? path.Length : end);
            if (prefixes.TryGetValue(prefix, out _))
            {
                return prefix.ToString();
            }

            if (end < 0)
            {
                return null;
            }
        }
    }
}
