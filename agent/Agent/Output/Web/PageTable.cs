using System.Text;

namespace AutomountAgent.Output.Web;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsShort">It has one short word in each row, and is as wide as that.</param>
internal readonly record struct PageColumn(string Name, bool IsShort = false);

/// <summary>One cell.</summary>
/// <param name="Html">What is in it: HTML, escaped already.</param>
/// <param name="State">Name of a state that colours it; null for none.</param>
internal readonly record struct PageCell(string Html, string? State = null);

/// <summary>
/// A table that is a list of blocks on a narrow screen: each cell has the heading of its column with it. Only so many rows are shown.
/// </summary>
internal static class PageTable
{
    /// <summary>Rows of a table. A page is for people; all of them are in the metrics and in the JSON.</summary>
    public const int MaxRows = 200;

    /// <summary>Writes a table with its heading; nothing when there are no rows.</summary>
    public static void Write(StringBuilder page, string heading, PageColumn[] columns, IReadOnlyCollection<PageCell[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Append($"<h2>{heading}</h2>\n<table><thead><tr>");
        foreach (var column in columns)
        {
            page.Append($"<th{(column.IsShort ? " class=\"short\"" : "")}>{column.Name}</th>");
        }

        page.Append("</tr></thead><tbody>\n");
        foreach (var row in rows.Take(MaxRows))
        {
            page.Append("<tr>");
            foreach (var (column, cell) in columns.Zip(row))
            {
                page.Append($"<td data-name=\"{column.Name}\"{Class(column, cell)}>{cell.Html}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
        page.Append(rows.Count > MaxRows ? $"<p>{rows.Count - MaxRows} more are not shown.</p>\n" : "");
    }

    private static string Class(PageColumn column, PageCell cell)
    {
        string?[] names = [column.IsShort ? "short" : null, cell.State];
        var given = string.Join(' ', names.OfType<string>());
        return given.Length > 0 ? $" class=\"{given}\"" : "";
    }
}
