using System.Reflection;
using Automount.Formats;

namespace AutomountPackaging.Check.Report;

/// <summary>Findings as SARIF.</summary>
internal static class FindingSarif
{
    /// <summary>The document as UTF-8, with a newline at the end.</summary>
    public static byte[] Bytes(IReadOnlyList<PackagingFinding> findings)
    {
        var rules = RuleCatalog.All.Select(r => new SarifRule(r.Code, r.Severity, r.Summary, r.Explanation, r.Remedy)).ToList();
        var version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
        return SarifLog.Bytes("automount-packaging", version, rules, findings.Select(Result));
    }

    private static SarifResult Result(PackagingFinding finding) => new(finding.Rule.Code, $"{finding.Message}. {finding.Rule.Remedy}")
    {
        Place = new SarifPlace(SarifLog.Escape(finding.File), finding.Line, finding.Column),
    };
}
