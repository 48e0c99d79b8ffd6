using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using static Automount.Findings.FindingCatalog;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>automount</c>: the daemon, its configuration, and whether its mount points have a daemon behind them.</summary>
internal static class AutomountRules
{
    private const string Breaks = "paths that are not mounted yet answer No such file or directory";

    /// <summary>A daemon that mounts or reads a file waits for less.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(10);

    private static readonly UnitRules Unit = new(AutomountBusUnavailable, AutomountNotInstalled, AutomountStopped, AutomountFailed);

    /// <summary>Judges the daemon. Mount points are judged only while it runs: without it they have nothing to be compared with.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Automount?.Seen is not { } automount)
        {
            return [];
        }

        var unit = Unit.Judge("autofs.service", automount.Unit, automount.BusProblem, Breaks);
        var running = automount.Unit is null || UnitRules.IsRunning(automount.Unit);
        return
        [
            .. unit is null ? [] : new[] { unit },
            .. automount.Suspended ? new[] { Suspended() } : [],
            .. Waiting(automount, state.Automount.At),
            .. automount.Problems.Select(p => new Finding
            {
                Kind = automount.Sources.IsEmpty && Path.GetFileName(p.File) == "nsswitch.conf" ? AutomountNsswitchInvalid : AutomountConfigInvalid,
                Subject = p.File,
                Message = p.ToString(),
                Source = new FindingSource(File: p.File, Line: p.Line > 0 ? p.Line : null),
            }),
            .. Sources(automount, state),
            .. MasterSourceRules.Run(automount, state),
            .. running ? [.. RootStateRules.Abandoned(state), .. RootRules.Missing(state), .. LoadedRules.Run(automount, state)] : Array.Empty<Finding>(),
            .. RootStateRules.Foreign(state),
            .. RootStateRules.Private(state),
            .. RootStateRules.Stacked(state),
            .. running ? RootStateRules.Outdated(state) : [],
        ];
    }

    private static Finding Suspended() => new()
    {
        Kind = AutomountSuspended,
        Subject = "autofs.service",
        Message = "automount is stopped by a signal: whoever uses a path that is not mounted yet blocks",
    };

    private static IEnumerable<Finding> Waiting(AutomountView automount, DateTimeOffset now)
    {
        var threads = automount.Waiting.Values.Count(since => now - since >= LongWait);
        return threads == 0 ? [] : [new()
        {
            Kind = AutomountWaiting,
            Subject = "autofs.service",
            Message = $"{(threads == 1 ? "a thread of automount waits" : $"{threads} threads of automount wait")} for a server in a call that does not return: what is due to expire stays, and whoever uses it blocks",
        }];
    }

    private static IEnumerable<Finding> Sources(AutomountView automount, NodeState state)
    {
        var usesSssd = state.Sssd?.Seen?.Configuration.Domains.IsEmpty == false;
        if (usesSssd && automount.Problems.IsEmpty && automount.Sources.All(s => s.Name != "sss") && !automount.MasterMap.StartsWith('/'))
        {
            yield return new Finding
            {
                Kind = AutomountNsswitchWithoutSss,
                Subject = "nsswitch.conf",
                Message = $"the automount line of nsswitch.conf is \"{string.Join(' ', automount.Sources)}\": automount never asks sssd for a map",
            };
        }
    }
}
