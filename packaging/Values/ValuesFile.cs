using System.Collections.Immutable;
using Automount.Text;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Values;

/// <summary>
/// Reads a values file into a fragment: keys and texts with their lines, no opinion on the texts. Problems are unknown keys, wrong types,
/// and what is not YAML.
/// </summary>
internal sealed class ValuesFile
{
    private readonly string file;
    private readonly List<Given> fragment = [];
    private readonly List<FileProblem> problems = [];

    private ValuesFile(string file) => this.file = file;

    /// <summary>Reads the text of a values file. Pure.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path: in messages, and what relative paths in it start from.</param>
    public static (ImmutableArray<Given> Fragment, ImmutableArray<FileProblem> Problems) Parse(string text, string file)
    {
        var values = new ValuesFile(file);
        try
        {
            values.Documents(YamlReader.Read(file, text));
        }
        catch (UnreadableException e)
        {
            values.problems.Add(new FileProblem(file, e.Place.Line, $"this is not YAML that can be read: {e.Message}"));
        }

        return ([.. values.fragment], [.. values.problems]);
    }

    private void Documents(IReadOnlyList<Node> documents)
    {
        if (documents.Count > 1)
        {
            Problem(documents[1], "a second document begins here: write all values into one");
        }
        else if (documents is [var document])
        {
            Section(document, "");
        }
    }

    private void Section(Node node, string path)
    {
        if (!node.IsMapping)
        {
            var what = path.Length == 0 ? "the file" : path;
            Problem(node, $"{what} is not a section: write one of {KeysBelow(path)} in it");
            return;
        }

        foreach (var (keyNode, value) in node.Entries)
        {
            var name = keyNode.Text ?? "?";
            var full = path.Length == 0 ? name : $"{path}.{name}";
            if (ValueKey.Find(full) is { } key)
            {
                Take(key, value);
            }
            else if (ValueKey.All.Any(k => k.Name.StartsWith(full + '.', StringComparison.Ordinal)))
            {
                Section(value, full);
            }
            else
            {
                Problem(keyNode, $"there is no key '{full}': write one of {KeysBelow(path)}");
            }
        }
    }

    private void Take(ValueKey key, Node node)
    {
        IReadOnlyList<Node> items = key.IsList ? node.Items : [node];
        if (key.IsList && !node.IsSequence)
        {
            Problem(node, $"{key.Name} is not a list of texts: write '- ' before each: {key.Form}");
        }

        var texts = items.Select(item => Text(key, item)).OfType<GivenText>();
        fragment.Add(new Given(key, [.. texts], file));
    }

    private GivenText? Text(ValueKey key, Node item)
    {
        if (item.Text is not { } text)
        {
            Problem(item, $"{key.Name} is not a text: {key.Form}");
            return null;
        }

        if (text.Length == 0 || item.IsNull)
        {
            Problem(item, $"{key.Name} is empty: write {key.Form}, or leave the key out");
            return null;
        }

        // Paths start from the folder of the values file.
        var folder = Path.GetDirectoryName(file) ?? "";
        return new GivenText(key.IsPath ? Path.Combine(folder, text) : text, item.Place.Line);
    }

    private void Problem(Node at, string reason) => problems.Add(new FileProblem(file, at.Place.Line, reason));

    /// <summary>The names that may stand in a section.</summary>
    private static string KeysBelow(string path)
    {
        var prefix = path.Length == 0 ? "" : $"{path}.";
        var keys = ValueKey.All.Where(k => k.Name.StartsWith(prefix, StringComparison.Ordinal));
        return string.Join(", ", keys.Select(k => k.Name[prefix.Length..].Split('.')[0]).Distinct());
    }
}
