using System.Net;
using System.Text;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;

namespace AutomountAgent.Output.Web;

/// <summary>The status page: static HTML for people, without a script.</summary>
internal static class StatusPage
{
    private const int Longest = 1000;

    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
        h1{font-size:1.2rem}h2{font-size:1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
        .head{font-size:1.2rem;padding:.6rem .8rem;border-left:.4rem solid}.ok{color:#116329}.broken,.error{color:#a40e26}
        .degraded,.unknown,.warning{color:#7d4e00}dd{margin:0 0 .6rem 0;overflow-wrap:anywhere}dt{font-weight:600}
        @media(prefers-color-scheme:dark){body{color:#ddd;background:#111}th,td{border-color:#333}.ok{color:#6fdd8b}
        .broken,.error{color:#ff8f8f}.degraded,.unknown,.warning{color:#f0c674}a{color:#8ab4f8}}
        """;

    /// <summary>The page.</summary>
    /// <param name="report">What it says.</param>
    /// <param name="required">The required paths; null when they are not known yet.</param>
    /// <param name="agent">Which agent says it.</param>
    public static string Html(ChainReport report, RequiredSnapshot? required, AgentInfo agent)
    {
        var page = new StringBuilder();
        page.Append($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{report.Verdict.Name()}: {Safe(report.Node)}</title><style>{Style}</style></head><body>
            <h1>Automount Agent on {Safe(report.Node)}</h1>
            <p class="head {report.Verdict.Name()}">{Safe(StatusLine.Of(report, required))}</p>

            """);
        if (report.FirstBroken is { } first)
        {
            page.Append($"<dl><dt>What it breaks</dt><dd>{Safe(first.Kind.Explanation)}</dd><dt>What to " +
                $"do</dt><dd>{Safe(first.WhatToDo)}</dd></dl>\n");
        }

        Links(page, report);
        Findings(page, report);
        page.Append(SilencedText.Of(report) is { } silenced ? $"<p>{Safe(silenced)}</p>\n" : "");
        Required(page, required);
        page.Append($"""
            <p>Judged at {Times.Rfc3339(report.Time)} by automount-agent {Safe(agent.Version)}.
            <a href="/metrics">metrics</a> <a href="/api/v1/status">JSON</a> <a href="/readyz">ready</a></p>
            </body></html>

            """);
        return page.ToString();
    }

    private static void Links(StringBuilder page, ChainReport report)
    {
        page.Append("<h2>Chain</h2>\n<table><tr><th>Link</th><th>State</th><th>Since</th><th>Findings</th></tr>\n");
        foreach (var link in report.Links)
        {
            var what = link.Findings.IsEmpty ? link.Reason : string.Join(", ", link.Findings.Select(f => f.Kind.Code).Distinct());
            page.Append($"<tr><td>{link.Link.Name()}</td><td class=\"{link.State.Name()}\">{link.State.Name()}</td>");
            page.Append($"<td>{Times.Short(link.Since, report.Time)}</td><td>{Safe(what)}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Findings(StringBuilder page, ChainReport report)
    {
        page.Append(report.Findings.Any() ? "<h2>Findings</h2>\n<dl>\n" : "");
        foreach (var finding in report.Findings)
        {
            page.Append($"<dt class=\"{finding.Severity.Name()}\">{finding.Severity.Name()} {Safe(finding.Kind.Code)}</dt>");
            var follows = finding.FollowsFrom is { } cause ? $" (follows from {Safe(cause)})" : "";
            var since = Times.Short(finding.Since, report.Time);
            page.Append($"<dd>{Safe(finding.Message)} (since {since}){follows}<br>{Safe(finding.WhatToDo)}</dd>\n");
        }

        page.Append(report.Findings.Any() ? "</dl>\n" : "");
    }

    private static void Required(StringBuilder page, RequiredSnapshot? required)
    {
        if (required is null or { Paths.IsEmpty: true })
        {
            return;
        }

        page.Append("<h2>Required paths</h2>\n<table><tr><th>Path</th><th>State</th><th>Seen</th></tr>\n");
        foreach (var path in required.Paths)
        {
            var state = path.Readiness == Readiness.Ready ? "ok" : "broken";
            page.Append($"<tr><td>{Safe(path.Path)}</td><td " +
                $"class=\"{state}\">{(state == "ok" ? "ready" : "not ready")}</td><td>{Safe(path.Detail)}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(Printable.Escape(text, Longest));
}
