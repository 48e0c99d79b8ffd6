using Automount.Findings;
using Automount.Text;

namespace Automount.Formats;

/// <summary>One finding as one line for programs that read the output of compilers, or that show it beside a change.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Subject">What it is about, where it is in no file.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Annotation(Severity Severity, string Code, string Subject, string Message, string Remedy)
{
    /// <summary>The file; null when it is in none.</summary>
    public string? File { get; init; }

    /// <summary>Line, from 1; 0 when it is about the whole file.</summary>
    public int Line { get; init; }

    /// <summary>Column, from 1; 0 when it is about the whole line.</summary>
    public int Column { get; init; }

    /// <summary>
    /// The line as gcc prints it, which editors read: <c>file:line:column: error: message [code]</c> (GNU Coding Standards, 4.4).
    /// </summary>
    public string ToGcc()
    {
        var place = (File, Line, Column) switch
        {
            (null, _, _) => Subject,
            (_, 0, _) => File,
            (_, _, 0) => $"{File}:{Line}",
            _ => $"{File}:{Line}:{Column}",
        };
        var severity = Severity == Severity.Info ? "note" : Severity.Name();
        return $"{Safe(place)}: {severity}: {Safe(Message)} [{Code}]";
    }

    /// <summary>The line as a workflow command of GitHub Actions, which shows it beside the lines of a change.</summary>
    public string ToGithub()
    {
        var command = Severity == Severity.Info ? "notice" : Severity.Name();
        var properties = new List<string>();
        if (File is not null)
        {
            properties.Add($"file={Property(File)}");
        }

        if (File is not null && Line > 0)
        {
            properties.Add($"line={Line}");
        }

        if (File is not null && Line > 0 && Column > 0)
        {
            properties.Add($"col={Column}");
        }

        properties.Add($"title={Property(Code)}");
        var subject = File is null ? $"{Subject}: " : "";
        return $"::{command} {string.Join(',', properties)}::{Data($"{subject}{Message}. {Remedy}")}";
    }

    /// <summary>A percent sign begins an escape; control characters cannot be in it any more.</summary>
    private static string Data(string text) => Safe(text).Replace("%", "%25");

    /// <summary>In a property a colon and a comma end it as well.</summary>
    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");

    private static string Safe(string text) => Printable.Escape(text, int.MaxValue);
}
