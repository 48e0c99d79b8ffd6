using System.Text.Encodings.Web;
using System.Text.Json;

namespace Automount.Formats;

/// <summary>JSON that goes to files and pipes, never into HTML, and is read by people as well: indented, with few escapes.</summary>
public static class JsonText
{
    /// <summary>How it is written.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object as UTF-8, with a newline at the end.</summary>
    /// <param name="members">Writes the members of the object.</param>
    public static byte[] Bytes(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
