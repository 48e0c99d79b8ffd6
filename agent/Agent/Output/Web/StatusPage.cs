using System.Text;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;

namespace AutomountAgent.Output.Web;

/// <summary>The status page: static HTML for people, without a script. The browser asks for it again by itself.</summary>
internal static class StatusPage
{
    /// <summary>Seconds until the browser asks again: the time of a verdict, twice.</summary>
    private const int Refresh = 10;

    /// <summary>The page.</summary>
    /// <param name="input">What it says; there is a verdict.</param>
    public static string Html(MetricsInput input)
    {
        var report = input.Shown!;
        var page = new StringBuilder(PageFrame.Begin($"{report.Verdict.Name()}: {PageText.Safe(report.Node)}", Refresh));
        page.Append($"""
            <h1>Automount Agent on {PageText.Name(report.Node)}</h1>
            <p class="head {report.Verdict.Name()}">{PageText.Sentence(StatusLine.Of(report, input.State.Required?.Seen))}</p>

            """);
        Lead(page, report.FirstBroken);
        StateTables.Links(page, report);
        Findings(page, report);
        page.Append(SilencedText.Of(report) is { } silenced ? $"<p>{PageText.Sentence(silenced)}</p>\n" : "");
        StateTables.Node(page, NodeOverview.Of(input.State));
        HistoryRows.Write(page, input.History, report.Time);
        page.Append($"""
            <p>Judged at {Rfc3339.Of(report.Time)} by automount-agent {PageText.Safe(input.Agent.Version)}.
            <a href="/metrics">metrics</a> <a href="/api/v1/status">JSON</a> <a href="/readyz">ready</a></p>

            """);
        return page.Append(PageFrame.End).ToString();
    }

    private static void Lead(StringBuilder page, Finding? first)
    {
        if (first is not null)
        {
            page.Append($"<dl><dt>What it breaks</dt><dd>{PageText.Sentence(first.Kind.Explanation)}</dd>")
                .Append($"<dt>What to do</dt><dd>{PageText.Sentence(first.WhatToDo)} ({PageText.Code(first.Kind)})</dd></dl>\n");
        }
    }

    private static void Findings(StringBuilder page, ChainReport report)
    {
        var (first, all) = (report.FirstBroken, report.Findings.ToList());
        page.Append(all.Count > 0 ? "<h2>Findings</h2>\n<dl>\n" : "");
        foreach (var finding in all.Take(PageTable.MaxRows))
        {
            var severity = finding.Severity.Name();
            page.Append($"<dt><span class=\"{severity}\">{severity}</span> {PageText.Code(finding.Kind)}</dt>");
            var follows = finding.FollowsFrom is { } cause ? $" (follows from {PageText.Code(cause)})" : "";
            var since = Times.Short(finding.Since, report.Time);
            page.Append($"<dd>{PageText.Sentence(finding.Message)} (since {since}){follows}");

            // What to do about the first broken link is at the top already.
            page.Append(ReferenceEquals(finding, first) ? "" : $"<br>{PageText.Sentence(finding.WhatToDo)}").Append("</dd>\n");
        }

        page.Append(all.Count > 0 ? "</dl>\n" : "");
        page.Append(all.Count > PageTable.MaxRows ? $"<p>{all.Count - PageTable.MaxRows} more are not shown.</p>\n" : "");
    }
}
