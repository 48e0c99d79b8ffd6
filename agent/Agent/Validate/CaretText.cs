using Automount.Findings;
using Automount.Text;
using Spectre.Console.Rendering;

namespace AutomountAgent.Validate;

/// <summary>
/// Text from outside as it is shown with a caret below the place that is meant: escaped, and where it is long only the part around that
/// place.
/// </summary>
/// <param name="Text">The text, safe for a terminal.</param>
/// <param name="Caret">Blanks to put before the caret, in cells of the terminal; wide characters take two, escaped ones as many as they are
/// printed with.</param>
internal readonly record struct CaretText(string Text, int Caret)
{
    private const string Cut = "…";

    /// <summary>Works out both.</summary>
    /// <param name="excerpt">The text and the column; a column beyond the end means the end.</param>
    /// <param name="around">How many characters are shown at most on each side.</param>
    public static CaretText Of(Excerpt excerpt, int around = 48)
    {
        var text = excerpt.Text;
        var column = Boundary(text, Math.Clamp(excerpt.Column - 1, 0, text.Length));
        var from = Boundary(text, Math.Max(0, column - around));
        var to = Boundary(text, Math.Min(text.Length, column + around));
        var before = (from > 0 ? Cut : "") + Escape(text[from..column]);
        return new CaretText(before + Escape(text[column..to]) + (to < text.Length ? Cut : ""), Cells(before));
    }

    /// <summary>A place between two characters, never between the halves of one.</summary>
    private static int Boundary(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    private static string Escape(string text) => Printable.Escape(text, int.MaxValue);

    private static int Cells(string text) => new Segment(text).CellCount();
}
