using System.Text;

namespace AgentTests.Documents;

/// <summary>Breaks sentences into lines.</summary>
public static class Paragraph
{
    /// <summary>The lines of a text: none longer than <paramref name="width"/>, except for a single word that is.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? word : $" {word}");
        }

        yield return line.ToString();
    }
}
