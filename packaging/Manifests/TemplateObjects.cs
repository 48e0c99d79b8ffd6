using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>
/// The objects of a Template (template.openshift.io/v1), the values of its parameters put in. A parameter without a value stays
/// <c>${NAME}</c>: what somebody will give is not known here.
/// </summary>
internal static class TemplateObjects
{
    public static IEnumerable<Node> Of(Node template)
    {
        var values = template.Each("parameters").Select(p => (Name: p.TextAt("name"), Value: p.TextAt("value")))
            .Where(p => p.Name is { Length: > 0 } && p.Value is not null).DistinctBy(p => p.Name)
            .ToDictionary(p => p.Name!, p => p.Value!);
        return template.Each("objects").Select(o => Filled(o, values));
    }

    /// <summary>Whether a text has a parameter in it whose value is not known.</summary>
    public static bool IsOpen(string? text) => text?.Contains("${", StringComparison.Ordinal) == true;

    private static Node Filled(Node node, IReadOnlyDictionary<string, string> values)
    {
        if (node.IsMapping)
        {
            return Node.Mapping(node.Place, [.. node.Entries.Select(e => new Entry(Filled(e.Key, values), Filled(e.Value, values)))]);
        }

        if (node.IsSequence)
        {
            return Node.Sequence(node.Place, [.. node.Items.Select(i => Filled(i, values))]);
        }

        return IsOpen(node.Text) ? Node.Scalar(node.Place, Filled(node.Text!, values), node.Plain, node.Block) : node;
    }

    // ${{NAME}} is replaced without the quotes around it, which a scalar does not have any more.
    private static string Filled(string text, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values.Where(_ => text.Length <= Limits.MaxFileSize))
        {
            text = text.Replace($"${{{{{name}}}}}", value, StringComparison.Ordinal);
            text = text.Replace($"${{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
