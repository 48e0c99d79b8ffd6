using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>sssd</c> about its configuration file and its unit.</summary>
internal static class SssdServiceRules
{
    private const string Breaks = "automount gets no key from it, and new accesses answer No such file or directory";

    private static readonly UnitRules Unit = new(
        SssdFindings.BusUnavailable, SssdFindings.NotInstalled, SssdFindings.Stopped, SssdFindings.Failed);

    /// <summary>Judges file and unit.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Sssd?.Seen is not { } sssd)
        {
            return [];
        }

        return
        [
            .. sssd.Configuration.Problems.Select(p => UnitRules.Of(p, SssdFindings.ConfigInvalid)),
            .. Unit.Judge("sssd.service", sssd.Unit, sssd.BusProblem, Breaks),
        ];
    }
}
