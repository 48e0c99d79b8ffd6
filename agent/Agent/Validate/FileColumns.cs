using System.Collections.Immutable;
using Automount.Findings;

namespace AutomountAgent.Validate;

/// <summary>
/// Where on its line a fault stands. Readers keep the line of an entry only; the few lines that have a finding are read again, which is
/// cheaper than a column for every entry. Where the text does not stand on the line as it is (base64, folded or continued lines) the column
/// stays unknown.
/// </summary>
internal static class FileColumns
{
    /// <summary>The findings with the columns that can be found. It never throws: a file that is gone since has none.</summary>
    public static ImmutableArray<Finding> Add(ImmutableArray<Finding> findings)
    {
        var result = findings.ToBuilder();
        foreach (var file in findings.Index()
            .Where(f => f.Item is { Excerpt: not null, Source: { File: not null, Line: > 0 } })
            .GroupBy(f => f.Item.Source!.File!))
        {
            try
            {
                var lines = Lines(file.Key, file.Select(f => f.Item.Source!.Line!.Value).ToHashSet());
                foreach (var (index, finding) in file)
                {
                    var excerpt = finding.Excerpt!;
                    if (lines.TryGetValue(finding.Source!.Line!.Value, out var line)
                        && line.LastIndexOf(excerpt.Text, StringComparison.Ordinal) is >= 0 and var at)
                    {
                        result[index] = finding with { Source = finding.Source with { Column = at + excerpt.Column } };
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It was read a moment ago; without it there is no column.
            }
        }

        return result.ToImmutable();
    }

    private static Dictionary<int, string> Lines(string file, HashSet<int> wanted)
    {
        var lines = new Dictionary<int, string>();
        if (new FileInfo(file).Length == 0)
        {
            return lines; // A pipe: it cannot be read again, and opening it would wait indefinitely.
        }

        var last = wanted.Max();
        foreach (var (index, text) in File.ReadLines(file).Take(last).Index())
        {
            if (wanted.Contains(index + 1))
            {
                lines.Add(index + 1, text);
            }
        }

        return lines;
    }
}
