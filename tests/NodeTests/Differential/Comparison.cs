using Automount.Maps;

namespace NodeTests.Differential;

/// <summary>An entry to compare.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Fails">Whether all its mounts are made to fail, so that automount tries every replica.</param>
internal sealed record Sample(string Key, string Value, bool Fails)
{
    public override string ToString() => $"{Key}{(Fails ? " (mounts fail)" : "")} [{Value.Replace("\t", "\\t")}]";
}

/// <summary>What happens at one mount point.</summary>
/// <param name="Where">The mount point.</param>
/// <param name="Type">File system type.</param>
/// <param name="Options">As mount(8) gets them.</param>
/// <param name="What">What can be or was mounted, in no order: that of replicas depends on how fast they answer.</param>
internal sealed record Happening(string Where, string Type, string Options, IReadOnlySet<string> What)
{
    public override string ToString() => $"{Where[PrivateAutomount.Root.Length..]} {Type} ({Options}) {string.Join(" or ", What)}";
}

/// <summary>Puts both sides into the same terms.</summary>
internal sealed class Comparison(PrivateAutomount automount)
{
    private readonly ILookup<string, MountCall> calls = automount.Calls().ToLookup(c => KeyOf(c.Where));
    private readonly IReadOnlyDictionary<string, string> links = automount.Links();

    /// <summary>What automount did with an entry; nothing when it refused it.</summary>
    public IReadOnlyList<Happening> Theirs(Sample entry) =>
    [
        .. calls[entry.Key].GroupBy(c => (c.Where, c.Type, c.Options)).OrderBy(g => g.Key.Where, StringComparer.Ordinal)
            .Select(g => new Happening(g.Key.Where, g.Key.Type, g.Key.Options.TrimEnd(','), g.Select(c => c.What).ToHashSet())),
        .. links.Where(l => l.Key == $"{PrivateAutomount.Root}/{entry.Key}").Select(
            l => new Happening(l.Key, "symlink", "", new HashSet<string> { l.Value })),
    ];

    /// <summary>What automount should do according to the parser.</summary>
    public static IReadOnlyList<Happening> Ours(Sample entry, EntryResult parsed) =>
        [.. (parsed.Entry?.Mounts ?? []).Select(m => Ours(entry, m)).OfType<Happening>().OrderBy(h => h.Where, StringComparer.Ordinal)];

    /// <summary>Whether both are the same, as far as automount could get.</summary>
    public static bool Agree(Sample entry, IReadOnlyList<Happening> ours, IReadOnlyList<Happening> theirs) =>
        theirs.All(t => ours.Any(o => Same(entry, o, t))) &&
        ours.All(o => theirs.Any(t => t.Where == o.Where) || ours.Any(above => IsInTheWay(entry, above, o)));

    /// <summary>One replica is mounted; when mounts fail, all are tried.</summary>
    private static bool Same(Sample entry, Happening ours, Happening theirs) =>
        (ours.Where, ours.Type, ours.Options) == (theirs.Where, theirs.Type, theirs.Options) &&
        (entry.Fails ? theirs.What.SetEquals(ours.What) : theirs.What.Count == 1 && theirs.What.IsSubsetOf(ours.What));

    /// <summary>Below a mount that failed nothing can be reached, and after a strict one nothing is tried.</summary>
    private static bool IsInTheWay(Sample entry, Happening above, Happening below) =>
        entry.Fails
            && (entry.Value.Contains("strict")
                || (above.Where.Count(c => c == '/') > 3 && below.Where.StartsWith(above.Where + "/", StringComparison.Ordinal)));

    private static Happening? Ours(Sample entry, EntryMount mount)
    {
        var where = $"{PrivateAutomount.Root}/{entry.Key}{mount.Offset}".TrimEnd('/');
        var passed = PassedOptions.Of(mount.Options);
        if (mount.Kind == MountKind.Nfs && mount.Locations[0].Hosts is [] or [{ Name: "localhost" }])
        {
            var access = MountOptions.Has(passed, "ro") ? "ro" : "";
            return Bind(where, mount, MountOptions.Has(mount.Options, "symlink") ? "symlink" : access);
        }

        if (mount.Kind == MountKind.Bind)
        {
            return Bind(where, mount, passed);
        }

        var what = mount.Kind == MountKind.Nfs
            ? mount.Locations.SelectMany(l => l.Hosts.Select(h => h.Name.Contains(':') ? $"[{h.Name}]" : h.Name)
                .Where(PrivateAutomount.Hosts.Contains).Select(h => $"{h}:{l.Path}")).ToHashSet()
            : [mount.Locations[0].Path];
        return what.Count == 0 ? null : new Happening(where, mount.Type, passed, what);
    }

    private static Happening Bind(string where, EntryMount mount, string options)
    {
        var what = new HashSet<string> { mount.Locations[0].Path };
        if (mount.Offset == "/" && MountOptions.Has(options, "symlink"))
        {
            return new Happening(where, "symlink", "", what);
        }

        return new Happening(where, "bind", options.Length == 0 ? "defaults" : options, what);
    }

    private static string KeyOf(string where) => where[(PrivateAutomount.Root.Length + 1)..].Split('/')[0];
}
