using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>automount</c> about its configuration files, and whether they send it to sssd.</summary>
internal static class AutomountSourceRules
{
    /// <summary>Judges the configuration.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Automount?.Seen is not { } automount)
        {
            return [];
        }

        return [.. automount.Problems.Select(p => UnitRules.Of(p, KindOf(p, automount))), .. WithoutSss(automount, state)];
    }

    /// <summary>Of an invalid line of nsswitch.conf no source is left.</summary>
    private static FindingKind KindOf(FileProblem problem, AutomountSnapshot automount) =>
        automount.Sources.IsEmpty && Path.GetFileName(problem.File) == "nsswitch.conf"
            ? AutomountFindings.NsswitchInvalid
            : AutomountFindings.ConfigInvalid;

    private static IEnumerable<Finding> WithoutSss(AutomountSnapshot automount, NodeState state)
    {
        var usesSssd = SssdUse.IsMeant(state);
        var readsFile = automount.MasterMap.StartsWith('/');
        if (usesSssd && !readsFile && automount.Problems.IsEmpty && automount.Sources.All(s => s.Name != "sss"))
        {
            yield return new Finding
            {
                Kind = AutomountFindings.NsswitchWithoutSss,
                Subject = "nsswitch.conf",
                Message = $"the automount line of nsswitch.conf is \"{string.Join(' ', automount.Sources)}\": "
                    + "automount never asks sssd for a map",
            };
        }
    }
}
