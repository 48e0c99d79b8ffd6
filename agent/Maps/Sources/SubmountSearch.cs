using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>Finds the maps that entries mount as submounts. Parsing all of a large map costs a second, so only those that may have one are
/// parsed.</summary>
public static class SubmountSearch
{
    /// <summary>
    /// The submounts, by name or path, in order: those that were found before the search was cancelled. One that was not is an unread map.
    /// </summary>
    public static ImmutableArray<string> Run(KnownMaps maps, CancellationToken cancel)
    {
        var walk = new MapWalk(maps) { Cancel = cancel };
        try
        {
            walk.Run(new MapsWithSubmounts());
        }
        catch (OperationCanceledException)
        {
            // The maps are judged by whoever has more time.
        }

        return [.. walk.Submounts.Select(s => s.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private sealed class MapsWithSubmounts : IMapVisitor
    {
        public bool Enter(MapUse use) => use.Context.Options.Contains("autofs", StringComparison.Ordinal)
            || use.Map.Entries.Any(e => e.Value.Contains("autofs", StringComparison.Ordinal));

        public void Visit(in ParsedEntry entry)
        {
        }
    }
}
