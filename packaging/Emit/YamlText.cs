using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutomountPackaging.Emit;

/// <summary>
/// Pieces of YAML. Manifests are written as text, so that they can have comments and look in the code as they do in the folder.
/// </summary>
internal static class YamlText
{
    /// <summary>A text between quotes: what came from outside is never taken for a number, a boolean or a comment.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>
    /// The lines with blanks before each that is not empty, for a block below a key. The first is not indented: its place is in the
    /// template.
    /// </summary>
    public static string Indent(string text, int blanks)
    {
        var indent = new string(' ', blanks);
        var lines = text.TrimEnd('\n').Split('\n');
        return string.Join('\n', lines.Select((line, i) => i == 0 || line.Length == 0 ? line : indent + line));
    }
}
