using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>What is to be done about a required path in one round: one of the three below.</summary>
/// <param name="Mount">The mount that serves the path; null when it is not mounted.</param>
internal abstract record RequiredDecision(CoveringMount? Mount)
{
    /// <summary>What is known says enough; the path is not touched.</summary>
    /// <param name="Readiness">The verdict.</param>
    /// <param name="Detail">One sentence about it.</param>
    /// <param name="Mount">The mount that serves the path; null when it is not mounted.</param>
    internal sealed record Known(Readiness Readiness, string Detail, CoveringMount? Mount = null) : RequiredDecision(Mount);

    /// <summary>The verdict of the last touch stands: it is newer than the mount table, or the next touch is not due yet.</summary>
    /// <param name="Mount">The mount that serves the path; null when it is not mounted.</param>
    internal sealed record AsBefore(CoveringMount? Mount) : RequiredDecision(Mount);

    /// <summary>The path is to be touched.</summary>
    /// <param name="Reason">A value of the label <c>reason</c> of <c>automount_touches_total</c>.</param>
    /// <param name="Mount">The mount that serves the path; null when it is to be mounted.</param>
    /// <param name="Server">The server that the touch would ask; null when none is known.</param>
    /// <param name="Root">The autofs mount that a trigger would use; empty for another reason.</param>
    internal sealed record Touch(string Reason, CoveringMount? Mount, ServerTarget? Server, string Root = "") : RequiredDecision(Mount)
    {
        /// <summary>What holds when the touch cannot be made; null when that is the verdict of the last touch.</summary>
        public Known? Otherwise { get; init; }
    }
}
