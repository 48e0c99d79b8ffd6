using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Automount.Catalog;
using Automount.Findings;
using Automount.Formats;

namespace AutomountAgent.Validate;

/// <summary>The findings about maps as SARIF. Equal maps give equal bytes.</summary>
internal static class MapSarif
{
    private static readonly FindingKind[] OfMaps = [.. FindingCatalog.All.Where(k => k.Link == Link.Map)];

    /// <summary>The document as UTF-8, with a newline at the end.</summary>
    /// <param name="result">What to write.</param>
    /// <param name="folder">The root of the work tree, absolute: files below it are named relative to it, as code hosts want them.</param>
    public static byte[] Bytes(MapValidation result, string folder)
    {
        // Reading live maps also finds things about directories and sssd.
        var kinds = OfMaps.Concat(result.Findings.Select(f => f.Kind)).Distinct();
        var rules = kinds.Select(k => new SarifRule(k.Code, k.Severity, k.Summary, k.Explanation, k.Remedy)).ToList();
        var version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var summary = result.Summary;
        (string, int)[] totals =
        [
            ("errors", summary.Errors), ("errorsShown", summary.ErrorsShown),
            ("warnings", summary.Warnings), ("warningsShown", summary.WarningsShown),
        ];
        var tool = new SarifTool("automount-agent", version, "validate");
        return SarifLog.Bytes(tool, rules, result.Findings.Select(f => Result(f, seen, folder)), totals);
    }

    private static SarifResult Result(Finding finding, Dictionary<string, int> seen, string folder) =>
        new(finding.Kind.Code, $"{finding.Message}. What to do: {finding.WhatToDo}")
        {
            Place = Place(finding.Source, folder),
            Names = [.. Names(finding.Source)],
            Fingerprint = ("automountFinding/v1", Fingerprint(finding, seen)),
        };

    private static SarifPlace? Place(FindingSource? source, string folder) =>
        source?.File is { } file ? SarifPlace.Of(folder, file, source.Line ?? 0, source.Column ?? 0) : null;

    private static IEnumerable<SarifName> Names(FindingSource? source)
    {
        if (source?.Map is { } map)
        {
            yield return new SarifName(source.Key is { } key ? $"{map}:{key}" : map, "member");
        }

        if (source?.Dn is { } dn)
        {
            yield return new SarifName(dn, "object");
        }
    }

    /// <summary>The same fault keeps its fingerprint when lines move, so that a code host does not report it anew.</summary>
    private static string Fingerprint(Finding finding, Dictionary<string, int> seen)
    {
        var identity = $"{finding.Kind.Code}\n{finding.Source?.Map}\n{finding.Source?.Key ?? finding.Subject}";
        var times = seen.GetValueOrDefault(identity);
        seen[identity] = times + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}\n{times}")))[..32];
    }
}
