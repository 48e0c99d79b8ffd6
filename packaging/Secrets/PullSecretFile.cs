using System.Collections.Immutable;
using Automount.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Secrets;

/// <summary>
/// Reads registry credentials from a bare dockerconfigjson, or from a Secret in YAML or JSON that holds one. JSON is read as the YAML that
/// it is. No message quotes anything but registries and names of fields.
/// </summary>
internal sealed class PullSecretFile
{
    private const string Type = "kubernetes.io/dockerconfigjson";
    private const string Remedy = "--output writes a file without it";
    private const string LegacyType = "kubernetes.io/dockercfg";

    private readonly string file;
    private readonly List<FileProblem> problems = [];

    // Inside a Secret all lines are that of its value.
    private int? fixedLine;

    private readonly bool isUsedAsItIs;

    private PullSecretFile(string file, bool isUsedAsItIs) => (this.file, this.isUsedAsItIs) = (file, isUsedAsItIs);

    /// <summary>Reads a text. Pure.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="isUsedAsItIs">Whether the operator gets this very file, and not what is made of it.</param>
    public static (ImmutableArray<RegistryAuth> Auths, ImmutableArray<FileProblem> Problems) Parse(
        string text, string file, bool isUsedAsItIs = true)
    {
        var secret = new PullSecretFile(file, isUsedAsItIs);
        return ([.. secret.Auths(text)], [.. secret.problems]);
    }

    private IReadOnlyList<RegistryAuth> Auths(string text)
    {
        if (Root(text) is not { } root)
        {
            return [];
        }

        var config = root.TextAt("kind") is null ? root : ConfigOf(root);
        return config is null ? [] : FromConfig(config);
    }

    /// <summary>The dockerconfigjson in a Secret; null with a problem when there is none.</summary>
    private Node? ConfigOf(Node secret)
    {
        if (secret.TextAt("kind") != "Secret")
        {
            return Problem(secret, "it is an object, but not a Secret: name a Secret or a dockerconfigjson");
        }

        var type = secret.TextAt("type");
        if (type is not (Type or LegacyType))
        {
            return Problem(secret, $"type of the Secret is not {Type}: create it with oc create secret generic --type={Type}");
        }

        var key = type == Type ? ".dockerconfigjson" : ".dockercfg";
        var plain = secret.At("stringData", key);
        if ((plain ?? secret.At("data", key)) is not { Text: { Length: > 0 } value } node)
        {
            return Problem(secret, $"the Secret has no text at data, {key}: a Secret of this type needs that key and no other");
        }

        var text = plain is null ? RegistryToken.Decode(value) : value;
        if (text is null)
        {
            return Problem(node, $"data, {key} is not base64 of a text");
        }

        fixedLine = node.Place.Line;
        var config = Root(text);
        return config is null || type == Type ? config
            : Node.Mapping(config.Place, [new Entry(Node.Scalar(config.Place, "auths", false), config)]);
    }

    private IReadOnlyList<RegistryAuth> FromConfig(Node config)
    {
        foreach (var (key, _) in config.Entries)
        {
            if (key.Text is "credHelpers" or "credsStore" && isUsedAsItIs)
            {
                Problem(key, $"{key.Text}: operators of 4.22, and of early 4.20 and 4.21, refuse the secret for it: {Remedy}");
            }
            else if (key.Text is not ("auths" or "credHelpers" or "credsStore"))
            {
                Problem(key, "there is a key besides auths: the Machine Config Operator refuses the secret for it");
            }
        }

        if (config["auths"] is not { Entries.Count: > 0 } registries)
        {
            Problem(fixedLine ?? 1, "there is no registry in auths: name a dockerconfigjson, such as ~/.docker/config.json");
            return [];
        }

        var auths = new List<RegistryAuth>();
        foreach (var (key, fields) in registries.Entries)
        {
            var name = key.Text ?? "";
            if (!fields.IsMapping || fields.Entries.Any(f => f.Value.Text is null))
            {
                Problem(key, $"{name}: its value is not an object of texts: write username and password, or auth");
                continue;
            }

            var values = fields.Entries.Select(f => (f.Key.Text ?? "", f.Value.Text!));
            auths.Add(new RegistryAuth(name, [.. values], file, fixedLine ?? key.Place.Line));
        }

        return auths;
    }

    private Node? Root(string text)
    {
        try
        {
            if (YamlReader.Read(file, text) is [{ IsMapping: true } root])
            {
                return root;
            }

            Problem(fixedLine ?? 1, "it is not an object in JSON or YAML: name a dockerconfigjson or a Secret");
        }
        catch (UnreadableException e)
        {
            // Not the message of the parser: it may quote a credential.
            Problem(fixedLine ?? e.Place.Line, "here it stops being JSON or YAML");
        }

        return null;
    }

    private Node? Problem(Node at, string reason)
    {
        Problem(fixedLine ?? at.Place.Line, reason);
        return null;
    }

    private void Problem(int line, string reason) => problems.Add(new FileProblem(file, line, reason));
}
