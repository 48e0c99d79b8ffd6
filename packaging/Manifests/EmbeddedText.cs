using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>
/// A text whose lines can be found again in the file that was given: that file itself, a scalar of it, or what a scalar decodes to.
/// </summary>
internal sealed class EmbeddedText
{
    private readonly Place origin;
    private readonly bool exact;

    private EmbeddedText(string name, string text, Place origin, bool exact)
    {
        Name = name;
        Text = text.StartsWith('\uFEFF') ? text[1..] : text;
        Lines = Text.Split('\n').Select(l => l.TrimEnd('\r')).ToArray();
        this.origin = origin;
        this.exact = exact;
    }

    /// <summary>What messages call it: <c>Containerfile</c>, or its path on the node.</summary>
    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>A file of its own.</summary>
    public static EmbeddedText OfFile(string name, SourceFile file) => new(name, file.Text, new Place(file.Path, 1, 1), exact: true);

    /// <summary>The text of a scalar.</summary>
    public static EmbeddedText OfScalar(string name, Node scalar) => new(name, scalar.Text ?? "", scalar.Block ?? scalar.Place,
        scalar.Block is not null);

    /// <summary>What a scalar decodes to: all its lines are where the scalar is.</summary>
    public static EmbeddedText Decoded(string name, string text, Place place) => new(name, text, place, exact: false);

    /// <summary>Where a line of the text is, from 0.</summary>
    /// <param name="line">Index of the line; -1 for the text as a whole.</param>
    /// <param name="part">What the line is about: the column is where that stands, or else where the line begins.</param>
    public Place At(int line, string? part = null)
    {
        if (!exact)
        {
            return origin;
        }

        if (line < 0 || line >= Lines.Count)
        {
            return origin with { Column = 0 };
        }

        var found = part is null or "" ? -1 : Lines[line].IndexOf(part, StringComparison.Ordinal);
        var column = found >= 0 ? found : Lines[line].Length - Lines[line].TrimStart().Length;
        return origin with { Line = origin.Line + line, Column = origin.Column + column };
    }

    /// <summary>A sentence about a line, which names the line where the place cannot say it.</summary>
    public string Locate(int line, string sentence) => exact || line < 0 ? sentence : $"{Name}, line {line + 1}: {sentence}";

    /// <summary>The name, with the line where the place cannot say it.</summary>
    public string Of(int line) => exact || line < 0 ? Name : $"{Name}, line {line + 1},";
}
