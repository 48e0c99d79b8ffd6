namespace Automount.Findings;

/// <content>The kinds of the link <c>map</c> about maps in other languages than automount's own.</content>
public static partial class FindingCatalog
{
    /// <summary>A map is in a language that is not looked into.</summary>
    public static readonly FindingKind MapNotValidated = new(
        "map/not-validated",
        Link.Map,
        Severity.Info,
        new Guid("e2be24f0-d3c4-48c9-ab4c-ea16fd096fab"),
        "A map is in a language that is not looked into",
        "automount understands it (amd and hesiod formats, programs, NIS), this agent does not: nothing is said about its entries.",
        "Nothing is to be done. To have its entries checked, use the sun format from a file or from LDAP.");

    private static IReadOnlyList<FindingKind> MapFileKinds =>
    [
        MapNotValidated,
    ];
}
