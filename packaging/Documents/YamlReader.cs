using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AutomountPackaging.Documents;

/// <summary>
/// Reads YAML documents as Kubernetes does (duplicate keys refused, merge keys applied), bounded in depth and in what aliases expand to.
/// </summary>
internal sealed class YamlReader
{
    private static readonly SearchValues<char> NotText = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r')), '\uFFFD']);

    private readonly string file;
    private readonly string[] lines;
    private readonly Parser parser;
    private readonly Dictionary<string, Node> anchors = [];

    private YamlReader(string file, string text)
    {
        this.file = file;
        lines = text.Split('\n');
        parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The documents of a file, empty ones left out.</summary>
    /// <exception cref="UnreadableException">It is not YAML, or more than a manifest may be.</exception>
    public static IReadOnlyList<Node> Read(string file, string text)
    {
        // To the scanner a NUL is the end of the file, and what stands behind it would go unchecked. U+FFFD is what bytes that are not
        // UTF-8 become.
        var binary = text.AsSpan().IndexOfAny(NotText);
        if (binary >= 0)
        {
            var before = text.AsSpan(0, binary);
            throw new UnreadableException(new Place(file, before.Count('\n') + 1, binary - before.LastIndexOf('\n')),
                "it is not UTF-8 text");
        }

        var reader = new YamlReader(file, text);
        try
        {
            return reader.Documents();
        }
        catch (YamlException error)
        {
            throw new UnreadableException(new Place(file, (int)error.Start.Line, (int)error.Start.Column), error.Message);
        }
        catch (Exception error) when (
            error is ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            // Bytes that confuse the scanner itself: it gives no place, and its message would help nobody.
            throw new UnreadableException(new Place(file, 0, 0), "it is not YAML");
        }
    }

    private List<Node> Documents()
    {
        var documents = new List<Node>();
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart)
            {
                anchors.Clear();
            }
            else if (parser.Current is NodeEvent or AnchorAlias)
            {
                var document = Build(0);
                if (!document.IsNull)
                {
                    documents.Add(document);
                }
            }
        }

        return documents;
    }

    /// <summary>The node that begins at the current event; leaves the parser on the last event of it.</summary>
    private Node Build(int depth)
    {
        var current = parser.Current!;
        var place = PlaceOf(current.Start);
        if (depth > Limits.MaxDepth)
        {
            throw new UnreadableException(place, $"it is nested deeper than {Limits.MaxDepth} levels");
        }

        var node = current switch
        {
            AnchorAlias alias => anchors.GetValueOrDefault(alias.Value.Value)
                ?? throw new UnreadableException(place, "an alias names no anchor above it, or one around it"),
            Scalar scalar => Node.Scalar(place, scalar.Value, scalar.Style == ScalarStyle.Plain, BlockOf(scalar)),
            SequenceStart => Node.Sequence(place, Items(depth)),
            MappingStart => Node.Mapping(place, Entries(depth)),
            _ => throw new UnreadableException(place, "it is not YAML"),
        };
        if (node.Weight > Limits.MaxNodes)
        {
            throw new UnreadableException(place, $"with its aliases expanded it has more than {Limits.MaxNodes} values");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private List<Node> Items(int depth)
    {
        var items = new List<Node>();
        while (Next() is not SequenceEnd)
        {
            items.Add(Build(depth + 1));
        }

        return items;
    }

    private List<Entry> Entries(int depth)
    {
        var entries = new List<Entry>();
        var merged = new List<Entry>();
        var seen = new HashSet<string>();
        while (Next() is not MappingEnd)
        {
            var key = Build(depth + 1);
            Next();
            var value = Build(depth + 1);
            if (key is { Plain: true, Text: "<<" })
            {
                merged.AddRange(value.Items.Count > 0 ? value.Items.SelectMany(i => i.Entries) : value.Entries);
                continue;
            }

            if (key.Text is { } name && !seen.Add(name))
            {
                throw new UnreadableException(key.Place, "a key is there twice in one mapping");
            }

            entries.Add(new Entry(key, value));
        }

        entries.AddRange(merged.Where(e => e.Key.Text is { } name && seen.Add(name)));
        return entries;
    }

    private ParsingEvent Next() => parser.MoveNext() ? parser.Current!
        : throw new UnreadableException(new Place(file, lines.Length, 0), "it ends too early");

    private Place PlaceOf(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    /// <summary>The text of a literal block begins on the line after its bar, indented.</summary>
    private Place? BlockOf(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Literal)
        {
            return null;
        }

        var (line, first) = ((int)scalar.Start.Line + 1, scalar.Value.Split('\n'));
        var text = Array.FindIndex(first, l => l.Length > 0);
        var column = text < 0 || line + text > lines.Length ? 1 : lines[line + text - 1].TrimEnd('\r').Length - first[text].Length + 1;
        return new Place(file, line, Math.Max(1, column));
    }
}
