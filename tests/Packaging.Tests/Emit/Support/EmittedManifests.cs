using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PackagingTests.Emit.Support;

/// <summary>Manifests as trees.</summary>
internal static class EmittedManifests
{
    public static IEnumerable<YamlMappingNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(d => (YamlMappingNode)d.RootNode);
    }

    /// <summary>Every object of the folder; the kustomization is none.</summary>
    public static IEnumerable<YamlMappingNode> Objects(IEnumerable<SourceFile> files) =>
        files.Where(f => f.Path.EndsWith(".yaml") && f.Path != "kustomization.yaml").SelectMany(f => Documents(f.Text));

    public static YamlMappingNode Only(IEnumerable<SourceFile> files, string kind) => Objects(files).Single(o => o.Text("kind") == kind);

    /// <summary>The node at a path such as <c>spec/endpoints/0/port</c>; null when there is none.</summary>
    public static YamlNode? At(this YamlNode? node, string path)
    {
        foreach (var step in path.Split('/'))
        {
            node = node switch
            {
                YamlMappingNode map when map.Children.TryGetValue(new YamlScalarNode(step), out var child) => child,
                YamlSequenceNode list when int.TryParse(step, out var index) && index < list.Children.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The node of a key that has slashes itself, such as that of a label.</summary>
    public static YamlNode? Child(this YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    public static string? Text(this YamlNode? node, string path) => (node.At(path) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> List(this YamlNode? node, string path) => (node.At(path) as YamlSequenceNode)?.Children ?? [];

    /// <summary>The type that Kubernetes gives a scalar: it reads YAML 1.1.</summary>
    public static string TypeOf(YamlScalarNode scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            return "string";
        }

        return scalar.Value switch
        {
            null or "" or "~" or "null" => "null",
            "true" or "false" or "yes" or "no" or "on" or "off" => "boolean",
            var text when System.Text.RegularExpressions.Regex.IsMatch(text, @"\A[-+]?[0-9]+\z") => "integer",
            var text when System.Text.RegularExpressions.Regex.IsMatch(text, @"\A[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?\z") => "number",
            _ => "string",
        };
    }
}
