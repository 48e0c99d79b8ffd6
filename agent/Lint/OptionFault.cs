using Automount.Catalog;
using Automount.Findings;

namespace Automount.Lint;

/// <summary>What is wrong with an option, wherever it is used.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Option">The option as it is written; empty when one is missing.</param>
/// <param name="What">What is wrong, without saying where. Control characters escaped.</param>
/// <param name="Other">The option that it contradicts; null for none.</param>
internal sealed record OptionFault(FindingKind Kind, string Option, string What, string? Other = null)
{
    /// <summary>What should stand in its place, where the rule knows; null where the name is to be compared with those of NFS.</summary>
    public string? Better { get; init; }

    /// <summary>What to do, where that is not what the kind says; null otherwise.</summary>
    public string? Remedy { get; init; }

    /// <summary>It is reported once for a map, because it is mostly true of all its entries.</summary>
    public bool IsOfWholeMap { get; } =
        Kind == MapOptionFindings.NeedsRpcbind || Kind == MapOptionFindings.HomeWithoutNosuid || Kind == MapOptionFindings.SoftHome
            || Kind == MapOptionFindings.ObsoleteOption;

    /// <summary>
    /// The option that was probably meant; null when none is near. To be asked for when the fault is listed: comparing a name with all
    /// others takes longer than all the rest.
    /// </summary>
    public string? Meant
    {
        get
        {
            if (Better is not null || Kind != MapOptionFindings.UnknownOption)
            {
                return Better;
            }

            var equals = Option.IndexOf('=');
            var (name, value) = equals < 0 ? (Option, "") : (Option[..equals], Option[equals..]);
            return NfsOptionTable.Nearest(name) is { } near ? near + value : null;
        }
    }

    /// <summary>What is wrong, and what was probably meant.</summary>
    public string Message => Meant is { } meant ? $"{What}; was {meant.Split('=')[0]} meant?" : What;

    /// <summary>What should stand in place of the option: empty for nothing; null when that is not known.</summary>
    public string? Correction => IsOfNoEffect ? "" : Meant;

    /// <summary>The mount is the same without it.</summary>
    private bool IsOfNoEffect => Kind == MapOptionFindings.ObsoleteOption
        || (Kind == MapOptionFindings.IgnoredOption && !Option.Contains("size=", StringComparison.Ordinal));
}
