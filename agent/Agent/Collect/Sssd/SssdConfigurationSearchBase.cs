using System.Collections.Immutable;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>
/// The value of a search base option: <c>base[?scope?[filter][?base?scope?[filter]]*]</c> (sssd-ldap(5), ldap_search_base).
/// </summary>
internal static class SssdConfigurationSearchBase
{
    /// <summary>The bases in order; null when the value is not written that way.</summary>
    public static ImmutableArray<SearchBase>? Parse(string value)
    {
        var parts = value.Split('?', StringSplitOptions.TrimEntries);
        if (parts.Length == 1)
        {
            return [new SearchBase(parts[0])];
        }

        var bases = ImmutableArray.CreateBuilder<SearchBase>();
        for (var i = 0; i < parts.Length; i += 3)
        {
            var scope = i + 1 < parts.Length ? Scope(parts[i + 1]) : null;
            if (parts[i].Length == 0 || scope is null)
            {
                return null;
            }

            bases.Add(new SearchBase(parts[i], scope, i + 2 < parts.Length && parts[i + 2].Length > 0 ? parts[i + 2] : null));
        }

        return bases.ToImmutable();
    }

    private static string? Scope(string scope) => scope.ToLowerInvariant() switch
    {
        "base" => "base",
        "one" or "onelevel" => "onelevel",
        "sub" or "subtree" => "subtree",
        _ => null,
    };
}
