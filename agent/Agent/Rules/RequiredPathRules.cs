using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>Rules of the link <c>mount</c> about the required paths that pods cannot use.</summary>
internal static class RequiredPathRules
{
    /// <summary>Judges the required paths.</summary>
    public static IEnumerable<Finding> Run(NodeState state) =>
        state.Required?.Seen?.Paths.Where(p => p.Readiness != Readiness.Ready).Select(p => Judge(p, state)) ?? [];

    private static Finding Judge(RequiredPath path, NodeState state)
    {
        var resolution = state.Maps.Resolve(path.MapPath ?? path.Path);
        var finding = new Finding
        {
            Kind = KindOf(path, resolution, state),
            Subject = path.Path,
            Path = path.Path,
            Message = $"required path {path.Path} is not ready: {path.Detail}{RequiredExportRules.Text(path)}{Remembered(path, state)}",
            Source = SourceOf(resolution, state),
        };

        // A path that is mounted does not need automount now.
        return path.Mount is { } mount
            ? finding with { Server = ServerOf(mount, state) }
            : finding with { Server = ServerOf(resolution, state), Root = RootOf(resolution, state) };
    }

    /// <summary>The autofs mount that must mount the path, as the mount table has it.</summary>
    private static string? RootOf(PathResolution resolution, NodeState state)
    {
        if (resolution.Root is not { } entry)
        {
            return null;
        }

        var isDirect = entry.Kind == MasterEntryKind.Direct;
        return state.Maps.KernelPath(isDirect ? resolution.MountPoint ?? resolution.Path : entry.MountPoint);
    }

    private static string? ServerOf(string mountPoint, NodeState state) =>
        state.Mounts?.Seen?.Nfs.FirstOrDefault(m => m.MountPoint == mountPoint)?.Host;

    /// <summary>The only server that the path can be mounted from; null when there are several, or the node itself is one.</summary>
    private static string? ServerOf(PathResolution resolution, NodeState state)
    {
        if (resolution is not { Root: { } root, Mount: { Kind: MountKind.Nfs } mount })
        {
            return null;
        }

        var hosts = mount.Locations.SelectMany(l => l.Hosts).Select(h => h.Name).Distinct().ToList();
        return hosts is [var only] && !state.Maps.Binds(only, mount.Options, root.Options) ? only : null;
    }

    private static FindingSource? SourceOf(PathResolution resolution, NodeState state)
    {
        if (resolution.Map is not { } map)
        {
            return null;
        }

        var record = resolution.Record;
        var file = record?.File ?? state.Maps.Maps.FirstOrDefault(m => m.Name == map)?.File;
        return new FindingSource(map, record?.Key ?? resolution.Key, record?.Dn, file, record is { Line: > 0 } ? record.Line : null);
    }

    /// <summary>
    /// automount answers for a while without asking anyone after a key or a mount failed, even when the cause is cured meanwhile.
    /// </summary>
    private static string Remembered(RequiredPath path, NodeState state)
    {
        if (path is not { Readiness: Readiness.NotMounted, CheckedAt: not null } || state.Automount?.Seen is not { } automount)
        {
            return "";
        }

        var forgets = state.Maps.Resolve(path.MapPath ?? path.Path).Root?.Options.NegativeTimeout ?? automount.NegativeTimeout;
        return $" automount remembers the failure for up to {forgets.TotalSeconds:0} s more (negative_timeout), "
            + "so a cure may show that much later.";
    }

    private static FindingKind KindOf(RequiredPath path, PathResolution resolution, NodeState state) => path.Readiness switch
    {
        Readiness.Hung => MountFindings.RequiredHung,
        Readiness.Stale => MountFindings.RequiredStale,
        Readiness.Failed => MountFindings.RequiredFailed,
        _ => NotMounted(path, resolution, state),
    };

    private static FindingKind NotMounted(RequiredPath path, PathResolution resolution, NodeState state)
    {
        var failed = path.IsTriggerHung ? MountFindings.TriggerHung : MountFindings.TriggerFailed;
        var other = path.Readiness == Readiness.NotTried ? MountFindings.RequiredBlocked : failed;
        if (path.Mount is not null || state.Maps.Content is null)
        {
            return other;
        }

        return resolution.Step switch
        {
            ResolutionStep.KeyMissing or ResolutionStep.OffsetMissing => MountFindings.KeyMissing,
            ResolutionStep.NotBelowRoot => MountFindings.NotAutomounted,
            _ => other,
        };
    }
}
