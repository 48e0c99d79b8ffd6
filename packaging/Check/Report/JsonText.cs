using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutomountPackaging.Check.Report;

/// <summary>One JSON object as indented text.</summary>
internal static class JsonText
{
    // It goes to files and pipes, never into HTML, and is read by people as well.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
