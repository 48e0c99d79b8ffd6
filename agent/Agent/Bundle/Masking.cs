using System.Text;
using Automount.Text;

namespace AutomountAgent.Bundle;

/// <summary>Puts stars in place of what looks like a credential. Pure.</summary>
internal static class Masking
{
    /// <summary>A text, line by line. A private key is dropped from its first line to its last.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">Masks one line.</param>
    public static string Lines(string text, Func<string, string> line)
    {
        var masked = new StringBuilder(text.Length);
        var inKey = false;
        foreach (var span in text.AsSpan().EnumerateLines())
        {
            var isBegin = Credentials.Find(span) == "a private key";
            if (isBegin)
            {
                masked.Append("[a private key]\n");
            }

            inKey |= isBegin;
            if (!inKey)
            {
                masked.Append(line(span.ToString())).Append('\n');
            }

            inKey &= !span.Contains("-----END ", StringComparison.Ordinal);
        }

        // The last line end is not the begin of another line.
        masked.Length = Math.Max(masked.Length - 1, 0);
        return masked.ToString();
    }

    /// <summary>One line of JSON, whose quotes stay: what looks like a token or a password.</summary>
    public static string JsonLine(string line) => Credentials.Redact(line);

    /// <summary>
    /// Any other line: the passwords of mount options and URLs whatever they look like, and what looks like a token or a password.
    /// </summary>
    public static string Line(string line) => Credentials.Redact(Credentials.Mask(line));
}
