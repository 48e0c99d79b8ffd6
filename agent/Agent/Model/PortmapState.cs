using Automount.Maps;

namespace AutomountAgent.Model;

/// <summary>What came of asking a portmapper.</summary>
internal enum PortmapOutcome
{
    /// <summary>It answers, and so does mountd where that is needed.</summary>
    Ready,

    /// <summary>Nothing answers on port 111.</summary>
    Silent,

    /// <summary>It answers, but the version of NFS that automount asks for is not registered, or does not answer.</summary>
    NoNfs,

    /// <summary>It answers, but mountd is not registered, or does not answer.</summary>
    NoMountd,
}

/// <summary>The portmapper of a host.</summary>
/// <param name="Need">What it is needed for.</param>
/// <param name="Outcome">What came of asking it.</param>
/// <param name="Detail">The error in one sentence; empty when there is none.</param>
/// <param name="Attempts">How many calls in a row had this outcome, this one included.</param>
internal sealed record PortmapState(PortmapNeed Need, PortmapOutcome Outcome, string Detail, int Attempts);
