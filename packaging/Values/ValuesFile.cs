using System.Collections.Immutable;
using Automount.Text;
using AutomountPackaging.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AutomountPackaging.Values;

/// <summary>Reads a values file into a fragment: keys and texts with their lines, no opinion on the texts. Pure.</summary>
public static class ValuesFile
{
    /// <summary>Reads the text of a values file; problems are unknown keys, wrong types, and YAML that is none.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path: in messages, and what relative paths in it start from.</param>
    public static (ImmutableArray<Given> Fragment, ImmutableArray<FileProblem> Problems) Parse(string text, string file)
    {
        var fragment = ImmutableArray.CreateBuilder<Given>();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        IList<YamlDocument> documents;
        try
        {
            documents = YamlTree.Load(text);
        }
        catch (YamlException e)
        {
            return ([], [new FileProblem(file, (int)e.Start.Line, $"this is no YAML: {e.Message}")]);
        }

        switch (documents)
        {
            case []:
                break;
            case [var document]:
                Walk(document.RootNode, "", file, fragment, problems);
                break;
            default:
                problems.Add(new FileProblem(file, (int)documents[1].RootNode.Start.Line, "a second document begins here: write all values into one"));
                break;
        }

        return (fragment.ToImmutable(), problems.ToImmutable());
    }

    private static void Walk(
        YamlNode node, string path, string file, ImmutableArray<Given>.Builder fragment, ImmutableArray<FileProblem>.Builder problems)
    {
        if (node is not YamlMappingNode section)
        {
            var what = path.Length == 0 ? "the file" : path;
            problems.Add(new FileProblem(file, (int)node.Start.Line, $"{what} is no section: write one of {Below(path)} in it"));
            return;
        }

        foreach (var (keyNode, value) in section.Children)
        {
            var name = keyNode is YamlScalarNode { Value: { } written } ? written : "?";
            var full = path.Length == 0 ? name : $"{path}.{name}";
            if (ValueKey.Find(full) is { } key)
            {
                Take(key, value, file, fragment, problems);
            }
            else if (ValueKey.All.Any(k => k.Name.StartsWith(full + '.', StringComparison.Ordinal)))
            {
                Walk(value, full, file, fragment, problems);
            }
            else
            {
                problems.Add(new FileProblem(file, (int)keyNode.Start.Line, $"there is no key '{full}': write one of {Below(path)}"));
            }
        }
    }

    private static void Take(
        ValueKey key, YamlNode node, string file, ImmutableArray<Given>.Builder fragment, ImmutableArray<FileProblem>.Builder problems)
    {
        var nodes = key.IsList && node is YamlSequenceNode list ? list.Children : [node];
        var texts = ImmutableArray.CreateBuilder<GivenText>();
        foreach (var item in nodes)
        {
            var line = (int)item.Start.Line;
            if (item is not YamlScalarNode { Value: { } text } scalar || (key.IsList && ReferenceEquals(item, node)))
            {
                problems.Add(new FileProblem(file, line, $"{key.Name} is no {(key.IsList ? "list of texts: write '- ' before each" : "text")}: {key.Form}"));
            }
            else if (text.Length == 0 || (scalar.Style == ScalarStyle.Plain && text is "~" or "null"))
            {
                problems.Add(new FileProblem(file, line, $"{key.Name} is empty: write {key.Form}, or leave the key out"));
            }
            else
            {
                texts.Add(new GivenText(key.IsPath ? Path.Combine(Path.GetDirectoryName(file) ?? "", text) : text, line));
            }
        }

        fragment.Add(new Given(key, texts.ToImmutable(), file));
    }

    private static string Below(string path)
    {
        var start = path.Length == 0 ? 0 : path.Length + 1;
        return string.Join(", ", ValueKey.All
            .Where(k => path.Length == 0 || k.Name.StartsWith(path + '.', StringComparison.Ordinal))
            .Select(k => k.Name[start..].Split('.')[0])
            .Distinct());
    }
}
