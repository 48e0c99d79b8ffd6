namespace AutomountAgent.Validate.Given;

/// <summary>
/// Which given file is meant by a path of a node. The folders of a checkout are not those of a node, so the common end of both paths
/// decides: the file name has to be the same, and the more folders before it are, the better.
/// </summary>
/// <param name="files">The files.</param>
internal sealed class GivenNames(IReadOnlyList<GivenFile> files)
{
    private readonly Dictionary<string, GivenFile> byPath = files.ToDictionary(f => f.Path, StringComparer.Ordinal);
    private readonly ILookup<string, GivenFile> byName = files.ToLookup(f => Path.GetFileName(f.Place), StringComparer.Ordinal);

    // The best end that each file has had in common with a path so far.
    private readonly Dictionary<GivenFile, int> best = [];

    /// <summary>Whether a file has turned out to fit a later path better than an earlier one, whose answer is to be asked again.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Begins a further round of questions.</summary>
    public void Begin() => HasChanged = false;

    /// <summary>The files that a path can mean, the first one given first; empty when there is none.</summary>
    public IReadOnlyList<GivenFile> Find(string path)
    {
        if (byPath.TryGetValue(path, out var file))
        {
            return [file];
        }

        var fits = byName[Path.GetFileName(path)].Select(f => (File: f, Length: CommonEnd(path, f.Place))).Where(IsBest).ToList();
        return fits.Count == 0 ? [] : [.. fits.Where(f => f.Length == fits.Max(g => g.Length)).Select(f => f.File)];
    }

    /// <summary>A file that fits another path better is not meant by this one.</summary>
    private bool IsBest((GivenFile File, int Length) fit)
    {
        var known = best.GetValueOrDefault(fit.File);
        if (fit.Length > known)
        {
            HasChanged |= known > 0;
            best[fit.File] = fit.Length;
        }

        return fit.Length >= known;
    }

    /// <summary>How many characters two paths have in common at their ends, in whole components.</summary>
    private static int CommonEnd(string a, string b)
    {
        var (length, whole) = (0, 0);
        while (length < a.Length && length < b.Length && a[^(length + 1)] == b[^(length + 1)])
        {
            length++;
            whole = a[^length] == '/' ? length : whole;
        }

        return whole;
    }
}
