using Automount.Maps;

namespace Automount.Lint;

/// <summary>A text of comma-separated options of an NFS mount, as far as rules need it.</summary>
internal sealed class OptionText
{
    private static readonly string[] VersionFlags = ["v4.2", "v4.1", "v4.0", "v4", "v3"];

    /// <summary>An option that begins with one of these is a version to mount.nfs (nfs-utils, utils/mount/network.c).</summary>
    private static readonly string[] VersionPrefixes = ["v2", "v3", "v4", "vers", "nfsvers"];

    private readonly List<string> all = [];
    private readonly Dictionary<string, (string Value, int At)> last = new(StringComparer.Ordinal);
    private readonly OptionText? before;

    /// <summary>Reads a text.</summary>
    /// <param name="options">The options.</param>
    /// <param name="before">Options that stand before them, read already; null for none.</param>
    public OptionText(string options, OptionText? before = null)
    {
        this.before = before;
        foreach (var option in options.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = option.IndexOf('=');
            var name = equals < 0 ? option : option[..equals];
            all.Add(option);
            last[name] = (equals < 0 ? "" : option[(equals + 1)..], Count);
        }
    }

    /// <summary>The options of the text in order, without those before it.</summary>
    public IReadOnlyList<string> All => all;

    /// <summary>Whether there is an option of this name, here or before.</summary>
    public bool Has(string name) => HasOwn(name) || before?.Has(name) == true;

    /// <summary>Whether there is an option of this name here.</summary>
    public bool HasOwn(string name) => last.ContainsKey(name);

    /// <summary>The value of the last option of this name; null when there is none.</summary>
    public string? Value(string name) => last.TryGetValue(name, out var found) ? found.Value : before?.Value(name);

    /// <summary>The file system type; null when it is not given.</summary>
    public string? Type => Value("fstype");

    /// <summary>What automount itself asks of a server.</summary>
    public AutomountProbe Probe => AutomountProbe.Of(Type, Version, Value("port"), Has("rdma") || Value("proto") == "rdma");

    /// <summary>The first of the flags that only mount.nfs takes for a version; null when there is none.</summary>
    public string? VersionFlag => Array.Find(VersionFlags, Has);

    /// <summary>The options of the text that are a version to mount.nfs, without those before it.</summary>
    public IEnumerable<string> Versions =>
        all.Where(option => Array.Exists(VersionPrefixes, prefix => option.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>NFS 4, by options, as mount.nfs reads them.</summary>
    public bool Is4 => Type == "nfs4" || Version?.StartsWith('4') == true || VersionFlag is { } and not "v3";

    /// <summary>NFS 3, by options.</summary>
    public bool Is3 => Version == "3" || Has("v3");

    /// <summary>Whether the last of <c>ro</c> and <c>rw</c> is <c>ro</c>.</summary>
    public bool IsReadOnly => Place("ro") > Place("rw");

    /// <summary>Whether the last of <c>hard</c> and <c>soft</c> is <c>soft</c> (or <c>softerr</c>).</summary>
    public bool IsSoft => Math.Max(Place("soft"), Place("softerr")) > Place("hard");

    private string? Version => Value("vers") ?? Value("nfsvers");

    private int Count => all.Count + (before?.Count ?? 0);

    /// <summary>Where the last option of this name stands, from 1; 0 when there is none.</summary>
    private int Place(string name) => last.TryGetValue(name, out var found) ? found.At : before?.Place(name) ?? 0;
}
