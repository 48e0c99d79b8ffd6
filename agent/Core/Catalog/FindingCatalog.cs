using System.Collections.Frozen;
using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Every kind of fault that the agent can name. A kind that is not listed here cannot be reported.</summary>
public static class FindingCatalog
{
    /// <summary>All kinds, in the order of the chain.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        .. DirectoryFindings.All,
        .. SssdFindings.All,
        .. AutomountFindings.All,
        .. MapMasterFindings.All,
        .. MapKeyFindings.All,
        .. MapEntryFindings.All,
        .. MapOptionFindings.All,
        .. MapSourceFindings.All,
        .. ServerFindings.All,
        .. MountFindings.All,
        .. PodFindings.All,
    ];

    // Below All, from which it is made: initialisers run from top to bottom.
    private static readonly FrozenDictionary<string, FindingKind> ByCode = All.ToFrozenDictionary(k => k.Code);

    /// <summary>The kind with this code; null when there is none.</summary>
    public static FindingKind? Find(string code) => ByCode.GetValueOrDefault(code);
}
