using System.Net;
using System.Text;
using Automount.Findings;
using Automount.Text;

namespace AutomountAgent.Output.Web;

/// <summary>Text as the pages have it: nothing from outside is markup, and a line may end after a separator, not inside a word.</summary>
internal static class PageText
{
    private const int Longest = 1000;
    private const string Separators = "/:,.@=-_";

    /// <summary>Any text, escaped.</summary>
    public static string Safe(string text) => WebUtility.HtmlEncode(Printable.Escape(text, Longest));

    /// <summary>A name that has no blanks, as a path or a host: a line may end after each of its parts.</summary>
    public static string Name(string text)
    {
        var name = new StringBuilder();
        var start = 0;
        var printable = Printable.Escape(text, Longest);
        for (var i = 0; i < printable.Length; i++)
        {
            if (Separators.Contains(printable[i]))
            {
                name.Append(WebUtility.HtmlEncode(printable[start..(i + 1)])).Append("<wbr>");
                start = i + 1;
            }
        }

        return name.Append(WebUtility.HtmlEncode(printable[start..])).ToString();
    }

    /// <summary>A sentence: its words are <see cref="Name"/>s.</summary>
    public static string Sentence(string text) => string.Join(' ', Printable.Escape(text, Longest).Split(' ').Select(Name));

    /// <summary>A code that leads to its explanation.</summary>
    public static string Code(FindingKind kind) => Code(kind.Code);

    /// <summary>A code that leads to its explanation.</summary>
    public static string Code(string code) => $"<a href=\"/findings/{Safe(code)}\">{Name(code)}</a>";
}
