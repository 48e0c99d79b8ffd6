namespace AutomountAgent.Validate.Given;

/// <summary>
/// Which given file is meant by a path of a node. The folders of a checkout are not those of a node, so the common end of both paths
/// decides: the file name has to be the same, and the more folders before it are, the better.
/// </summary>
internal sealed class GivenNames
{
    private readonly Dictionary<string, GivenFile> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GivenFile>> byEnd = new(StringComparer.Ordinal);

    // The longest end that each file has had in common with a path so far.
    private readonly Dictionary<GivenFile, int> best = [];

    /// <summary>Takes files.</summary>
    public GivenNames(IEnumerable<GivenFile> files)
    {
        foreach (var file in files)
        {
            byPath.TryAdd(file.Path, file);
            foreach (var end in Ends(file.Place))
            {
                if (!byEnd.TryGetValue(end, out var having))
                {
                    byEnd.Add(end, having = []);
                }

                having.Add(file);
            }
        }
    }

    /// <summary>Whether a file has turned out to fit a later path better than an earlier one, whose answer is to be asked again.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Begins a further round of questions.</summary>
    public void Begin() => HasChanged = false;

    /// <summary>The files that a path can mean, the one given first at the head; empty when there is none.</summary>
    public IReadOnlyList<GivenFile> Find(string path)
    {
        if (byPath.TryGetValue(path, out var file))
        {
            return [file];
        }

        foreach (var end in Ends(path))
        {
            var found = byEnd.GetValueOrDefault(end)?.FindAll(f => best.GetValueOrDefault(f) <= end.Length);
            if (found is { Count: > 0 })
            {
                found.ForEach(f => Remember(f, end.Length));
                return found;
            }
        }

        return [];
    }

    /// <summary>A file that fits another path better is not meant by this one.</summary>
    private void Remember(GivenFile file, int length)
    {
        var known = best.GetValueOrDefault(file);
        HasChanged |= known > 0 && known < length;
        best[file] = length;
    }

    /// <summary>The ends of a path from the longest to the name of the file alone.</summary>
    private static IEnumerable<string> Ends(string path)
    {
        for (var at = path.IndexOf('/'); at >= 0; at = path.IndexOf('/', at + 1))
        {
            yield return path[at..];
        }
    }
}
