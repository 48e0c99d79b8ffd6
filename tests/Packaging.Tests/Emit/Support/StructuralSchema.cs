using System.Globalization;
using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using YamlDotNet.RepresentationModel;

namespace PackagingTests.Emit.Support;

/// <summary>
/// Validates an object against the structural schema of a CRD as the API server does: types, required, enumerations, patterns, lengths,
/// numbers, keys of lists, unknown fields. Rules in CEL are written down in the tests.
/// </summary>
internal sealed class StructuralSchema
{
    private readonly Dictionary<(string ApiVersion, string Kind), YamlNode> _schemas = [];

    public StructuralSchema(params IEnumerable<string> folders)
    {
        foreach (var crd in folders.SelectMany(f => Directory.GetFiles(f, "*.yaml"))
            .SelectMany(f => EmittedManifests.Documents(File.ReadAllText(f))))
        {
            foreach (var version in crd.List("spec/versions").Where(v => v.Text("served") == "true"))
            {
                _schemas[($"{crd.Text("spec/group")}/{version.Text("name")}", crd.Text("spec/names/kind")!)] = version.At(
                    "schema/openAPIV3Schema")!;
            }
        }
    }

    public bool Knows(YamlMappingNode manifest) => _schemas.ContainsKey(Key(manifest));

    public IEnumerable<string> Problems(YamlMappingNode manifest) => Problems(manifest, _schemas[Key(manifest)], manifest.Text("kind")!);

    private static (string, string) Key(YamlMappingNode manifest) => (manifest.Text("apiVersion") ?? "", manifest.Text("kind") ?? "");

    private static IEnumerable<string> Problems(YamlNode node, YamlNode schema, string path)
    {
        var type = schema.Text("type");
        var isIntOrString = schema.Text("x-kubernetes-int-or-string") == "true";
        return node switch
        {
            YamlMappingNode map when type == "object" => Mapping(map, schema, path),
            YamlSequenceNode list when type == "array" => Sequence(list, schema, path),
            YamlScalarNode scalar => Scalar(scalar, schema, isIntOrString ? null : type, path),
            _ => [$"{path}: {node.NodeType} instead of {type}"],
        };
    }

    private static IEnumerable<string> Mapping(YamlMappingNode map, YamlNode schema, string path)
    {
        foreach (var missing in schema.List("required").Select(r => r.ToString()).Where(r => map.At(r) is null))
        {
            yield return $"{path}: {missing} is required";
        }

        var isOpen = schema.Text("x-kubernetes-preserve-unknown-fields") == "true"
            || (schema.At("properties") is null && schema.At("additionalProperties") is null);
        foreach (var (key, value) in map.Children)
        {
            var below = $"{path}.{key}";
            string[] unknown = isOpen ? [] : [$"{below}: unknown field"];
            var child = schema.At("properties").Child(key.ToString()) ?? schema.At("additionalProperties");
            foreach (var problem in child is null ? unknown : Problems(value, child, below))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Sequence(YamlSequenceNode list, YamlNode schema, string path)
    {
        if (list.Children.Count < Number(schema, "minItems", 0) || list.Children.Count > Number(schema, "maxItems", int.MaxValue))
        {
            yield return $"{path}: {list.Children.Count} items";
        }

        var keys = schema.List("x-kubernetes-list-map-keys").Select(k => k.ToString()).ToArray();
        if (keys.Length > 0 && list.GroupBy(i => string.Join('/', keys.Select(k => i.Text(k)))).Any(g => g.Count() > 1))
        {
            yield return $"{path}: two items have the same {string.Join(", ", keys)}";
        }

        foreach (var problem in list.SelectMany((item, index) => Problems(item, schema.At("items")!, $"{path}[{index}]")))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Scalar(YamlScalarNode scalar, YamlNode schema, string? type, string path)
    {
        var actual = EmittedManifests.TypeOf(scalar);
        var text = scalar.Value ?? "";
        if (type is null ? actual is not ("integer" or "string") : actual != type && !(type == "number" && actual == "integer"))
        {
            yield return $"{path}: {actual} instead of {type}";
        }

        if (schema.List("enum").ToArray() is { Length: > 0 } allowed && !allowed.Any(a => a.ToString() == text))
        {
            yield return $"{path}: '{text}' is not in the enumeration";
        }

        if (schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern))
        {
            yield return $"{path}: '{text}' does not match {pattern}";
        }

        if (text.Length < Number(schema, "minLength", 0) || text.Length > Number(schema, "maxLength", int.MaxValue))
        {
            yield return $"{path}: {text.Length} characters";
        }

        if (type == "integer" && actual == type &&
            (long.Parse(text, CultureInfo.InvariantCulture) < Number(schema, "minimum", long.MinValue) ||
            long.Parse(text, CultureInfo.InvariantCulture) > Number(schema, "maximum", long.MaxValue)))
        {
            yield return $"{path}: {text} is out of range";
        }
    }

    private static long Number(YamlNode schema, string key, long standard) =>
        schema.Text(key) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : standard;
}
