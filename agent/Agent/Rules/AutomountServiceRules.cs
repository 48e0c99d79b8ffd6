using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>automount</c> about the daemon itself: its unit, its process, and its threads.</summary>
internal static class AutomountServiceRules
{
    private const string Breaks = "paths that are not mounted yet answer No such file or directory";

    /// <summary>A daemon that mounts or reads a file waits for less.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(10);

    private static readonly UnitRules Unit = new(
        AutomountFindings.BusUnavailable, AutomountFindings.NotInstalled, AutomountFindings.Stopped, AutomountFindings.Failed);

    /// <summary>Judges the daemon.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Automount is not { Seen: { } automount } observation)
        {
            return [];
        }

        return
        [
            .. Unit.Judge("autofs.service", automount.Unit, automount.BusProblem, Breaks),
            .. Suspended(automount),
            .. Waiting(automount, observation.At),
        ];
    }

    private static IEnumerable<Finding> Suspended(AutomountSnapshot automount)
    {
        if (automount.Suspended)
        {
            yield return new Finding
            {
                Kind = AutomountFindings.Suspended,
                Subject = "autofs.service",
                Message = "automount is stopped by a signal: whoever uses a path that is not mounted yet blocks",
            };
        }
    }

    private static IEnumerable<Finding> Waiting(AutomountSnapshot automount, DateTimeOffset now)
    {
        var threads = automount.Waiting.Values.Count(since => now - since >= LongWait);
        if (threads > 0)
        {
            var who = Wording.Of(threads, "a thread of automount waits", $"{threads} threads of automount wait");
            yield return new Finding
            {
                Kind = AutomountFindings.Waiting,
                Subject = "autofs.service",
                Message = $"{who} for a server in a call that does not return: what is due to expire stays, and whoever uses it blocks",
            };
        }
    }
}
