using System.Collections.Frozen;

namespace Automount.Findings;

/// <summary>Every kind of fault that the agent can name, in the order of the chain. One list: what is not here cannot be reported.</summary>
public static partial class FindingCatalog
{
    /// <summary>All kinds, in the order of the chain.</summary>
    public static IReadOnlyList<FindingKind> All => Index.All;

    /// <summary>The kind with this code; null when there is none.</summary>
    public static FindingKind? Find(string code) => Index.ByCode.GetValueOrDefault(code);

    /// <summary>A type of its own, because the initialisers of a partial class run in no certain order from file to file.</summary>
    private static class Index
    {
        public static readonly IReadOnlyList<FindingKind> All =
            [
                .. DirectoryKinds, .. SssdKinds, .. SssdViewKinds, .. AutomountKinds, .. AutomountViewKinds, .. MapKinds, .. MapFileKinds, .. MapViewKinds,
                .. ServerKinds, .. MountKinds,
            ];

        public static readonly FrozenDictionary<string, FindingKind> ByCode = All.ToFrozenDictionary(k => k.Code);
    }
}
