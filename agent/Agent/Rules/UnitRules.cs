using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>What every watched systemd unit is judged by: sssd.service and autofs.service differ only in the kinds of finding.</summary>
/// <param name="BusUnavailable">systemd could not be asked.</param>
/// <param name="NotInstalled">systemd knows no such unit, or it is masked.</param>
/// <param name="Stopped">It is not running, and nothing failed.</param>
/// <param name="Failed">It ended in failure.</param>
internal sealed record UnitRules(FindingKind BusUnavailable, FindingKind NotInstalled, FindingKind Stopped, FindingKind Failed)
{
    /// <summary>Judges a unit.</summary>
    /// <param name="name">Name of the unit, for when there is no state.</param>
    /// <param name="unit">Its state; null when systemd could not be asked.</param>
    /// <param name="busProblem">Why systemd could not be asked.</param>
    /// <param name="breaks">What it breaks, as the end of a sentence.</param>
    public IEnumerable<Finding> Judge(string name, UnitState? unit, string? busProblem, string breaks)
    {
        if (unit is null)
        {
            return [Make(BusUnavailable, $"systemd cannot be asked about {name}: {busProblem ?? "no answer"}")];
        }

        if (unit.LoadState is not "loaded")
        {
            return [Make(NotInstalled, $"{name} is {unit.LoadState}: {breaks}")];
        }

        if (unit.IsRunning)
        {
            return [];
        }

        if (unit.ActiveState == "failed")
        {
            return [Make(Failed, $"{name} has failed ({unit.Result}): {breaks}")];
        }

        if (!unit.ConditionMet)
        {
            return [Make(Stopped, $"{name} was not started because a condition of the unit is not met (no configuration): {breaks}")];
        }

        return [Make(Stopped, $"{name} is {unit.ActiveState}: {breaks}")];

        Finding Make(FindingKind kind, string message) => new() { Kind = kind, Subject = name, Message = message };
    }

    /// <summary>A line of a configuration file that is wrong.</summary>
    public static Finding Of(FileProblem problem, FindingKind kind) => new()
    {
        Kind = kind,
        Subject = problem.File,
        Message = problem.ToString(),
        Source = new FindingSource(File: problem.File, Line: problem.Line > 0 ? problem.Line : null),
    };
}
