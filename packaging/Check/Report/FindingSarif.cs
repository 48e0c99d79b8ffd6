using System.Reflection;
using Automount.Formats;

namespace AutomountPackaging.Check.Report;

/// <summary>Findings as SARIF.</summary>
internal static class FindingSarif
{
    /// <summary>The document as UTF-8, with a newline at the end.</summary>
    /// <param name="findings">What to write.</param>
    /// <param name="folder">The root of the work tree, absolute: files below it are named relative to it.</param>
    public static byte[] Bytes(IReadOnlyList<PackagingFinding> findings, string folder)
    {
        var rules = RuleCatalog.All.Select(r => new SarifRule(r.Code, r.Severity, r.Summary, r.Explanation, r.Remedy)).ToList();
        var version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
        return SarifLog.Bytes(new SarifTool("automount-packaging", version, "check"), rules, findings.Select(f => Result(f, folder)));
    }

    private static SarifResult Result(PackagingFinding finding, string folder)
    {
        var place = SarifPlace.Of(folder, finding.File, finding.Line, finding.Column);
        return new SarifResult(finding.Rule.Code, $"{finding.Message}. {finding.Rule.Remedy}") { Place = place };
    }
}
