using Automount.Text;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 27: credentials in files, units, scripts and ConfigMaps. Secrets are where they belong, and are not checked.</summary>
internal static class CredentialCheck
{
    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        from text in set.NodeFiles.Select(f => f.Text).Concat(set.Units).Concat(set.Scripts).Concat(ConfigMaps(set))
        from line in text.Lines.Index()
        let found = Credentials.Find(line.Item)
        where found is not null
        select Credential.At(text.At(line.Index), $"{Quote.Plain(text.Of(line.Index))} holds {found}");

    private static IEnumerable<EmbeddedText> ConfigMaps(ManifestSet set) =>
        from map in set.OfKind("ConfigMap", "")
        from entry in map.Root["data"]?.Entries ?? []
        where entry.Value.Text is not null && entry.Key.Text is { } key && (key.EndsWith(".conf", StringComparison.Ordinal)
            || key.EndsWith(".sh", StringComparison.Ordinal))
        select EmbeddedText.OfScalar(entry.Key.Text!, entry.Value);
}
