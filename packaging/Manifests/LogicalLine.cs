using System.Text;

namespace AutomountPackaging.Manifests;

/// <summary>A line with those that continue it, which a backslash at the end announces.</summary>
/// <param name="First">Index of its first line.</param>
/// <param name="Last">Index of its last line.</param>
/// <param name="Text">The lines, trimmed and joined by a blank.</param>
internal readonly record struct LogicalLine(int First, int Last, string Text)
{
    public static IEnumerable<LogicalLine> Of(EmbeddedText text)
    {
        for (var line = 0; line < text.Lines.Count; line++)
        {
            var first = line;
            var content = text.Lines[line].Trim();
            if (content.EndsWith('\\'))
            {
                var joined = new StringBuilder(content);
                while (joined.Length > 0 && joined[^1] == '\\' && line + 1 < text.Lines.Count)
                {
                    joined[^1] = ' ';
                    joined.Append(text.Lines[++line].Trim());
                }

                content = joined.ToString();
            }

            yield return new LogicalLine(first, line, content);
        }
    }
}
