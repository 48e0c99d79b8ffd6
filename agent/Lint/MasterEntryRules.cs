using Automount.Catalog;
using Automount.Maps;
using static Automount.Lint.FindingCollector;

namespace Automount.Lint;

/// <summary>Entries of the master map that automount drops or ignores (auto.master(5)).</summary>
internal static class MasterEntryRules
{
    /// <summary>Checks the entries of the master map one by one.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        if (context.Maps.Content is { } master)
        {
            DroppedRules.Check(master, findings.Master);
        }

        Dropped(context, findings.Master);
        Duplicates(context, findings.Master);
    }

    private static void Dropped(LintContext context, FindingCollector findings)
    {
        foreach (var error in context.Maps.Master.Errors)
        {
            var kind = error.Record.Key.StartsWith('+') ? MapKeyFindings.IgnoredInclude : MapMasterFindings.BadMasterEntry;
            if (findings.ShouldList(kind, error.Record))
            {
                var message = $"automount drops {Escape(error.Record.Key)} of {findings.Map}: {error.Message}";
                findings.Add(kind, error.Record, message, error.Column);
            }
        }
    }

    private static void Duplicates(LintContext context, FindingCollector findings)
    {
        var first = new Dictionary<string, MasterEntry>(StringComparer.Ordinal);
        foreach (var entry in context.Maps.Master.Entries.Where(e => e.MountPoint != MasterEntry.DirectMountPoint))
        {
            if (first.TryAdd(entry.MountPoint, entry))
            {
                continue;
            }

            // What comes after -null is cancelled on purpose.
            var used = first[entry.MountPoint];
            if (used.Kind != MasterEntryKind.Null && findings.ShouldList(MapMasterFindings.DuplicateMountPoint, entry.Record))
            {
                var duplicate = $"{Escape(entry.MountPoint)} is in {findings.Map} more than once";
                var message = $"{duplicate}: automount uses {Escape(used.Map)} and ignores {Escape(entry.Map)}";
                findings.AddForKey(MapMasterFindings.DuplicateMountPoint, entry.Record, message);
            }
        }
    }
}
