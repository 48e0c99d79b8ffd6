using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>map</c> in keys, and in how the entries of one map relate to each other.</summary>
public static class MapKeyFindings
{
    private static readonly KindList Kinds = new(Link.Map);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind BadKey { get; } = Kinds.Error(
        "map/bad-key",
        "A key cannot be used in its map",
        "The key is not valid in this kind of map. In direct and browsable maps it also makes automount ignore all keys after it.",
        "Correct or delete the key.");

    public static FindingKind IgnoredInclude { get; } = Kinds.Error(
        "map/ignored-include",
        "automount does not include a map",
        "A key that begins with + includes another map, but only in a file. In LDAP or through sssd automount ignores it, and the "
            + "keys that it should bring do not exist.",
        "Delete the entry, and put the keys of the other map into this one.");

    public static FindingKind PercentKey { get; } = Kinds.Warning(
        "map/percent-key",
        "A key marks capitals with %",
        "automount's own LDAP lookup reads %[ABC] and %A as capitals. sssd does not: through it the key is the literal text, and the "
            + "name that is meant does not exist.",
        "Use a schema with case-exact keys (automountKey), and write the key as it is meant.");

    public static FindingKind DirectWildcard { get; } = Kinds.Error(
        "map/direct-wildcard",
        "A direct map has a wildcard",
        "A direct map has no wildcards. A * makes automount stop reading the map there, so that the keys after it do not exist; a / "
            + "is skipped.",
        "Delete the entry, or make the map an indirect one.");

    public static FindingKind TrailingSlash { get; } = Kinds.Error(
        "map/trailing-slash",
        "A key of a direct map ends with a slash",
        "automount does not take the slash away, so the key never matches the path that the kernel asks for.",
        "Delete the slash at the end of the key.");

    public static FindingKind DuplicateKey { get; } = Kinds.Warning(
        "map/duplicate-key",
        "A key is in a map more than once",
        "Only one of the entries is used, and which one depends on the order in which they are read.",
        "Delete the entry that is not meant.");

    public static FindingKind CaseCollision { get; } = Kinds.Warning(
        "map/case-collision",
        "Two keys of a map differ by case only",
        "LDAP compares cn without case while sssd and automount compare it with case: asking for one of the keys may find the other, "
            + "or none.",
        "Rename one of the keys, or use a schema with case-exact keys (automountKey).");

    public static FindingKind NestedKeys { get; } = Kinds.Warning(
        "map/nested-keys",
        "A key of a direct map is below another one",
        "Each key is a mount point. When the outer one is mounted it covers the inner one, which then is not seen any more.",
        "Make one entry with offsets (a multi-mount) of the outer key.");

    public static FindingKind SeveralValues { get; } = Kinds.Error(
        "map/several-values",
        "An entry has several keys or values",
        "sssd takes entries with exactly one key and one value. It skips this one without a word: LDAP has the key, and no node does.",
        "Leave one value in the attribute; put others into entries of their own.");

    public static FindingKind IncompleteEntry { get; } = Kinds.Error(
        "map/incomplete-entry",
        "An entry has no key or no value",
        "sssd skips the entry without a word: LDAP has it, and no node does.",
        "Complete the entry or delete it. Perhaps the account that sssd binds with may not read the attribute.");

    public static FindingKind SkippedLine { get; } = Kinds.Error(
        "map/skipped-line",
        "automount skips a line of a file map",
        "automount's file reader gives the line up without an error, and the key does not exist.",
        "Correct the line; the message says what is wrong with it.");

    public static FindingKind WildcardDiffers { get; } = Kinds.Warning(
        "map/wildcard-differs",
        "The wildcard leads elsewhere than its siblings, by a hair",
        "Nearly all entries of the map lie under one path, and the wildcard under one that is spelled almost alike on the same "
            + "server. Every key without an entry of its own is looked for at the wrong place.",
        "Correct the path of the wildcard or of the entries.");

    public static FindingKind WildcardWithoutKey { get; } = Kinds.Warning(
        "map/wildcard-without-key",
        "The wildcard leads every key to the same directory",
        "There is no & in it, so that every name, also one that does not exist, is the same directory. Keys beside it lead to "
            + "directories of their own below that one, or the map is one of homes.",
        "End the path with /&.");

    public static FindingKind RedundantEntry { get; } = Kinds.Info(
        "map/redundant-entry",
        "An entry says what the wildcard says",
        "Without the entry the wildcard would give the same. It has to be kept in step by hand.",
        "Delete the entry, unless it is there to be seen with browsing.");
}
