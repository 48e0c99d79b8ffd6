using Automount.Formats;

namespace AutomountPackaging.Check.Report;

/// <summary>Findings as single lines, for editors and for GitHub Actions.</summary>
internal static class FindingAnnotations
{
    /// <summary>A line for each finding.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="folder">The root of the work tree, absolute: files below it are named relative to it.</param>
    public static IEnumerable<Annotation> Of(IEnumerable<PackagingFinding> findings, string folder) => findings.Select(finding =>
        new Annotation(finding.Rule.Severity, finding.Rule.Code, finding.File, finding.Message, finding.Rule.Remedy)
        {
            File = WorkTree.Relative(folder, finding.File) ?? finding.File,
            Line = finding.Line,
            Column = finding.Column,
        });
}
