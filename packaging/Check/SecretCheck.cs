using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 34: the secrets of a MachineOSConfig.</summary>
internal static class SecretCheck
{
    private const string Namespace = "openshift-machine-config-operator";

    // Longer than the time from one minor release to the next.
    private static readonly TimeSpan ShortLife = TimeSpan.FromDays(120);

    private static readonly string[] AuthKeys = ["username", "password", "email", "auth"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        foreach (var config in set.OsConfigs)
        {
            if (config.Spec.At("baseImagePullSecret", "name") is { Text.Length: > 0 } pull
                && pull.Text == config.Spec.TextAt("renderedImagePushSecret", "name"))
            {
                yield return SecretShared.At(pull.Place,
                    $"{Quote.Plain(config.Title)} pulls and pushes with the secret {Quote.Of(pull.Text)}");
            }
        }

        var used = set.OsConfigs
            .SelectMany(o => new[] { o.Spec.TextAt("baseImagePullSecret", "name"), o.Spec.TextAt("renderedImagePushSecret", "name") })
                .OfType<string>().ToHashSet();
        foreach (var finding in set.OfKind("Secret", "").Where(s => used.Contains(s.Name)).SelectMany(s => One(s, set)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<PackagingFinding> One(Manifest secret, ManifestSet set)
    {
        if (secret.Namespace != Namespace)
        {
            yield return SecretNamespace.At(secret.Root.At("metadata", "namespace")?.Place ?? secret.Place,
                $"{Quote.Plain(secret.Title)} is in namespace {Quote.Of(secret.Namespace)}, where the operator does not look");
        }

        var type = secret.Root.TextAt("type");
        var (wanted, other) = type == "kubernetes.io/dockercfg" ? (".dockercfg", ".dockerconfigjson") : (".dockerconfigjson", ".dockercfg");
        var node = Value(secret, wanted);
        if (type is not ("kubernetes.io/dockercfg" or "kubernetes.io/dockerconfigjson"))
        {
            yield return SecretType.At(secret.Root["type"]?.Place ?? secret.Place,
                $"{Quote.Plain(secret.Title)} has type {Quote.Of(type)}");
        }
        else if (node?.Text is null or "" || Value(secret, other) is not null)
        {
            yield return SecretType.At(secret.Root["data"]?.Place ?? secret.Place,
                $"{Quote.Plain(secret.Title)} of type {type} must have the key {wanted}, and not {other}");
        }

        if (node?.Text is { Length: > 0 })
        {
            foreach (var finding in Content(secret, node, wanted == ".dockercfg", set.Now))
            {
                yield return finding;
            }
        }
    }

    private static Node? Value(Manifest secret, string key) => secret.Root.At("stringData", key) ?? secret.Root.At("data", key);

    private static IEnumerable<PackagingFinding> Content(Manifest secret, Node node, bool legacy, DateTimeOffset? now)
    {
        var title = Quote.Plain(secret.Title);
        if (Config(secret, node) is not { } root)
        {
            yield return SecretContent.At(node.Place, $"the content of {title} is not JSON");
            yield break;
        }

        if (!legacy)
        {
            foreach (var (key, _) in root.Entries.Where(e => e.Key.Text is not ("auths" or "credHelpers" or "credsStore")))
            {
                yield return SecretContent.At(node.Place, $"the content of {title} has the key {Quote.Of(key.Text)} beside auths");
            }
        }

        var registries = legacy ? root.Entries : root["auths"]?.Entries ?? [];
        if (registries.Count == 0)
        {
            yield return SecretContent.At(node.Place, $"the content of {title} has no registry in it");
        }

        foreach (var (registry, entry) in registries)
        {
            foreach (var (key, _) in entry.Entries.Where(e => !AuthKeys.Contains(e.Key.Text)))
            {
                yield return SecretContent.At(
                    node.Place, $"the entry of {title} for {Quote.Of(registry.Text)} has the key {Quote.Of(key.Text)}");
            }

            if (RegistryToken.Expiry(entry.TextAt("password"), entry.TextAt("auth")) is { } end && end - now < ShortLife)
            {
                var ends = end < now ? "has ended" : "ends";
                yield return SecretExpiry.At(node.Place, $"the token of {title} for {Quote.Of(registry.Text)} {ends} on {end:yyyy-MM-dd}");
            }
        }
    }

    /// <summary>The dockerconfigjson that a Secret holds as text or as base64; null when it is not an object in JSON.</summary>
    private static Node? Config(Manifest secret, Node node)
    {
        var isText = secret.Root.At("stringData") is { } plain && plain.Entries.Any(e => e.Value == node);
        try
        {
            var text = isText ? node.Text : RegistryToken.Decode(node.Text);
            return text is not null && JsonReader.Read("", text) is [{ IsMapping: true } root] ? root : null;
        }
        catch (UnreadableException)
        {
            return null;
        }
    }
}
