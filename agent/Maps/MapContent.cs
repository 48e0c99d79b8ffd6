using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>One party's copy of one automount map, unparsed.</summary>
/// <param name="Name">Name of the map, for example <c>auto.home</c>; of a file map its path.</param>
/// <param name="Dn">Distinguished name of the map object, when it comes from LDAP.</param>
/// <param name="Entries">Its entries, in the order in which the party gave them.</param>
public sealed record MapContent(string Name, string? Dn, ImmutableArray<MapRecord> Entries)
{
    /// <summary>The file that it was read from; null when it was not read from a file.</summary>
    public string? File { get; init; }

    /// <summary>
    /// The LDAP attribute that holds the keys, as the schema names it; null when the copy does not come from LDAP, or that is not known.
    /// </summary>
    public string? KeyAttribute { get; init; }

    /// <summary>What the party holds but does not hand out: entries that sssd skips, lines that automount's file reader skips.</summary>
    public ImmutableArray<DroppedRecord> Dropped { get; init; } = [];

    /// <summary>The comments of its files that allow findings, in order.</summary>
    public ImmutableArray<AllowComment> Allows { get; init; } = [];

    /// <summary>What comments at the head of its file allow for all of it; null for nothing.</summary>
    public Allowance? Allowed { get; init; }
}

/// <summary>One key and its value, unparsed, as automount would see them.</summary>
/// <param name="Key">The key: a path component, an absolute path, or a wildcard (<c>*</c> or <c>/</c>).</param>
/// <param name="Value">The entry (autofs(5)); of a master map: the map and its options (auto.master(5)).</param>
/// <param name="Dn">Distinguished name of the LDAP entry, when it comes from LDAP.</param>
/// <param name="Line">Line of the file where it begins, from 1; 0 when it does not come from a file.</param>
public sealed record MapRecord(string Key, string Value, string? Dn = null, int Line = 0)
{
    private readonly EntryDn? name = Dn is null ? null : EntryDn.Of(Dn, Key);

    /// <summary>A record with a DN that it shares with others.</summary>
    public MapRecord(string key, string value, EntryDn name)
        : this(key, value) => this.name = name;

    /// <summary>Distinguished name of the LDAP entry, when it comes from LDAP.</summary>
    public string? Dn => name?.Of(Key);

    /// <summary>Whether it stands for every key that the map does not have.</summary>
    public bool IsWildcard => Key is "*" or "/";

    /// <summary>What comments of its file allow for it; null for nothing.</summary>
    public Allowance? Allowed { get; init; }

    /// <summary>The file of <see cref="Line"/>, where it is not that of the map (an included one); null otherwise.</summary>
    public string? File { get; init; }
}

/// <summary>An entry of a map that the party that should hand it out skips silently.</summary>
/// <param name="Record">What there is of it: a missing key or value is empty, of several the first one.</param>
/// <param name="Reason">Why it is skipped.</param>
public sealed record DroppedRecord(MapRecord Record, DropReason Reason);

/// <summary>Why an entry is skipped.</summary>
public enum DropReason
{
    /// <summary>It has no key.</summary>
    NoKey,

    /// <summary>It has several keys: sssd takes entries with exactly one.</summary>
    SeveralKeys,

    /// <summary>It has no value.</summary>
    NoValue,

    /// <summary>It has several values: sssd takes entries with exactly one.</summary>
    SeveralValues,

    /// <summary>Its key is longer than 255 bytes: automount's file reader skips the line.</summary>
    KeyTooLong,

    /// <summary>Its value is longer than 16384 bytes: automount's file reader skips the line.</summary>
    ValueTooLong,

    /// <summary>Its key has a control character, or one that is not ASCII: automount does not take it for a path.</summary>
    BadKey,

    /// <summary>A byte order mark stands before its key: for automount it is a part of the key.</summary>
    ByteOrderMark,

    /// <summary>A double quote is not closed on its line.</summary>
    UnclosedQuote,

    /// <summary>An indented line follows it, without a backslash before: automount gives both up.</summary>
    IndentedLine,

    /// <summary>It begins in a way that automount's file reader gives up (<c>*name</c>, a backslash).</summary>
    BadLine,

    /// <summary>The file ends before its end of line, or right after one character of its value.</summary>
    UnfinishedLine,
}
