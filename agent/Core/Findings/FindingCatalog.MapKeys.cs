namespace Automount.Findings;

/// <content>Kinds of the link <c>map</c>: keys and how the entries of one map stand to each other.</content>
public static partial class FindingCatalog
{
    /// <summary>A key cannot be used in its map.</summary>
    public static readonly FindingKind MapBadKey = new(
        "map/bad-key",
        Link.Map,
        Severity.Error,
        new Guid("65cc8f4e-4dca-5d88-8f12-fed2a79f872d"),
        "A key cannot be used in its map",
        "The key is not valid in this kind of map. In direct and browsable maps it also makes automount ignore all keys after it.",
        "Correct or delete the key.");

    /// <summary>automount does not include a map.</summary>
    public static readonly FindingKind MapIgnoredInclude = new(
        "map/ignored-include",
        Link.Map,
        Severity.Error,
        new Guid("e9c051cf-2798-489c-8ef5-480fd1864e34"),
        "automount does not include a map",
        "A key that begins with + includes another map, but only in a file. In LDAP or through sssd automount ignores it, and the keys that it should bring do not exist.",
        "Delete the entry, and put the keys of the other map into this one.");

    /// <summary>A key marks capitals with %.</summary>
    public static readonly FindingKind MapPercentKey = new(
        "map/percent-key",
        Link.Map,
        Severity.Warning,
        new Guid("121a62cc-debf-486d-bff4-a4a154f1112d"),
        "A key marks capitals with %",
        "automount's own LDAP lookup reads %[ABC] and %A as capitals. sssd does not: through it the key is the literal text, and the name that is meant does not exist.",
        "Use a schema with case-exact keys (automountKey), and write the key as it is meant.");

    /// <summary>A direct map has a wildcard.</summary>
    public static readonly FindingKind MapDirectWildcard = new(
        "map/direct-wildcard",
        Link.Map,
        Severity.Error,
        new Guid("a6fa0437-210a-4635-8d17-d3ad724d20db"),
        "A direct map has a wildcard",
        "A direct map has no wildcards. A * makes automount stop reading the map there, so that the keys after it do not exist; a / is skipped.",
        "Delete the entry, or make the map an indirect one.");

    /// <summary>A key of a direct map ends with a slash.</summary>
    public static readonly FindingKind MapTrailingSlash = new(
        "map/trailing-slash",
        Link.Map,
        Severity.Error,
        new Guid("4886fc98-a92a-4993-87da-410b2402792e"),
        "A key of a direct map ends with a slash",
        "automount does not take the slash away, so the key never matches the path that the kernel asks for.",
        "Delete the slash at the end of the key.");

    /// <summary>A key is in a map more than once.</summary>
    public static readonly FindingKind MapDuplicateKey = new(
        "map/duplicate-key",
        Link.Map,
        Severity.Warning,
        new Guid("dc513073-e67e-4040-9ecb-c9569bb5d322"),
        "A key is in a map more than once",
        "Only one of the entries is used, and which one depends on the order in which they are read.",
        "Delete the entry that is not meant.");

    /// <summary>Two keys of a map differ by case only.</summary>
    public static readonly FindingKind MapCaseCollision = new(
        "map/case-collision",
        Link.Map,
        Severity.Warning,
        new Guid("392d512e-5c36-4d69-ba94-7f0005e72e74"),
        "Two keys of a map differ by case only",
        "LDAP compares cn without case while sssd and automount compare it with case: asking for one of the keys may find the other, or none.",
        "Rename one of the keys, or use a schema with case-exact keys (automountKey).");

    /// <summary>A key of a direct map is below another one.</summary>
    public static readonly FindingKind MapNestedKeys = new(
        "map/nested-keys",
        Link.Map,
        Severity.Warning,
        new Guid("ce6823a2-1ff0-476c-acd1-5bc7e262800d"),
        "A key of a direct map is below another one",
        "Each key is a mount point. When the outer one is mounted it covers the inner one, which then is not seen any more.",
        "Make one entry with offsets (a multi-mount) of the outer key.");

    /// <summary>An entry has several keys or values.</summary>
    public static readonly FindingKind MapSeveralValues = new(
        "map/several-values",
        Link.Map,
        Severity.Error,
        new Guid("982daa07-b8a6-4ff1-a76f-bfdcad8cb001"),
        "An entry has several keys or values",
        "sssd takes entries with exactly one key and one value. It skips this one without a word: LDAP has the key, and no node does.",
        "Leave one value in the attribute; put others into entries of their own.");

    /// <summary>An entry has no key or no value.</summary>
    public static readonly FindingKind MapIncompleteEntry = new(
        "map/incomplete-entry",
        Link.Map,
        Severity.Error,
        new Guid("ccc8adf3-1315-4b75-bda1-c30e9494afa7"),
        "An entry has no key or no value",
        "sssd skips the entry without a word: LDAP has it, and no node does.",
        "Complete the entry or delete it. Perhaps the account that sssd binds with may not read the attribute.");

    /// <summary>automount skips a line of a file map.</summary>
    public static readonly FindingKind MapSkippedLine = new(
        "map/skipped-line",
        Link.Map,
        Severity.Error,
        new Guid("e3a60be6-7eba-42e8-8517-07f3a84a1f7d"),
        "automount skips a line of a file map",
        "automount's file reader gives the line up without an error, and the key does not exist.",
        "Correct the line; the message says what is wrong with it.");

    /// <summary>The wildcard leads elsewhere than its siblings, by a hair.</summary>
    public static readonly FindingKind MapWildcardDiffers = new(
        "map/wildcard-differs",
        Link.Map,
        Severity.Warning,
        new Guid("f1285c6a-db29-429b-b462-84e5ab1ee539"),
        "The wildcard leads elsewhere than its siblings, by a hair",
        "Nearly all entries of the map lie under one path, and the wildcard under one that is spelled almost alike on the same server. Every key without an entry of its own is looked for at the wrong place.",
        "Correct the path of the wildcard or of the entries.");

    /// <summary>An entry says what the wildcard says.</summary>
    public static readonly FindingKind MapRedundantEntry = new(
        "map/redundant-entry",
        Link.Map,
        Severity.Info,
        new Guid("d4707341-2ed8-4f60-95d3-a68e559d8ae6"),
        "An entry says what the wildcard says",
        "Without the entry the wildcard would give the same. It has to be kept in step by hand.",
        "Delete the entry, unless it is there to be seen with browsing.");

    private static IReadOnlyList<FindingKind> MapKeysKinds =>
    [
        MapBadKey,
        MapIgnoredInclude,
        MapPercentKey,
        MapDirectWildcard,
        MapTrailingSlash,
        MapDuplicateKey,
        MapCaseCollision,
        MapNestedKeys,
        MapSeveralValues,
        MapIncompleteEntry,
        MapSkippedLine,
        MapWildcardDiffers,
        MapRedundantEntry,
    ];
}
