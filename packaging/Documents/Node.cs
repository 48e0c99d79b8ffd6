namespace AutomountPackaging.Documents;

/// <summary>A key of a mapping, and its value.</summary>
internal readonly record struct Entry(Node Key, Node Value);

/// <summary>
/// A value of a YAML or JSON document that knows where it stands. Not YamlDotNet's own nodes: those are built recursively, so that deep
/// nesting ends the process, and do not say where the lines of a block scalar are.
/// </summary>
internal sealed class Node
{
    private Node(Place place) => Place = place;

    /// <summary>Where it begins.</summary>
    public Place Place { get; }

    /// <summary>The text of a scalar; null for anything else.</summary>
    public string? Text { get; private init; }

    /// <summary>True when the scalar has no quotes, so that <c>1</c>, <c>true</c> and <c>null</c> are not strings.</summary>
    public bool Plain { get; private init; }

    /// <summary>Where the first line of a literal block scalar is; null when lines of the text are not lines of the file.</summary>
    public Place? Block { get; private init; }

    /// <summary>Keys and values of a mapping, in order; empty for anything else.</summary>
    public IReadOnlyList<Entry> Entries { get; private init; } = [];

    /// <summary>Elements of a sequence; empty for anything else.</summary>
    public IReadOnlyList<Node> Items { get; private init; } = [];

    /// <summary>How many nodes it stands for, aliases expanded.</summary>
    public long Weight { get; private init; } = 1;

    public bool IsMapping { get; private init; }

    public bool IsSequence { get; private init; }

    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The value of a key; null when it is absent or null, which mean the same to Kubernetes.</summary>
    public Node? this[string key] => KeyOf(key) is { Value.IsNull: false } entry ? entry.Value : null;

    public static Node Scalar(Place place, string text, bool plain, Place? block = null) =>
        new(place) { Text = text, Plain = plain, Block = block };

    public static Node Mapping(Place place, IReadOnlyList<Entry> entries) =>
        new(place) { IsMapping = true, Entries = entries, Weight = 1 + entries.Sum(e => e.Key.Weight + e.Value.Weight) };

    public static Node Sequence(Place place, IReadOnlyList<Node> items) =>
        new(place) { IsSequence = true, Items = items, Weight = 1 + items.Sum(i => i.Weight) };

    /// <summary>The key with this name, even when its value is null.</summary>
    public Entry? KeyOf(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>Walks that end in null where the document does not go on.</summary>
internal static class NodeWalk
{
    public static Node? At(this Node? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            node = node?[key];
        }

        return node;
    }

    /// <summary>The text at the end of the walk.</summary>
    public static string? TextAt(this Node? node, params ReadOnlySpan<string> keys) => node.At(keys)?.Text;

    /// <summary>The elements of the sequence at the end of the walk.</summary>
    public static IReadOnlyList<Node> Each(this Node? node, params ReadOnlySpan<string> keys) => node.At(keys)?.Items ?? [];

    /// <summary>True when the value at the end of the walk is the boolean <c>true</c>.</summary>
    public static bool IsTrue(this Node? node, params ReadOnlySpan<string> keys) =>
        node.At(keys) is { Plain: true, Text: "true" or "True" or "TRUE" };

    /// <summary>The node itself and all below it, aliases followed; the reader has bounded how many that are.</summary>
    public static IEnumerable<Node> All(this Node node)
    {
        var open = new Stack<Node>([node]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var item in next.Items.Reverse())
            {
                open.Push(item);
            }

            foreach (var entry in next.Entries.Reverse())
            {
                open.Push(entry.Value);
                open.Push(entry.Key);
            }
        }
    }
}
