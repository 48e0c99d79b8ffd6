using Automount.Text;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 32: sssd.conf and its snippets, as sssd merges them.</summary>
internal static class SssdCheck
{
    private const string Main = "/etc/sssd/sssd.conf";
    private const string Snippets = "/etc/sssd/conf.d/";

    private sealed record Setting(IniEntry Entry, NodeFile File)
    {
        // Lines of an INI file count from 1.
        public int Line => Entry.Line - 1;
    }

    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        var files = set.NodeFiles.Where(f => f.Path == Main || f.Path.StartsWith(Snippets, StringComparison.Ordinal)).ToArray();

        // Each role has a sssd of its own; files given as such belong together.
        var roles = files.GroupBy(f => f.Config is null ? null : MachineConfigReader.RoleOf(f.Config.Config));
        var streams = roles.ToDictionary(r => r.Key ?? "", r => set.Streams(r.Key));
        return files.SelectMany(One).Concat(roles.SelectMany(role => Merged(InOrder(role), streams[role.Key ?? ""], set)));
    }

    private static bool IsRead(NodeFile file) =>
        file.Path == Main || (file.Path.EndsWith(".conf", StringComparison.Ordinal) && !file.Path[Snippets.Length..].StartsWith('.'));

    /// <summary>The files that sssd reads, in its order.</summary>
    private static NodeFile[] InOrder(IEnumerable<NodeFile> files) =>
        [.. files.Where(IsRead).OrderBy(f => f.Path != Main).ThenBy(f => f.Path, StringComparer.Ordinal)];

    private static IniFile Read(NodeFile file) => IniFile.Parse(file.Text.Text, file.Path);

    private static IEnumerable<PackagingFinding> One(NodeFile file)
    {
        if (!IsRead(file))
        {
            yield return SnippetName.At(file.Config?.Place ?? file.Text.At(-1),
                $"{Quote.Plain(file.Path)} is not read: its name must end in .conf and not begin with a dot");
        }

        if (Read(file).Entries.FirstOrDefault(e => e.Section.Length == 0) is { } stray)
        {
            var line = stray.Line - 1;
            yield return SnippetSection.At(
                file.Text.At(line, stray.Key), $"{Quote.Plain(file.Text.Of(line))} sets {Quote.Of(stray.Key)} before any [section]");
        }
    }

    private static IEnumerable<PackagingFinding> Merged(NodeFile[] files, IReadOnlyList<OsStream> streams, ManifestSet set)
    {
        var settings = files.SelectMany(f => Read(f).Entries.Select(e => new Setting(e, f))).ToArray();
        return Services(files, settings, set).Concat(Domains(settings, streams));
    }

    private static IEnumerable<PackagingFinding> Services(NodeFile[] files, Setting[] settings, ManifestSet set)
    {
        if (!UsesAutofs(settings, set))
        {
            return [];
        }

        var services = settings.LastOrDefault(s => s.Entry is { Section: "sssd", Key: "services" });
        if (services is null)
        {
            return files.FirstOrDefault(f => f.Path == Main) is { } main && !IsStartedBySocket(set) ? [WithoutServices(main)] : [];
        }

        var words = services.Entry.Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (words.Contains("autofs") || IsStartedBySocket(set))
        {
            return [];
        }

        var text = services.File.Text;
        return
        [
            SssdServices.At(text.At(services.Line),
                $"{Quote.Plain(text.Of(services.Line))} has services = {Quote.Plain(services.Entry.Value)}, without autofs"),
        ];
    }

    /// <summary>Whether these nodes use autofs at all; sssd has other work on other nodes.</summary>
    private static bool UsesAutofs(Setting[] settings, ManifestSet set) =>
        set.Maps.Any(m => m.Master is not null) || set.ConfigUnits.Any(u => u.Name == "autofs.service")
        || set.Containerfiles.SelectMany(ImageContent.Packages).Any(p => p.Is("autofs")) || set.Containerfiles.Any(ImageContent.HasAgent)
        || settings.Any(s => s.Entry.Section == "autofs" || s.Entry.Key.Contains("autofs", StringComparison.Ordinal));

    private static PackagingFinding WithoutServices(NodeFile main)
    {
        var ini = Read(main);
        var section = ini.Sections.IndexOf("sssd");
        var line = section < 0 ? -1 : ini.SectionLines[section] - 1;
        return SssdServices.At(main.Text.At(line), $"{Quote.Plain(main.Text.Of(line))} has no services in [sssd]");
    }

    /// <summary>True when systemd starts the responder, which needs no services then.</summary>
    private static bool IsStartedBySocket(ManifestSet set)
    {
        const string Socket = "sssd-autofs.socket";
        return set.ConfigUnits.Any(u => u.Name == Socket)
            || set.Containerfiles.SelectMany(ImageContent.Enabled).Any(e => e.Unit == Socket);
    }

    private static IEnumerable<PackagingFinding> Domains(Setting[] settings, IReadOnlyList<OsStream> streams)
    {
        var sections = settings.GroupBy(s => s.Entry.Section);
        foreach (var domain in sections.Where(s => s.Key.StartsWith("domain/", StringComparison.Ordinal)))
        {
            Setting? Last(string key) => domain.LastOrDefault(s => s.Entry.Key == key);
            if (Last("ldap_uri") is not { } uri || !uri.Entry.Value.Contains("ldap://", StringComparison.OrdinalIgnoreCase)
                || string.Equals(Last("ldap_id_use_start_tls")?.Entry.Value, "true", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var has = $"{Quote.Plain(uri.File.Text.Of(uri.Line))} has {Quote.Of(uri.Entry.Value)} in [{Quote.Plain(domain.Key)}]";
            var place = uri.File.Text.At(uri.Line, "ldap_uri");
            if ((Last("auth_provider") ?? Last("id_provider"))?.Entry.Value == "ldap")
            {
                yield return SssdStartTls.At(place, $"{has}, with auth_provider ldap and without StartTLS");
            }

            // From sssd 2.10 on StartTLS is what happens when nothing is said.
            var mayBeOff = Last("ldap_id_use_start_tls") is not null || streams.Contains(OsStream.Rhel9);
            if (mayBeOff && Last("ldap_default_bind_dn") is not null && Last("ldap_sasl_mech") is null)
            {
                yield return SssdBindPassword.At(place, $"{has}, and binds there with a password and without StartTLS");
            }
        }
    }
}
