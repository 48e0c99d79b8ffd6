namespace ArchitectureTests;

/// <summary>Finds circles in a graph.</summary>
public static class Circles
{
    /// <summary>Each pair of nodes that reach each other, as a sentence.</summary>
    public static IEnumerable<string> Of(IEnumerable<(string From, string To)> edges)
    {
        var next = edges.Distinct().ToLookup(edge => edge.From, edge => edge.To);
        var reached = next.ToDictionary(node => node.Key, node => Reached(node.Key, next));
        return
            from pair in reached
            from other in pair.Value
            where string.CompareOrdinal(pair.Key, other) < 0 && reached.TryGetValue(other, out var back) && back.Contains(pair.Key)
            select $"{pair.Key} and {other} refer to each other";
    }

    private static HashSet<string> Reached(string start, ILookup<string, string> next)
    {
        var found = new HashSet<string>();
        var waiting = new Stack<string>(next[start]);
        while (waiting.TryPop(out var node))
        {
            if (found.Add(node))
            {
                foreach (var further in next[node])
                {
                    waiting.Push(further);
                }
            }
        }

        return found;
    }
}
