using System.Collections.Immutable;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>
/// LDAP's copy of every map against sssd's, carried from one look to the next. Maps of which one copy cannot be had now are left out.
/// </summary>
/// <param name="Maps">The comparisons by the name of the map.</param>
internal sealed record ComparedViews(ImmutableDictionary<string, MapComparison> Maps)
{
    /// <summary>Why nothing was compared; null when the copies were, as far as they can be had.</summary>
    public GivenUp? GivenUp { get; init; }

    /// <summary>Nothing was compared yet.</summary>
    public static ComparedViews None { get; } = new(ImmutableDictionary<string, MapComparison>.Empty);

    /// <summary>Compares the copies of a new state. The same instance, unless a copy was read since.</summary>
    /// <param name="state">The state, with what was compared before.</param>
    public static ComparedViews Of(NodeState state)
    {
        var maps = state.Compared.Maps;
        if (state.Directory is not { Seen: { } directory } || state.Sssd is not { Seen: { } sssd } look)
        {
            return maps.IsEmpty && state.Compared.GivenUp is null ? state.Compared : None;
        }

        foreach (var gone in maps.Keys.Where(name => sssd.Maps.All(m => m.Name != name)))
        {
            maps = maps.Remove(gone);
        }

        foreach (var served in sssd.Maps)
        {
            var isKnown = served.Outcome is SssdMapOutcome.Read or SssdMapOutcome.Missing;
            maps = isKnown && Find(directory, served.Name) is var (copy, readAt)
                ? maps.SetItem(
                    served.Name,
                    MapComparison.Next(maps.GetValueOrDefault(served.Name), copy, served.Content, readAt, served.ReadAt ?? look.At))
                : maps.Remove(served.Name);
        }

        return ReferenceEquals(maps, state.Compared.Maps) && state.Compared.GivenUp is null ? state.Compared : new ComparedViews(maps);

        (MapContent Copy, DateTimeOffset ReadAt)? Find(DirectorySnapshot view, string name)
        {
            foreach (var domain in view.Domains)
            {
                if (domain.Outcome == DirectoryOutcome.Answered && domain.Maps.FirstOrDefault(m => m.Name == name) is { } copy)
                {
                    return (copy, domain.MapsCurrentAt ?? state.Directory!.At);
                }
            }

            return null;
        }
    }
}
