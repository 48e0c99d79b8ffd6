using System.Runtime.InteropServices;

namespace Automount.Lint;

/// <summary>
/// Absolute paths, each with a value. The longest of them above any path is found in time that is linear in that path: the hash of each
/// path above it is a part of its own, so none is read from its beginning again.
/// </summary>
internal sealed class PathTable
{
    private readonly Dictionary<Prefix, string> values = new(new SamePath());
    private readonly List<Prefix> above = [];

    /// <summary>Adds a path without a trailing slash. False when it is there already.</summary>
    public bool TryAdd(string path, string value) => values.TryAdd(All(path), value);

    /// <summary>The value of a path; null when it is not there.</summary>
    public string? Find(string path) => values.GetValueOrDefault(All(path));

    /// <summary>The longest path that is above another one, and its value; null when there is none.</summary>
    public (string Path, string Value)? Above(string path)
    {
        All(path);
        for (var i = above.Count - 1; i >= 0; i--)
        {
            if (values.TryGetValue(above[i], out var value))
            {
                return (path[..above[i].Length], value);
            }
        }

        return null;
    }

    /// <summary>The path as a whole; what is above it is in <see cref="above"/> then, the shortest first.</summary>
    private Prefix All(string path)
    {
        above.Clear();
        var hash = default(HashCode);
        var start = 0;
        for (var slash = NextSlash(path, 1); slash >= 0; slash = NextSlash(path, slash + 1))
        {
            hash.AddBytes(MemoryMarshal.AsBytes(path.AsSpan(start, slash - start)));
            above.Add(new Prefix(path, slash, hash.ToHashCode()));
            start = slash;
        }

        hash.AddBytes(MemoryMarshal.AsBytes(path.AsSpan(start)));
        return new Prefix(path, path.Length, hash.ToHashCode());
    }

    private static int NextSlash(string path, int from) => from < path.Length ? path.IndexOf('/', from) : -1;

    /// <summary>The beginning of a path.</summary>
    /// <param name="Path">The path.</param>
    /// <param name="Length">How much of it.</param>
    /// <param name="Hash">The hash code of that much.</param>
    private readonly record struct Prefix(string Path, int Length, int Hash);

    private sealed class SamePath : IEqualityComparer<Prefix>
    {
        public bool Equals(Prefix a, Prefix b) => a.Path.AsSpan(0, a.Length).SequenceEqual(b.Path.AsSpan(0, b.Length));

        public int GetHashCode(Prefix prefix) => prefix.Hash;
    }
}
