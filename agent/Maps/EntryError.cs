using Automount.Text;

namespace Automount.Maps;

/// <summary>Why automount refuses an entry, or could never mount it.</summary>
/// <param name="Fault">Which rule it breaks.</param>
/// <param name="Message">One sentence that quotes the offending text, control characters escaped.</param>
/// <param name="Column">Column in the entry, from 1; 0 when it is about the key.</param>
public sealed record EntryError(EntryFault Fault, string Message, int Column)
{
    /// <summary>Outside text as it may stand in a message.</summary>
    public static string Quote(string text) => $"\"{Printable.Escape(text, 120)}\"";
}

/// <summary>The rules of the entry language that an entry can break.</summary>
public enum EntryFault
{
    /// <summary>The entry is empty, or expands to nothing.</summary>
    Empty,

    /// <summary>The key is longer than 255 bytes.</summary>
    KeyTooLong,

    /// <summary>The entry is longer than 16384 bytes, or would be after expansion by a multiple of that.</summary>
    TooLong,

    /// <summary>A double quote is not closed.</summary>
    UnbalancedQuote,

    /// <summary>There are options but nothing to mount.</summary>
    NoLocation,

    /// <summary>An offset of a multi-mount has no location, often because a blank stands in place of a colon.</summary>
    OffsetWithoutLocation,

    /// <summary>A location begins with a slash where <c>host:/path</c> is expected.</summary>
    LocationIsPath,

    /// <summary>An offset has control characters, an open quote, or a <c>..</c> in it.</summary>
    BadOffset,

    /// <summary>A location has a colon that is not followed by a path.</summary>
    MissingColon,

    /// <summary>A list of hosts has an empty place.</summary>
    MissingHost,

    /// <summary>A character before the <c>:/</c> cannot be part of a host list.</summary>
    InvalidHostCharacter,

    /// <summary>A weight is not written <c>(number)</c>.</summary>
    BadWeight,

    /// <summary>
    /// Something follows an IPv6 address in a list of hosts, a weight or another host: automount takes all of it for one name.
    /// </summary>
    AddressInList,

    /// <summary>An NFS location names a host but no path.</summary>
    NoPath,
}

/// <summary>What parsing an entry gave: exactly one of the two is not null.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Error">Why there is none.</param>
public readonly record struct EntryResult(MapEntry? Entry, EntryError? Error);

/// <summary>What an entry is parsed with: the map's part of the story.</summary>
public sealed record EntryContext
{
    /// <summary>Nothing but the built-in defaults.</summary>
    public static EntryContext Default { get; } = new();

    /// <summary>Mount options of the master map's entry, comma-separated; those of the entry are appended to them.</summary>
    public string Options { get; init; } = "";

    /// <summary>False with <c>append_options = no</c> in autofs.conf: options of an entry replace those of the map.</summary>
    public bool AppendOptions { get; init; } = true;

    /// <summary>Variables by name.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = Substitution.NoVariables;

    /// <summary>False with <c>--no-slashify-colons</c>.</summary>
    public bool SlashifyColons { get; init; } = true;

    /// <summary>Keys are absolute paths: <c>-null</c> is no entry there.</summary>
    public bool IsDirect { get; init; }

    /// <summary>What an unknown variable becomes; automount makes it nothing.</summary>
    public string UnknownVariable { get; init; } = "";

    /// <summary>Whether another one has the same members; the variables are compared one by one.</summary>
    public bool IsSame(EntryContext other) =>
        AreSame(Variables, other.Variables) && other == this with { Variables = other.Variables };

    /// <summary>Whether two tables have the same pairs.</summary>
    internal static bool AreSame(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        ReferenceEquals(a, b)
        || (a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && value == pair.Value));
}
