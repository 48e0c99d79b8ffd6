using Automount.Findings;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>What every watched systemd unit is judged by: sssd.service and autofs.service differ only in the kinds of finding.</summary>
/// <param name="BusUnavailable">systemd could not be asked.</param>
/// <param name="NotInstalled">systemd knows no such unit, or it is masked.</param>
/// <param name="Stopped">It is not running, and nothing failed.</param>
/// <param name="Failed">It ended in failure.</param>
internal sealed record UnitRules(FindingKind BusUnavailable, FindingKind NotInstalled, FindingKind Stopped, FindingKind Failed)
{
    /// <summary>True when the unit does its work, or is reloading its configuration.</summary>
    public static bool IsRunning(UnitState unit) => unit.ActiveState is "active" or "reloading";

    /// <summary>Judges a unit; null when it runs.</summary>
    /// <param name="name">Name of the unit, for when there is no state.</param>
    /// <param name="unit">Its state; null when systemd could not be asked.</param>
    /// <param name="busProblem">Why systemd could not be asked.</param>
    /// <param name="breaks">What it breaks, as the end of a sentence.</param>
    public Finding? Judge(string name, UnitState? unit, string? busProblem, string breaks)
    {
        if (unit is null)
        {
            return Make(BusUnavailable, $"systemd cannot be asked about {name}: {busProblem ?? "no answer"}");
        }

        if (unit.LoadState is not "loaded")
        {
            return Make(NotInstalled, $"{name} is {unit.LoadState}: {breaks}");
        }

        return unit.ActiveState switch
        {
            _ when IsRunning(unit) => null,
            "failed" => Make(Failed, $"{name} has failed ({unit.Result}): {breaks}"),
            _ when !unit.ConditionMet => Make(Stopped, $"{name} was not started because a condition of the unit is not met (no configuration): {breaks}"),
            _ => Make(Stopped, $"{name} is {unit.ActiveState}: {breaks}"),
        };

        Finding Make(FindingKind kind, string message) => new() { Kind = kind, Subject = name, Message = message };
    }
}
