using System.Text;
using Automount.Catalog;
using Automount.Findings;

namespace AutomountAgent.Output.Web;

/// <summary>What a code means, as the catalogue has it.</summary>
internal static class FindingPage
{
    /// <summary>Where the pages of codes are.</summary>
    public const string Path = "/findings/";

    /// <summary>The page of a request path; null when the code is none.</summary>
    public static string? Html(string path)
    {
        if (FindingCatalog.Find(path[Path.Length..]) is not { } kind)
        {
            return null;
        }

        var page = new StringBuilder(PageFrame.Begin(kind.Code, 0));
        page.Append($"""
            <h1>{PageText.Name(kind.Code)}</h1>
            <p class="head {kind.Severity.Name()}">{PageText.Sentence(kind.Summary)} ({kind.Severity.Name()})</p>
            <p>{PageText.Sentence(kind.Explanation)}</p>
            <dl><dt>What to do</dt><dd>{PageText.Sentence(kind.Remedy)}</dd>

            """);
        var causes = string.Join(", ", kind.Causes.Select(PageText.Code));
        page.Append(causes.Length > 0 ? $"<dt>It may follow from</dt><dd>{causes}</dd>\n" : "");
        page.Append($"<dt>In the journal</dt><dd>{PageText.Sentence($"journalctl MESSAGE_ID={kind.MessageId:N}")}</dd></dl>\n");
        page.Append("<p><a href=\"/\">status</a></p>\n");
        return page.Append(PageFrame.End).ToString();
    }
}
