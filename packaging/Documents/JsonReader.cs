using System.Text;
using System.Text.Json;

namespace AutomountPackaging.Documents;

/// <summary>Reads JSON documents, one or several in a file, into the same nodes as YAML.</summary>
internal ref struct JsonReader
{
    private readonly string file;
    private readonly byte[] bytes;
    private Utf8JsonReader reader;
    private int line = 1;
    private int lineStart;
    private int seen;

    private JsonReader(string file, byte[] bytes)
    {
        this.file = file;
        this.bytes = bytes;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Limits.MaxDepth, AllowMultipleValues = true });
    }

    /// <summary>The documents of a file.</summary>
    /// <exception cref="UnreadableException">It is not JSON.</exception>
    public static IReadOnlyList<Node> Read(string file, string text)
    {
        var json = new JsonReader(file, Encoding.UTF8.GetBytes(text));
        var documents = new List<Node>();
        try
        {
            while (json.reader.Read())
            {
                documents.Add(json.Build());
            }
        }
        catch (JsonException error)
        {
            var why = error.Message.Split(" LineNumber:")[0];
            throw new UnreadableException(new Place(file, (int)(error.LineNumber ?? -1) + 1, (int)(error.BytePositionInLine ?? -1) + 1),
                why);
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableException(json.Here(), "a string is not valid Unicode");
        }

        return documents;
    }

    private Node Build()
    {
        var place = Here();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<Entry>();
                var names = new HashSet<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = Node.Scalar(Here(), reader.GetString()!, plain: false);
                    if (!names.Add(key.Text!))
                    {
                        throw new UnreadableException(key.Place, "a key is there twice in one object");
                    }

                    reader.Read();
                    entries.Add(new Entry(key, Build()));
                }

                return Node.Mapping(place, entries);
            case JsonTokenType.StartArray:
                var items = new List<Node>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Build());
                }

                return Node.Sequence(place, items);
            case JsonTokenType.String:
                return Node.Scalar(place, reader.GetString()!, plain: false);
            default:
                return Node.Scalar(place, Encoding.UTF8.GetString(reader.ValueSpan), plain: true);
        }
    }

    private Place Here()
    {
        for (var start = (int)reader.TokenStartIndex; seen < start; seen++)
        {
            if (bytes[seen] == '\n')
            {
                (line, lineStart) = (line + 1, seen + 1);
            }
        }

        return new Place(file, line, Encoding.UTF8.GetCharCount(bytes, lineStart, seen - lineStart) + 1);
    }
}
