using Automount.Catalog;
using Automount.Findings;

namespace Automount.Lint;

/// <summary>What is wrong with an option, wherever it is used.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Option">The option as it is written; empty when one is missing.</param>
/// <param name="Message">What is wrong, without saying where. Control characters escaped.</param>
/// <param name="Other">The option that it contradicts; null for none.</param>
internal sealed record OptionFault(FindingKind Kind, string Option, string Message, string? Other = null)
{
    /// <summary>It is reported once for a map, because it is mostly true of all its entries.</summary>
    public bool IsOfWholeMap { get; } =
        Kind == MapOptionFindings.NeedsRpcbind || Kind == MapOptionFindings.HomeWithoutNosuid || Kind == MapOptionFindings.SoftHome
            || Kind == MapOptionFindings.ObsoleteOption;
}

/// <summary>A text of comma-separated options of an NFS mount, as far as rules need it.</summary>
internal sealed class OptionText
{
    private readonly List<string> all = [];
    private readonly Dictionary<string, string> last = new(StringComparer.Ordinal);

    /// <summary>Reads a text.</summary>
    public OptionText(string options)
    {
        foreach (var option in options.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = option.IndexOf('=');
            var name = equals < 0 ? option : option[..equals];
            all.Add(option);
            last[name] = equals < 0 ? "" : option[(equals + 1)..];
        }
    }

    /// <summary>The options in order.</summary>
    public IReadOnlyList<string> All => all;

    /// <summary>Whether there is an option of this name.</summary>
    public bool Has(string name) => last.ContainsKey(name);

    /// <summary>The value of the last option of this name; null when there is none.</summary>
    public string? Value(string name) => last.GetValueOrDefault(name);

    /// <summary>The file system type; null when it is not given.</summary>
    public string? Type => Value("fstype");

    /// <summary>Whether the options say which version of NFS is meant, so that automount does not ask rpcbind.</summary>
    public bool GivesVersion => Type == "nfs4" || Is4 || Value("port") is { Length: > 0 } and not "0";

    /// <summary>NFS 4, by options.</summary>
    public bool Is4 => Type == "nfs4" || Version?.StartsWith('4') == true || Has("v4") || Has("v4.0") || Has("v4.1") || Has("v4.2");

    /// <summary>NFS 3, by options.</summary>
    public bool Is3 => Version == "3" || Has("v3");

    private string? Version => Value("vers") ?? Value("nfsvers");

    /// <summary>Whether the last of <c>ro</c> and <c>rw</c> is <c>ro</c>.</summary>
    public bool IsReadOnly => all.LastIndexOf("ro") > all.LastIndexOf("rw");

    /// <summary>Whether the last of <c>hard</c> and <c>soft</c> is <c>soft</c> (or <c>softerr</c>).</summary>
    public bool IsSoft => Math.Max(all.LastIndexOf("soft"), all.LastIndexOf("softerr")) > all.LastIndexOf("hard");
}
