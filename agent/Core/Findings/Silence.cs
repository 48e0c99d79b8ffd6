using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Automount.Findings;

/// <summary>
/// The findings that the administrator does not want to hear of (<c>[findings] silence</c>, <c>[maps] silence</c>). They are counted, but
/// not reported.
/// </summary>
/// <param name="Rules">Each covers some findings.</param>
public sealed record Silence(ImmutableArray<SilenceRule> Rules)
{
    /// <summary>Nothing is silenced.</summary>
    public static Silence None { get; } = new([]);

    /// <summary>Whether a finding about a map is not to be reported.</summary>
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
    public bool Covers(Finding finding)
    {
        foreach (var rule in Rules)
        {
            if (rule.Covers(finding))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>This and another one.</summary>
    public Silence With(Silence other) => new(Rules.AddRange(other.Rules));

    /// <inheritdoc/>
    public bool Equals(Silence? other) => other is not null && Rules.AsSpan().SequenceEqual(other.Rules.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Rules.Length;
}

/// <summary>One wish for silence: <c>code[:map[:key]]</c>, or <c>code[:subject]</c>.</summary>
/// <param name="Code">A code of the catalogue.</param>
/// <param name="Map">Only in this map; null for all.</param>
/// <param name="Key">Only for keys that match this; <c>*</c> stands for any characters, <c>?</c> for one; null for all.</param>
public sealed record SilenceRule(string Code, string? Map = null, string? Key = null)
{
    /// <summary>Only for subjects that match this, with <c>*</c> and <c>?</c>; null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the rule covers a finding about a map, or about a key of it. Its subject is <c>map</c> or <c>map:key</c>.</summary>
    public bool Covers(string code, string? map, string? key) =>
        Code == code
            && (Map is null || Map == map)
            && (Key is null || (key is not null && Matches(Key, key)))
            && (Subject is null || Matches(Subject, key is null ? map ?? "" : $"{map}:{key}"));

    /// <summary>Whether the rule covers a finding.</summary>
    public bool Covers(Finding finding) => Subject is null
        ? Covers(finding.Kind.Code, finding.Source?.Map, finding.Source?.Key)
        : Code == finding.Kind.Code && Matches(Subject, finding.Subject);

    /// <inheritdoc/>
    public override string ToString() => string.Join(':', new[] { Code, Map, Key, Subject }.OfType<string>());

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
