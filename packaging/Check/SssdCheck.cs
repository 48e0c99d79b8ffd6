using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 32: sssd.conf and its snippets, as sssd merges them.</summary>
internal static class SssdCheck
{
    private const string Main = "/etc/sssd/sssd.conf";
    private const string Snippets = "/etc/sssd/conf.d/";

    private sealed record Setting(IniKey Key, NodeFile File);

    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        var files = set.NodeFiles.Where(f => f.Path == Main || f.Path.StartsWith(Snippets, StringComparison.Ordinal)).ToArray();

        // Each role has a sssd of its own; files given as such belong together.
        var groups = files.GroupBy(f => f.Config is null ? null : MachineConfigReader.RoleOf(f.Config.Config));
        return files.SelectMany(One).Concat(groups.SelectMany(g => Merged([.. g
            .Where(IsRead).OrderBy(f => f.Path != Main).ThenBy(f => f.Path, StringComparer.Ordinal)], set)));
    }

    private static bool IsRead(NodeFile file) =>
        file.Path == Main || (file.Path.EndsWith(".conf", StringComparison.Ordinal) && !file.Path[Snippets.Length..].StartsWith('.'));

    private static IEnumerable<PackagingFinding> One(NodeFile file)
    {
        if (!IsRead(file))
        {
            yield return SnippetName.At(file.Config?.Place ?? file.Text.At(-1),
                $"{Quote.Plain(file.Path)} is not read: its name must end in .conf and not begin with a dot");
        }

        if (IniText.Read(file.Text).Keys.FirstOrDefault(k => k.Section.Length == 0) is { } stray)
        {
            yield return SnippetSection.At(file.Text.At(stray.Line, stray.Key),
                $"{Quote.Plain(file.Text.Of(stray.Line))} sets {Quote.Of(stray.Key)} before any [section]");
        }
    }

    private static IEnumerable<PackagingFinding> Merged(IReadOnlyList<NodeFile> files, ManifestSet set)
    {
        var settings = files.SelectMany(f => IniText.Read(f.Text).Keys.Select(k => new Setting(k, f))).ToArray();
        foreach (var finding in Services(files, settings, set).Concat(Domains(settings)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<PackagingFinding> Services(IReadOnlyList<NodeFile> files, Setting[] settings, ManifestSet set)
    {
        var services = settings.LastOrDefault(s => s.Key is { Section: "sssd", Key: "services" });
        var main = files.FirstOrDefault(f => f.Path == Main);
        if ((services is null && main is null)
            || services?.Key.Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Contains("autofs") == true || BySocket(set))
        {
            yield break;
        }

        var file = services?.File ?? main!;
        var line = services?.Key.Line ?? IniText.Read(file.Text).Sections.Where(s => s.Name == "sssd")
            .Select(s => s.Line).FirstOrDefault(-1);
        yield return SssdServices.At(file.Text.At(line), services is null
            ? $"{Quote.Plain(file.Text.Of(line))} has no services in [sssd]"
            : $"{Quote.Plain(file.Text.Of(line))} has services = {Quote.Plain(services.Key.Value)}, without autofs");
    }

    /// <summary>True when systemd starts the responder, which needs no services then.</summary>
    private static bool BySocket(ManifestSet set) =>
        set.ConfigUnits.Any(u => u.Name == "sssd-autofs.socket") || set.Containerfiles.SelectMany(ImageContent.Enabled)
            .Any(e => e.Unit == "sssd-autofs.socket");

    private static IEnumerable<PackagingFinding> Domains(Setting[] settings)
    {
        foreach (var domain in settings
            .Where(s => s.Key.Section.StartsWith("domain/", StringComparison.Ordinal)).GroupBy(s => s.Key.Section))
        {
            Setting? Last(string key) => domain.LastOrDefault(s => s.Key.Key == key);
            var provider = Last("auth_provider") ?? Last("id_provider");
            if (provider?.Key.Value != "ldap" || Last("ldap_uri") is not { } uri
                || !uri.Key.Value.Contains("ldap://", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!string.Equals(Last("ldap_id_use_start_tls")?.Key.Value, "true", StringComparison.OrdinalIgnoreCase))
            {
                yield return SssdStartTls.At(uri.File.Text.At(uri.Key.Line, "ldap_uri"),
                    $"{Quote.Plain(uri.File.Text.Of(uri.Key.Line))} has {Quote.Of(uri.Key.Value)} in [{Quote.Plain(domain.Key)}], with auth_provider ldap and without StartTLS");
            }
        }
    }
}
