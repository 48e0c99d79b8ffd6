using System.Globalization;
using Automount.Findings;
using Automount.Formats;
using Automount.Lint;

namespace AutomountAgent.Validate;

/// <summary>The findings about maps as single lines, for editors and for GitHub Actions.</summary>
internal static class MapAnnotations
{
    /// <summary>A line for each finding that is listed, and one for each kind of which there are more.</summary>
    /// <param name="result">What to write.</param>
    /// <param name="folder">The root of the work tree, absolute: files below it are named relative to it.</param>
    public static IEnumerable<Annotation> Of(MapValidation result, string folder) =>
        result.Findings.Select(finding => Of(finding, folder)).Concat(result.More.Select(More));

    private static Annotation Of(Finding finding, string folder) =>
        new(finding.Severity, finding.Kind.Code, finding.Subject, finding.Message, finding.WhatToDo)
        {
            File = finding.Source?.File is { } file ? WorkTree.Relative(folder, file) ?? file : null,
            Line = finding.Source?.Line ?? 0,
            Column = finding.Source?.Column ?? 0,
        };

    private static Annotation More(ListedFindings more)
    {
        var count = more.More.ToString("N0", CultureInfo.InvariantCulture);
        return new Annotation(more.Kind.Severity, more.Kind.Code, more.Map, $"{count} more are not listed", "--limit all lists them.");
    }
}
