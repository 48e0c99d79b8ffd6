using Automount.Catalog;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Validate;

/// <summary>
/// What the answers of servers say of the entries of maps. Pure. Of each server not more than so many findings of a kind are listed.
/// </summary>
/// <param name="listed">How many findings of one kind are listed for one server, at least 1.</param>
internal sealed class ExportFindings(int listed)
{
    private const int MaxShown = 256;

    private readonly Dictionary<(FindingKind Kind, string Host, string Group), List<Finding>> findings = [];
    private readonly Dictionary<(FindingKind Kind, string Host, string Group), int> counts = [];

    /// <summary>How many exports are there.</summary>
    public int Existing { get; private set; }

    /// <summary>Takes the answer for one export.</summary>
    public void Add(ExportLocation location, ExportUse use, ExportAnswer answer)
    {
        if (Kind(answer.Outcome) is not { } kind)
        {
            Existing++;
            return;
        }

        // What a server did not answer has one reason for all paths.
        var group = (kind, location.Host, kind == ServerFindings.ExportUnknown ? answer.Detail : "");
        counts[group] = counts.GetValueOrDefault(group) + 1;
        if (!findings.TryGetValue(group, out var list))
        {
            findings[group] = list = [];
        }

        if (list.Count < (kind == ServerFindings.ExportUnknown ? 1 : listed))
        {
            list.Add(Of(kind, location, use, answer));
        }
    }

    /// <summary>The findings, server by server.</summary>
    public IEnumerable<ListedFindings> Kinds => findings
        .OrderBy(group => group.Key.Host, StringComparer.Ordinal)
        .Select(group => new ListedFindings(group.Key.Host, group.Key.Kind, counts[group.Key], [.. group.Value]));

    private static FindingKind? Kind(ExportOutcome outcome) => outcome switch
    {
        ExportOutcome.Exists or ExportOutcome.NeedsSecurity => null,
        ExportOutcome.Missing or ExportOutcome.NotDirectory => ServerFindings.ExportMissing,
        ExportOutcome.Denied => ServerFindings.ExportDenied,
        ExportOutcome.Referral => ServerFindings.ExportReferral,
        _ => ServerFindings.ExportUnknown,
    };

    private static Finding Of(FindingKind kind, ExportLocation location, ExportUse use, ExportAnswer answer)
    {
        var place = $"{location.Host}:{location.Path}";
        var others = use.Entries == 1 ? "" : $" ({use.Entries} entries name it)";
        var what = use.IsParent ? "directories below " : "";
        return new Finding
        {
            Kind = kind,
            Subject = place,
            Server = location.Host,
            Message = $"{what}{Printable.Escape(place, MaxShown)}: {answer.Detail}{others}",
            Source = RecordSource.Of(use.Map.Name, use.Map.File, use.Record),
        };
    }
}
