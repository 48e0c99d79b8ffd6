using System.Text.RegularExpressions;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 5 and 6: where the image is pushed, and how nodes get it back.</summary>
/// <remarks>The two patterns are those of the CRD (openshift/api, machineconfiguration/v1/types_machineosconfig.go).</remarks>
internal static partial class PushSpecCheck
{
    private const int MaxLength = 447;

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) => set.OsConfigs.SelectMany(o => One(o, set));

    private static IEnumerable<PackagingFinding> One(Manifest config, ManifestSet set)
    {
        if (config.Spec?["renderedImagePushSpec"] is not { Text: { Length: > 0 } spec } node || TemplateObjects.IsOpen(spec))
        {
            yield break;
        }

        if (Refusal(spec) is { } why)
        {
            yield return PushSpec.At(node.Place, $"renderedImagePushSpec {Quote.Of(spec)} {why}");
            yield break;
        }

        var slash = spec.IndexOf('/');
        var name = spec[(slash + 1)..spec.LastIndexOf(':')];
        if (name.Any(char.IsAsciiLetterUpper))
        {
            yield return PushSpecCase.At(node.Place, $"the repository {Quote.Of(name)} has upper-case letters");
        }

        if (name.Count(c => c == '/') > 1)
        {
            yield return PushSpecDepth.At(node.Place, $"{Quote.Of(name)} has more than one component before the name");
        }

        if (!Internal().IsMatch(spec[..slash]) && !set.Sources.Any(s => GlobalPullSecret().IsMatch(s.Text)))
        {
            yield return NodePullSecret.At(node.Place,
                $"nodes pull from {Quote.Plain(spec[..slash])} with the global pull secret, of which nothing is said here");
        }
    }

    private static string? Refusal(string spec) => spec switch
    {
        { Length: > MaxLength } => $"has more than {MaxLength} characters",
        _ when spec.Contains("://", StringComparison.Ordinal) => "has a scheme",
        _ when spec.Contains('@') => "has a digest, where a tag is wanted",
        _ when spec.LastIndexOf(':') <= spec.LastIndexOf('/') => "has no tag",
        _ when !spec.Split('/')[0].Contains('.') || !spec.Contains('/') => "has no host with a dot in it",
        _ when !General().IsMatch(spec) && !Service().IsMatch(spec) => "does not look like HOST[:PORT]/[NAMESPACE/]NAME:TAG",
        _ => null,
    };

    [GeneratedRegex(@"^([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(:[0-9]{2,5})?(/[a-zA-Z0-9_-]{1,61})*/[a-zA-Z0-9_.-]+:[a-zA-Z0-9._-]+\z")]
    private static partial Regex General();

    [GeneratedRegex(@"^[^.]+\.[^.]+\.svc:[0-9]+/[^/]+/[^/]+:[^/]+\z")]
    private static partial Regex Service();

    [GeneratedRegex(@"\.svc(\.cluster\.local)?(:[0-9]+)?\z|^default-route-openshift-image-registry\.")]
    private static partial Regex Internal();

    [GeneratedRegex(@"global pull[ -]secret|openshift-config/pull-secret|secret/pull-secret\b", RegexOptions.IgnoreCase)]
    private static partial Regex GlobalPullSecret();
}
