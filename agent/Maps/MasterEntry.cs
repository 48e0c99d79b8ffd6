using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>One entry of a master map, parsed (auto.master(5)).</summary>
/// <param name="MountPoint">Absolute path without a trailing slash; <c>/-</c> for a direct map.</param>
/// <param name="Kind">What the entry is.</param>
/// <param name="Source">Where its map comes from.</param>
/// <param name="Map">Name of the map, or path of its file; empty for the built-in maps.</param>
/// <param name="Options">Its options.</param>
/// <param name="Record">The record that it was parsed from.</param>
public sealed record MasterEntry(
    string MountPoint, MasterEntryKind Kind, MapSource Source, string Map, MasterOptions Options, MapRecord Record)
{
    /// <summary>The mount point of direct maps.</summary>
    public const string DirectMountPoint = "/-";

    /// <summary>
    /// The type as the entry writes it (<c>file</c>, <c>ldaps</c>, <c>nis</c> …), <c>ldap</c> for a bare DN; empty when not given.
    /// </summary>
    public string Type { get; init; } = "";

    /// <summary>The format of the map: <c>sun</c>, <c>amd</c> or <c>hesiod</c>.</summary>
    public string Format { get; init; } = "sun";

    /// <summary>The other maps of a <c>multi</c> entry, in order: automount looks a key up in this one, then in the next.</summary>
    public ImmutableArray<MasterEntry> Others { get; init; } = [];

    /// <summary>Each map of the entry: this one, then those of <see cref="Others"/>.</summary>
    public IEnumerable<MasterEntry> Maps => Others.Prepend(this);

    /// <summary>Whether sssd or LDAP may serve the map: it is not a file, a program or a built-in map.</summary>
    public bool IsServed => Source is MapSource.Nsswitch or MapSource.Sss or MapSource.Ldap;

    /// <summary>What the entries of the map are parsed with.</summary>
    /// <param name="basis">What holds for all maps: variables of the node, of which those that the entry defines win, and mount
    /// options.</param>
    public EntryContext Context(EntryContext basis) => basis with
    {
        Options = JoinedOptions(basis),
        Variables = Options.Variables.Count == 0 ? basis.Variables : basis.Variables.ToImmutableDictionary().SetItems(Options.Variables),
        SlashifyColons = Options.SlashifyColons,
        IsDirect = Kind == MasterEntryKind.Direct,
    };

    private string JoinedOptions(EntryContext basis)
    {
        if (Options.Mount.Length == 0)
        {
            return basis.Options;
        }

        return basis.AppendOptions ? MountOptions.Append(basis.Options, Options.Mount) : Options.Mount;
    }
}

/// <summary>What an entry of a master map is.</summary>
public enum MasterEntryKind
{
    /// <summary>Keys are directories below the mount point.</summary>
    Indirect,

    /// <summary>Mount point <c>/-</c>: keys are absolute paths.</summary>
    Direct,

    /// <summary><c>-null</c>: later entries of the same mount point are ignored.</summary>
    Null,

    /// <summary><c>-hosts</c>: one directory per host with all its exports.</summary>
    Hosts,

    /// <summary>automount understands it, this agent does not: the format amd or hesiod.</summary>
    Unsupported,
}

/// <summary>Where the map of an entry comes from.</summary>
public enum MapSource
{
    /// <summary>No type given: the <c>automount:</c> line of nsswitch.conf decides.</summary>
    Nsswitch,

    /// <summary><c>sss</c>.</summary>
    Sss,

    /// <summary><c>ldap</c> or <c>ldaps</c>: automount asks LDAP itself.</summary>
    Ldap,

    /// <summary><c>file</c>, or no type and a path.</summary>
    File,

    /// <summary><c>program</c> or <c>exec</c>.</summary>
    Program,

    /// <summary><c>yp</c>, <c>nis</c>, <c>nisplus</c>, <c>hesiod</c>, <c>userdir</c>, and the built-in maps.</summary>
    Other,
}

/// <summary>The options of an entry of the master map.</summary>
public sealed record MasterOptions
{
    /// <summary><c>--timeout</c>: idle time until a mount expires, zero means never; null when not given.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary><c>--negative-timeout</c>; null when not given.</summary>
    public TimeSpan? NegativeTimeout { get; init; }

    /// <summary><c>browse</c> or <c>nobrowse</c>; null when not given.</summary>
    public bool? Browse { get; init; }

    /// <summary><c>strictexpire</c>.</summary>
    public bool StrictExpire { get; init; }

    /// <summary><c>nobind</c>.</summary>
    public bool NoBind { get; init; }

    /// <summary><c>symlink</c>.</summary>
    public bool Symlink { get; init; }

    /// <summary><c>shared</c>, <c>slave</c> or <c>private</c>: propagation of bind mounts; null when not given.</summary>
    public string? Propagation { get; init; }

    /// <summary>False with <c>--no-slashify-colons</c>.</summary>
    public bool SlashifyColons { get; init; } = true;

    /// <summary><c>-DNAME=value</c>.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>All other words: mount options for every entry of the map, comma-separated.</summary>
    public string Mount { get; init; } = "";
}

/// <summary>An entry of a master map that automount drops.</summary>
/// <param name="Record">The entry.</param>
/// <param name="Message">Why, in one sentence that quotes the offending text.</param>
/// <param name="Column">Column in the value, from 1; 0 when it is about the mount point.</param>
/// <param name="LosesRest">
/// automount gives up in the middle of the line, and its scanner stays in the state that it was in: it then misreads every entry that
/// follows, in this file and in those that come after it (measured with 5.1.8).
/// </param>
public sealed record MasterEntryError(MapRecord Record, string Message, int Column, bool LosesRest = false);

/// <summary>What parsing a record of a master map gave: exactly one of the two is not null.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Error">Why there is none.</param>
internal readonly record struct MasterEntryResult(MasterEntry? Entry, MasterEntryError? Error);
