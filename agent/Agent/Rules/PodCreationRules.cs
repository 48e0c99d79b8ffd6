using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Pods that their runtime does not get made while something of automount does not answer. A container may be late for many reasons, so
/// without such a fault, and without the runtime's word that it is at the volumes, nothing is said.
/// </summary>
internal static class PodCreationRules
{
    /// <summary>What CRI-O is at while it looks at the volumes.</summary>
    private const string VolumeStage = "container volume configuration";

    private const int MaxPods = 50;

    /// <summary>Judges what the runtime's journal says.</summary>
    public static IEnumerable<Finding> Run(NodeState state)
    {
        if (state.Pods?.Seen is not { Stuck.IsEmpty: false } seen)
        {
            return [];
        }

        var running = seen.Containers.Select(c => (c.Pod, c.Name)).ToHashSet();
        var reason = WhatDoesNotAnswer(state);
        return seen.Stuck
            .Where(stuck => !running.Contains((stuck.Pod, stuck.Container)) && (reason is not null || stuck.Stage == VolumeStage))
            .DistinctBy(stuck => stuck.Pod)
            .Take(MaxPods)
            .Select(stuck => Make(stuck, reason));
    }

    private static Finding Make(StuckPod stuck, string? reason)
    {
        var what = stuck.Container.Length > 0 ? $"container {stuck.Container} of pod {stuck.Pod}" : $"pod {stuck.Pod}";
        var stage = stuck.Stage.Length > 0 ? $" (stage: {stuck.Stage})" : "";
        return new()
        {
            Kind = PodFindings.CreateHung,
            Subject = stuck.Pod,
            Message = $"{stuck.Runtime} does not get {what} made{stage}"
                + (reason is null ? "" : $", while {reason}: it waits as long where a hostPath of the pod leads there"),
            Pods = [stuck.Pod],
        };
    }

    /// <summary>What a look at a hostPath may wait for; null when nothing is known of that kind.</summary>
    private static string? WhatDoesNotAnswer(NodeState state)
    {
        if (state.Servers?.Seen?.Servers.FirstOrDefault(IsDown) is { } server)
        {
            return $"NFS server {server.Target.Host} does not answer";
        }

        if (state.NfsMounts.FirstOrDefault(m => state.Health.StateOf(m) == HealthState.Hung) is { } mount)
        {
            return $"a mount of {mount.Host} hangs";
        }

        return state.Automount?.Seen?.Suspended == true ? "automount is suspended" : null;
    }

    private static bool IsDown(ServerState server) =>
        server is { IsNeeded: true, Outcome: ServerOutcome.Hung or ServerOutcome.Unreachable or ServerOutcome.Refused };
}
