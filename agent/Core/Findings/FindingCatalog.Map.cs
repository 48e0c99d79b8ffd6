namespace Automount.Findings;

/// <content>The kinds of the link <c>map</c>, which are many: one file for each theme.</content>
public static partial class FindingCatalog
{
    private static IReadOnlyList<FindingKind> MapKinds => [.. MapMasterKinds, .. MapKeysKinds, .. MapEntriesKinds, .. MapOptionsKinds, .. MapLdifKinds];
}
