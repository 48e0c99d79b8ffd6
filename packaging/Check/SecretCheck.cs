using Automount.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 34: the secrets of a MachineOSConfig.</summary>
internal static class SecretCheck
{
    private const string Namespace = "openshift-machine-config-operator";

    // Longer than the time from one minor release to the next.
    private static readonly TimeSpan ShortLife = TimeSpan.FromDays(120);

    private static readonly string[] AuthKeys = ["username", "password", "email", "auth"];

    // The images of a release of OpenShift, and the namespace of the credential that pulls them.
    private const string ReleaseImage = "quay.io/openshift-release-dev/ocp-v4.0-art-dev";
    private const string ReleaseNamespace = "openshift-release-dev";

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

        foreach (var finding in set.OsConfigs.SelectMany(o => Push(o, set).Concat(Pull(o, set))))
        {
            yield return finding;
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
            foreach (var finding in Content(secret, node, wanted == ".dockercfg", set))
            {
                yield return finding;
            }
        }
    }

    private static Node? Value(Manifest secret, string key) => secret.Root.At("stringData", key) ?? secret.Root.At("data", key);

    /// <summary>Strict decoding came with 4.20.0; before, what is not known is passed over.</summary>
    private static IEnumerable<PackagingFinding> Content(Manifest secret, Node node, bool legacy, ManifestSet set)
    {
        var title = Quote.Plain(secret.Title);
        if (Config(secret, node) is not { } root)
        {
            yield return SecretContent.At(node.Place, $"the content of {title} is not JSON");
            yield break;
        }

        foreach (var (key, _) in root.Entries.Where(e => !legacy && set.Target.IsFrom(4, 20) && e.Key.Text != "auths"))
        {
            if (Beside(key.Text, set.Target) is { } rule)
            {
                yield return rule.At(node.Place, $"the content of {title} has the key {Quote.Of(key.Text)} beside auths");
            }
        }

        var registries = Registries(root, legacy);
        if (registries.Count == 0)
        {
            yield return SecretContent.At(node.Place, $"the content of {title} has no registry in it");
        }

        foreach (var finding in registries.SelectMany(r => Auth(r, node, title, set)))
        {
            yield return finding;
        }
    }

    /// <summary>
    /// What a key beside auths is: fixes of April and May 2026 let the operator of 4.20 and 4.21 pass over credHelpers and credsStore, as
    /// those of 4.23 and 5.0 do; 4.22 refuses the secret.
    /// </summary>
    private static PackagingRule? Beside(string? key, OpenShiftVersion target) => key switch
    {
        not ("credHelpers" or "credsStore") => SecretContent,
        _ when target == new OpenShiftVersion(4, 22) => SecretContent,
        _ when target.IsFrom(4, 23) => null,
        _ => SecretCredentialStore,
    };

    private static IEnumerable<PackagingFinding> Auth(Entry registry, Node node, string title, ManifestSet set)
    {
        var (name, entry) = (Quote.Of(registry.Key.Text), registry.Value);
        foreach (var (key, _) in entry.Entries.Where(e => set.Target.IsFrom(4, 20) && !AuthKeys.Contains(e.Key.Text)))
        {
            yield return SecretContent.At(node.Place, $"the entry of {title} for {name} has the key {Quote.Of(key.Text)}");
        }

        var (password, auth) = (entry.TextAt("password"), entry.TextAt("auth"));
        if (auth is { Length: > 0 })
        {
            if (RegistryToken.Decode(auth)?.Contains(':') != true)
            {
                yield return SecretContent.At(node.Place, $"auth of {title} for {name} is not base64 of USER:PASSWORD");
            }
        }
        else if (string.IsNullOrEmpty(entry.TextAt("username")) || string.IsNullOrEmpty(password))
        {
            yield return SecretContent.At(node.Place, $"the entry of {title} for {name} has neither auth nor username and password");
        }

        if (RegistryToken.Expiry(password, auth) is { } end && end - set.Now < ShortLife)
        {
            var ends = end < set.Now ? "has ended" : "ends";
            yield return SecretExpiry.At(node.Place, $"the token of {title} for {name} {ends} on {end:yyyy-MM-dd}");
        }
    }

    /// <summary>The push secret must have a credential for where the image is pushed.</summary>
    private static IEnumerable<PackagingFinding> Push(Manifest config, ManifestSet set)
    {
        var image = config.Spec.TextAt("renderedImagePushSpec");
        if (image is not { Length: > 0 } || Auths(config.Spec.TextAt("renderedImagePushSecret", "name"), set) is not var (secret, auths))
        {
            yield break;
        }

        if (auths.Count > 0 && !auths.Any(a => RegistryKey.Covers(a.Key.Text ?? "", image)))
        {
            yield return SecretPushHost.At(secret.Place,
                $"{Quote.Plain(secret.Title)} has no credential for {Quote.Of(image)}, only for {Keys(auths)}");
        }
    }

    /// <summary>The pull secret must have one for the images of the release, which the base is one of; mirrors may have them too.</summary>
    private static IEnumerable<PackagingFinding> Pull(Manifest config, ManifestSet set)
    {
        var isMirrored = set.Manifests.Any(m => m.Kind is "ImageDigestMirrorSet" or "ImageTagMirrorSet" or "ImageContentSourcePolicy");
        if (isMirrored || Auths(config.Spec.TextAt("baseImagePullSecret", "name"), set) is not var (secret, auths) || auths.Count == 0)
        {
            yield break;
        }

        var covering = auths.Where(a => RegistryKey.Covers(a.Key.Text ?? "", ReleaseImage));
        var longest = covering.OrderByDescending(a => a.Key.Text!.Length).FirstOrDefault();
        if (longest.Key is null)
        {
            yield return SecretPullCoverage.At(secret.Place,
                $"{Quote.Plain(secret.Title)} has no credential for the images of the release on quay.io, only for {Keys(auths)}");
            yield break;
        }

        var entry = longest.Value;
        var (user, _) = RegistryToken.Credential(entry.TextAt("username"), entry.TextAt("password"), entry.TextAt("auth"));

        // Robots of Quay are called NAMESPACE+ROBOT, and reach the images of their namespace.
        if (user.IndexOf('+') is > 0 and var plus && user[..plus] != ReleaseNamespace)
        {
            var robot = $"{Quote.Of(longest.Key.Text)} is of a robot of {Quote.Of(user[..plus])}";
            yield return SecretPullCoverage.At(secret.Place,
                $"the credential of {Quote.Plain(secret.Title)} for {robot}, which may not pull the images of the release");
        }
    }

    private static string Keys(IReadOnlyList<Entry> auths) =>
        Wording.Some([.. auths.Select(a => Quote.Of(a.Key.Text)).Order(StringComparer.Ordinal)]);

    /// <summary>A secret of the operator's namespace, and its registries; null when it is not among the manifests.</summary>
    private static (Manifest Secret, IReadOnlyList<Entry> Auths)? Auths(string? name, ManifestSet set)
    {
        var secret = set.OfKind("Secret", "").FirstOrDefault(s => s.Name == name && s.Namespace == Namespace);
        var legacy = secret?.Root.TextAt("type") == "kubernetes.io/dockercfg";
        if (secret is null || Value(secret, legacy ? ".dockercfg" : ".dockerconfigjson") is not { } node)
        {
            return null;
        }

        return Config(secret, node) is { } root ? (secret, Registries(root, legacy)) : null;
    }

    private static IReadOnlyList<Entry> Registries(Node root, bool legacy) => legacy ? root.Entries : root["auths"]?.Entries ?? [];

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
