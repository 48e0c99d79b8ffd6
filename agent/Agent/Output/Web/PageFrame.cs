namespace AutomountAgent.Output.Web;

/// <summary>What is around every page: its style, for light and dark, wide and narrow screens; no script.</summary>
internal static class PageFrame
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:1.5rem auto;padding:0 1rem;color:#222;background:#fff;
        overflow-wrap:break-word}
        h1{font-size:1.2rem}h2{font-size:1rem;margin-top:2rem}a{color:#0b57d0}
        table{border-collapse:collapse;width:100%;table-layout:fixed}
        th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd}
        th.short{width:8.5rem}td.short{white-space:nowrap}
        .head{font-size:1.2rem;padding:.6rem .8rem;border-left:.4rem solid}
        .ok,.healthy,.up{color:#116329}.broken,.error,.hung,.stale,.failed{color:#a40e26}.degraded,.unknown,.warning,.slow{color:#7d4e00}
        dt{font-weight:600}dd{margin:0 0 .6rem 0}
        @media(max-width:48rem){thead{display:none}table,tbody,tr,td{display:block}tr{border-bottom:1px solid #ddd;padding:.4rem 0}
        td{border:0;padding:0}td:not(:first-child)::before{content:attr(data-name) ": ";color:#666}td:first-child{font-weight:600}
        td:empty{display:none}}
        @media(prefers-color-scheme:dark){body{color:#ddd;background:#111}th,td,tr{border-color:#333}a{color:#8ab4f8}
        .ok,.healthy,.up{color:#6fdd8b}.broken,.error,.hung,.stale,.failed{color:#ff8f8f}.degraded,.unknown,.warning,.slow{color:#f0c674}
        td:not(:first-child)::before{color:#999}}
        """;

    /// <summary>The beginning of a page.</summary>
    /// <param name="title">Its title: HTML, escaped already.</param>
    /// <param name="refresh">After how many seconds the browser asks for it again; 0 for never.</param>
    public static string Begin(string title, int refresh) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">{(refresh > 0 ? $"<meta http-equiv=\"refresh\" content=\"{refresh}\">" : "")}
        <title>{title}</title><style>{Style}</style></head><body>

        """;

    /// <summary>The end of a page.</summary>
    public const string End = "</body></html>\n";
}
