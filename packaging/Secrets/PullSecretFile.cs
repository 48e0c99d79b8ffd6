using System.Collections.Immutable;
using System.Text;
using Automount.Text;
using AutomountPackaging.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AutomountPackaging.Secrets;

/// <summary>
/// Reads registry credentials from a bare dockerconfigjson, or from a Secret in YAML or JSON that holds one. JSON is read as the YAML that
/// it is, so
/// that messages have lines. No message quotes anything but registries and names of fields. Pure.
/// </summary>
public static class PullSecretFile
{
    private const string Type = "kubernetes.io/dockerconfigjson";
    private const string LegacyType = "kubernetes.io/dockercfg";

    /// <summary>Reads a text.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    public static (ImmutableArray<RegistryAuth> Auths, ImmutableArray<FileProblem> Problems) Parse(string text, string file)
    {
        var problems = new List<FileProblem>();
        var auths = Root(text, file, 1, problems) is not { } root ? []
            : Scalar(root, "kind") is not null ? FromSecret(root, file, problems)
            : FromConfig(root, file, null, problems);
        return ([.. auths], [.. problems]);
    }

    private static IEnumerable<RegistryAuth> FromSecret(YamlMappingNode secret, string file, List<FileProblem> problems)
    {
        if (Scalar(secret, "kind") != "Secret")
        {
            problems.Add(new FileProblem(file, (int)secret.Start.Line, "it is an object, but no Secret: name a Secret or a dockerconfigjson"));
            return [];
        }

        var type = Scalar(secret, "type");
        if (type is not (Type or LegacyType))
        {
            problems.Add(new FileProblem(
                file, (int)secret.Start.Line, $"type of the Secret is not {Type}: create it with oc create secret generic --type={Type}"));
            return [];
        }

        var key = type == Type ? ".dockerconfigjson" : ".dockercfg";
        var plain = Child(secret, "stringData", key);
        if ((plain ?? Child(secret, "data", key)) is not YamlScalarNode { Value: { Length: > 0 } value } node)
        {
            problems.Add(new FileProblem(
                file, (int)secret.Start.Line, $"the Secret has no text at data, {key}: a Secret of this type needs that key and no other"));
            return [];
        }

        var line = (int)node.Start.Line;
        if (plain is null && Base64(value) is null)
        {
            problems.Add(new FileProblem(file, line, $"data, {key} is no base64 of a text"));
            return [];
        }

        var config = Root(plain is null ? Base64(value)! : value, file, line, problems);
        return config is null ? [] : FromConfig(type == Type ? config : new YamlMappingNode("auths", config), file, line, problems);
    }

    // Inside a Secret all lines are that of its value.
    private static IEnumerable<RegistryAuth> FromConfig(YamlMappingNode config, string file, int? fixedLine, List<FileProblem> problems)
    {
        var auths = new List<RegistryAuth>();
        foreach (var key in config.Children.Keys.Where(k => Name(k) is not ("auths" or "credHelpers" or "credsStore")))
        {
            problems.Add(new FileProblem(file, Line(key), "there is a key besides auths: the Machine Config Operator refuses the secret for it"));
        }

        if (Child(config, "auths") is not YamlMappingNode { Children.Count: > 0 } map)
        {
            problems.Add(new FileProblem(file, fixedLine ?? 1, "there is no registry in auths: name a dockerconfigjson, such as ~/.docker/config.json"));
            return auths;
        }

        foreach (var (key, node) in map.Children)
        {
            if (node is not YamlMappingNode fields || fields.Children.Values.Any(v => v is not YamlScalarNode))
            {
                problems.Add(new FileProblem(file, Line(key), $"{Name(key)}: its value is not an object of texts: write username and password, or auth"));
                continue;
            }

            auths.Add(new RegistryAuth(Name(key), [.. fields.Children.Select(f => (Name(f.Key), ((YamlScalarNode)f.Value).Value ?? ""))], file, Line(key)));
        }

        return auths;

        int Line(YamlNode node) => fixedLine ?? (int)node.Start.Line;
    }

    private static YamlMappingNode? Root(string text, string file, int line, List<FileProblem> problems)
    {
        try
        {
            if (YamlTree.Load(text) is [{ RootNode: YamlMappingNode root }])
            {
                return root;
            }

            problems.Add(new FileProblem(file, line, "it is no object in JSON or YAML: name a dockerconfigjson or a Secret"));
        }
        catch (YamlException e)
        {
            // Not the message of the parser: it may quote a credential.
            problems.Add(new FileProblem(file, line > 1 ? line : (int)e.Start.Line, "here it stops being JSON or YAML"));
        }

        return null;
    }

    /// <summary>The text behind base64; null when it is none.</summary>
    internal static string? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string Name(YamlNode key) => key is YamlScalarNode { Value: { } name } ? name : "";

    private static string? Scalar(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;

    private static YamlNode? Child(YamlNode node, params string[] path)
    {
        foreach (var step in path)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(step), out var next))
            {
                return null;
            }

            node = next;
        }

        return node;
    }
}
