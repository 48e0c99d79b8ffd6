namespace Automount.Findings;

/// <content>Kinds of the link <c>map</c>: LDIF files, which only <c>validate</c> reads.</content>
public static partial class FindingCatalog
{
    /// <summary>An LDIF file has lines that are no LDIF.</summary>
    public static readonly FindingKind MapLdifSyntax = new(
        "map/ldif-syntax",
        Link.Map,
        Severity.Error,
        new Guid("f9527edb-8cbd-424d-a1f3-f171f5ed4c10"),
        "An LDIF file has lines that are no LDIF",
        "ldapadd stops at such a line, so nothing after it gets into the directory. Only validate reads LDIF files; a running node never has this fault.",
        "Correct the line (RFC 2849, ldif(5)).");

    /// <summary>A part of an LDIF file was not validated.</summary>
    public static readonly FindingKind MapLdifSkipped = new(
        "map/ldif-skipped",
        Link.Map,
        Severity.Warning,
        new Guid("c541245c-e024-4f14-95d4-5acae8008edd"),
        "A part of an LDIF file was not validated",
        "It is good LDIF, but says nothing about the maps by itself: a change of an entry, a value in another file, an entry outside of any map.",
        "Validate the content of the directory after the change, or give validate the missing parts with further --ldif.");

    private static IReadOnlyList<FindingKind> MapLdifKinds =>
    [
        MapLdifSyntax,
        MapLdifSkipped,
    ];
}
