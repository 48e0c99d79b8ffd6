using Automount.Findings;

namespace AutomountAgent.Rules;

/// <summary>
/// Marks the findings that only follow from other ones that are present, as the catalogue says (<see cref="FindingKind.DependsOn"/>).
/// Pure.
/// </summary>
internal static class Consequences
{
    /// <summary>The same findings in the same order, each with its <see cref="Finding.Cause"/>.</summary>
    public static IEnumerable<Finding> Mark(IReadOnlyCollection<Finding> findings)
    {
        var byCode = findings.ToLookup(f => f.Kind.Code, StringComparer.Ordinal);
        return findings.Select(f => CauseOf(f, byCode) is { } cause ? f with { Cause = cause } : f);
    }

    private static Cause? CauseOf(Finding finding, ILookup<string, Finding> byCode)
    {
        if (DirectCause(finding, byCode) is not { } direct)
        {
            return null;
        }

        // The catalogue has no circle, so this ends.
        var root = direct;
        while (DirectCause(root, byCode) is { } deeper)
        {
            root = deeper;
        }

        return new Cause(direct.Kind.Code, direct.Subject, root.Kind.Code);
    }

    private static Finding? DirectCause(Finding finding, ILookup<string, Finding> byCode)
    {
        foreach (var dependency in finding.Kind.DependsOn)
        {
            foreach (var code in dependency.Codes)
            {
                if (byCode[code].FirstOrDefault(cause => AreSame(dependency.Same, cause, finding)) is { } cause)
                {
                    return cause;
                }
            }
        }

        return null;
    }

    private static bool AreSame(Same same, Finding cause, Finding finding) => same switch
    {
        Same.Node => true,
        Same.Daemon => finding.Root is not null,
        Same.Domain => AreEqual(cause.Domain, finding.Domain),
        Same.Root => AreEqual(cause.Root, finding.Root),
        Same.Map => AreEqual(cause.Source?.Map, finding.Source?.Map),
        Same.Key => AreEqual(cause.Source?.Map, finding.Source?.Map) && AreEqual(cause.Source?.Key, finding.Source?.Key),
        Same.Server => AreEqual(cause.Server, finding.Server),
        Same.Path => AreEqual(cause.Path, finding.Path),
        _ => false,
    };

    private static bool AreEqual(string? a, string? b) => a is not null && string.Equals(a, b, StringComparison.Ordinal);
}
