using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Automount.Findings;

/// <summary>
/// The findings that the administrator does not want to hear of (<c>[maps] silence</c>). They are counted, but not reported.
/// </summary>
/// <param name="Rules">Each covers some findings.</param>
public sealed record Silence(ImmutableArray<SilenceRule> Rules)
{
    /// <summary>Nothing is silenced.</summary>
    public static Silence None { get; } = new([]);

    /// <summary>Whether a finding is not to be reported.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="map">Its map; null when it is about none.</param>
    /// <param name="key">Its key; null when it is about none.</param>
    public bool Covers(string code, string? map, string? key)
    {
        foreach (var rule in Rules)
        {
            if (rule.Covers(code, map, key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a finding is not to be reported.</summary>
    public bool Covers(Finding finding) => Covers(finding.Kind.Code, finding.Source?.Map, finding.Source?.Key);

    /// <inheritdoc/>
    public bool Equals(Silence? other) => other is not null && Rules.AsSpan().SequenceEqual(other.Rules.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Rules.Length;
}

/// <summary>One wish for silence: <c>code[:map[:key]]</c>.</summary>
/// <param name="Code">A code of the catalogue.</param>
/// <param name="Map">Only in this map; null for all.</param>
/// <param name="Key">Only for keys that match this; <c>*</c> stands for any characters, <c>?</c> for one; null for all.</param>
public sealed record SilenceRule(string Code, string? Map = null, string? Key = null)
{
    /// <summary>Whether the rule covers a finding.</summary>
    public bool Covers(string code, string? map, string? key) =>
        Code == code
            && (Map is null || Map == map)
            && (Key is null || (key is not null && FileSystemName.MatchesSimpleExpression(Key, key, ignoreCase: false)));

    /// <inheritdoc/>
    public override string ToString() => string.Join(':', new[] { Code, Map, Key }.OfType<string>());
}
