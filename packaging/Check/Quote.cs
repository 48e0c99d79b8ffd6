using Automount.Text;

namespace AutomountPackaging.Check;

/// <summary>Text of a checked file, made fit for a message: no credential, no control characters, not too long.</summary>
internal static class Quote
{
    private const int MaxLength = 100;

    // A credential that is cut off might not be known as one.
    private const int MaxRead = 4 * MaxLength;

    /// <summary>The text in quotation marks.</summary>
    public static string Of(string? text) => $"\"{Plain(text)}\"";

    /// <summary>The text as it stands.</summary>
    public static string Plain(string? text)
    {
        text ??= "";
        return Printable.Escape(Credentials.Redact(text[..Math.Min(text.Length, MaxRead)]), MaxLength);
    }

    /// <summary>The path of a file, in full.</summary>
    public static string Path(string path) => Printable.Escape(path, int.MaxValue);
}
