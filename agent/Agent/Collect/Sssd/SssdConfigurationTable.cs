using System.Collections.Immutable;
using Automount.Text;

namespace AutomountAgent.Collect.Sssd;

/// <summary>The merged settings of sssd: of equal keys the last one read wins. Sections and keys know no case.</summary>
/// <param name="entries">The entries in the order in which sssd reads them.</param>
internal sealed class SssdConfigurationTable(IReadOnlyList<IniEntry> entries)
{
    private readonly Dictionary<string, IniEntry> last = entries
        .GroupBy(e => $"{e.Section}\n{e.Key}", StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.Last(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The sections, in the order in which they appear first.</summary>
    public IReadOnlyList<string> Sections { get; } = [.. entries.Select(e => e.Section).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The entry that counts; null when there is none, or it is empty.</summary>
    public IniEntry? Find(string section, string key) =>
        last.TryGetValue($"{section}\n{key}", out var entry) && entry.Value.Length > 0 ? entry : null;

    /// <summary>The words of a comma-separated value.</summary>
    public static ImmutableArray<string> List(string? value) =>
        value is null ? [] : [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
