using Automount.Catalog;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Output;

/// <summary>The verdict in one printable sentence: for systemd's <c>STATUS=</c>, the head of the table and the status page.</summary>
internal static class StatusLine
{
    /// <summary>The most characters of a sentence.</summary>
    public const int Longest = 200;

    /// <summary>So much of a message leaves room for the link before it and the time after it.</summary>
    private const int MaxMessageLength = 150;

    /// <summary>The sentence.</summary>
    /// <param name="report">The verdict.</param>
    /// <param name="required">The required paths, where they are known.</param>
    public static string Of(ChainReport report, RequiredSnapshot? required = null)
    {
        var sentence = report.FirstBroken is { } finding ? Broken(finding, report.Time) : Whole(report) + Ready(required);
        var end = IsRefused(report) ? "; the new configuration was refused" : "";
        var printable = Printable.Escape(sentence, Longest - 1 - end.Length);
        var most = Longest - end.Length;
        return (printable.Length <= most ? printable : printable[..(most - 1)] + '…') + end;
    }

    /// <summary>Said whatever else is wrong: whoever has reloaded looks here.</summary>
    private static bool IsRefused(ChainReport report) =>
        report.Findings.Any(f => f.Kind == AutomountFindings.AgentConfigurationRefused);

    private static string Broken(Finding finding, DateTimeOffset now)
    {
        var message = Printable.Escape(finding.Message, MaxMessageLength);
        var since = finding.Since == default ? "" : $" (since {Times.Short(finding.Since, now)})";
        return $"{finding.Kind.Link.Name()} broken: {message}{since}";
    }

    private static string Whole(ChainReport report)
    {
        var ok = $"{report.Links.Count(l => l.State == Verdict.Ok)} of {report.Links.Length} links ok";
        if (report.Links.FirstOrDefault(l => l.State == Verdict.Unknown) is { } unknown)
        {
            return $"{unknown.Link.Name()} unknown: {(unknown.Reason.Length > 0 ? unknown.Reason : "not looked at yet")}; {ok}";
        }

        var warnings = report.Findings.Where(f => f.Severity == Severity.Warning).ToArray();
        return warnings switch
        {
            [] => $"all {report.Links.Length} links ok",
            [var only] => $"{ok}, 1 warning: {report.Lead(only).Message}",
            [var first, ..] => $"{ok}, {warnings.Length} warnings, the first: {report.Lead(first).Message}",
        };
    }

    private static string Ready(RequiredSnapshot? required)
    {
        if (required is null or { Paths.IsEmpty: true })
        {
            return "";
        }

        var all = required.Paths.Length;
        var ready = required.Paths.Count(p => p.Readiness == Readiness.Ready);
        if (ready < all)
        {
            return $"; {ready} of {all} required paths ready";
        }

        return all == 1 ? "; 1 required path ready" : $"; {all} required paths ready";
    }
}
