using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

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
            .. Problems(sssd.Configuration).Select(p => UnitRules.Of(p, SssdFindings.ConfigInvalid)),
            .. WithoutProvider(state, sssd.Configuration),
            .. Unit.Judge("sssd.service", sssd.Unit, sssd.BusProblem, Breaks),
        ];
    }

    private static IEnumerable<FileProblem> Problems(SssdConfiguration configuration) =>
        configuration.Missing is { } missing ? configuration.Problems.Prepend(missing) : configuration.Problems;

    /// <summary>Where another domain has maps, or the master map is a file, that is a choice.</summary>
    private static IEnumerable<Finding> WithoutProvider(NodeState state, SssdConfiguration configuration)
    {
        if (!configuration.Domains.IsEmpty || state is not { Automount: not null, Maps.Content: null })
        {
            yield break;
        }

        foreach (var domain in configuration.WithoutProvider)
        {
            yield return UnitRules.Of(domain, SssdFindings.ProviderNone) with
            {
                Message = $"{domain.Reason}, and no other domain has automount maps: sssd answers that there is no map "
                    + $"({domain.File}:{domain.Line})",
            };
        }
    }
}
