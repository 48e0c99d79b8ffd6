using Automount.Maps.Ldif;

namespace AutomountAgent.Collect.Sssd;

/// <summary>The names under which the usual automount schemas are known.</summary>
internal static class Schemas
{
    /// <summary>
    /// The schema of a name; null for an unknown one. AD's provider uses the names of rfc2307, IPA's those of rfc2307bis.
    /// </summary>
    public static AutofsSchema? Find(string name) => name switch
    {
        "rfc2307" or "ad" => AutofsSchema.Rfc2307,
        "rfc2307bis" or "ipa" => AutofsSchema.Rfc2307Bis,
        "ou-cn" => AutofsSchema.OuCn,
        _ => null,
    };
}
