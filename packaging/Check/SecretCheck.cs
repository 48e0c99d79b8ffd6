using System.Text;
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
        if (Parse(secret.Root.At("stringData") is { } plain && plain.Entries.Any(e => e.Value == node) ? node.Text!
            : Base64(node.Text!)) is not { } root)
        {
            yield return SecretContent.At(node.Place, $"the content of {Quote.Plain(secret.Title)} is not JSON");
            yield break;
        }

        var hosts = legacy ? root.Entries : root["auths"]?.Entries ?? [];
        foreach (var key in legacy ? [] : root.Entries.Select(e => e.Key.Text)
            .Where(k => k is not ("auths" or "credHelpers" or "credsStore")))
        {
            yield return SecretContent.At(node.Place,
                $"the content of {Quote.Plain(secret.Title)} has the key {Quote.Of(key)} beside auths");
        }

        if (hosts.Count == 0)
        {
            yield return SecretContent.At(node.Place, $"the content of {Quote.Plain(secret.Title)} has no registry in it");
        }

        foreach (var (host, entry) in hosts.Select(h => (h.Key.Text, h.Value)))
        {
            foreach (var key in entry.Entries.Select(e => e.Key.Text).Where(k => !AuthKeys.Contains(k)))
            {
                yield return SecretContent.At(node.Place,
                    $"the entry of {Quote.Plain(secret.Title)} for {Quote.Of(host)} has the key {Quote.Of(key)}");
            }

            if (now is { } time && Expiry(entry) is { } end && end - time < ShortLife)
            {
                yield return SecretExpiry.At(node.Place, end < time
                    ? $"the token of {Quote.Plain(secret.Title)} for {Quote.Of(host)} has ended on {end:yyyy-MM-dd}"
                    : $"the token of {Quote.Plain(secret.Title)} for {Quote.Of(host)} ends on {end:yyyy-MM-dd}");
            }
        }
    }

    /// <summary>When the token of an entry ends, where it is a JSON Web Token (RFC 7519) that says so.</summary>
    private static DateTimeOffset? Expiry(Node entry)
    {
        var password = entry.TextAt("password") ?? Base64(entry.TextAt("auth") ?? "")?.Split(':', 2)[^1] ?? "";
        var parts = password.Split('.');
        return parts.Length == 3
            && Parse(Base64(parts[1].Replace('-', '+').Replace('_', '/').PadRight((parts[1].Length + 3) / 4 * 4, '='))) is { } claims
            && long.TryParse(claims.TextAt("exp"), out var seconds) && seconds is > 0 and < 253402300800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private static string? Base64(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static Node? Parse(string? text)
    {
        try
        {
            return text is not null && JsonReader.Read("", text) is [{ Text: null, Items.Count: 0 } root] ? root : null;
        }
        catch (UnreadableException)
        {
            return null;
        }
    }
}
