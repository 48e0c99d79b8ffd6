using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;

namespace AutomountAgent.Rules;

/// <summary>
/// Exports that required paths need and that no server of their entry gives to this node. They were asked for because the mount failed.
/// </summary>
internal static class RequiredExportRules
{
    private const int MaxShown = 256;

    /// <summary>Judges the exports; a path with several servers has a fault when all of them refuse it.</summary>
    public static IEnumerable<Finding> Run(NodeState state) =>
        from path in state.Required?.Seen?.Paths ?? []
        where path.Readiness != Readiness.Ready && !path.Exports.IsEmpty && path.Exports.All(e => e.IsRefused)
        from export in path.Exports.Take(1)
        select new Finding
        {
            Kind = export.Answer.Outcome == ExportOutcome.Denied ? ServerFindings.ExportDenied : ServerFindings.ExportMissing,
            Subject = Printable.Escape(export.Place, MaxShown),
            Server = export.Location.Host,
            Path = path.Path,
            Message = $"{Printable.Escape(export.Place, MaxShown)}: {export.Answer.Detail} Required path {path.Path} is mounted from there",
        };

    /// <summary>
    /// What is known of the exports of a path whose mount failed, as a sentence with a blank before it; empty when nothing is.
    /// </summary>
    public static string Text(RequiredPath path)
    {
        if (path.Exports.FirstOrDefault(e => !e.IsRefused) is not { } export)
        {
            return "";
        }

        var place = Printable.Escape(export.Place, MaxShown);
        return export.Answer.Outcome switch
        {
            ExportOutcome.Exists =>
                $" {place} exists and is exported to this node (NFS {export.Answer.Version}), so an option of the entry is refused, or "
                    + "this node cannot mount it.",
            ExportOutcome.NeedsSecurity =>
                $" {place} is exported to this node, and not for AUTH_SYS: sec= of the entry must be a flavor of the export.",
            _ => $" Whether {place} is exported is not known: {export.Answer.Detail}",
        };
    }
}
