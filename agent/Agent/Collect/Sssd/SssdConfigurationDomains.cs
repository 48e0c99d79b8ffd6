using System.Collections.Immutable;
using System.Globalization;
using Automount.Maps.Ldif;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>Takes the automount settings of each domain out of sssd's configuration (sssd-ldap(5), sssd-ipa(5), sssd-ad(5)).</summary>
internal static class SssdConfigurationDomains
{
    private const string Prefix = "domain/";

    /// <summary>
    /// The names of the enabled domains: those of <c>domains</c>, then those with <c>enabled = true</c>, without those with <c>enabled =
    /// false</c>.
    /// </summary>
    public static IEnumerable<string> Enabled(SssdConfigurationTable table) =>
        SssdConfigurationTable.List(table.Find("sssd", "domains")?.Value)
        .Concat(table.Sections
            .Where(s => s.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !s[Prefix.Length..].Contains('/'))
            .Select(s => s[Prefix.Length..])
            .Where(name => Flag(table, name, "enabled") == true))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Where(name => Flag(table, name, "enabled") != false);

    /// <summary>The enabled domains that say <c>autofs_provider = none</c>.</summary>
    public static ImmutableArray<FileProblem> WithoutProvider(SssdConfigurationTable table) =>
    [
        .. from name in Enabled(table)
           let provider = Find(table, name, "autofs_provider")
           where provider?.Value.Equals("none", StringComparison.OrdinalIgnoreCase) == true
           select new FileProblem(provider.File, provider.Line, $"domain {Printable.Escape(name, 64)} has autofs_provider = none"),
    ];

    /// <summary>The enabled domains whose automount provider speaks LDAP.</summary>
    public static ImmutableArray<SssdDomainSettings> Read(
        SssdConfigurationTable table, HostPaths paths, ImmutableArray<FileProblem>.Builder problems)
    {
        var domains = ImmutableArray.CreateBuilder<SssdDomainSettings>();
        foreach (var name in Enabled(table))
        {
            var known = table.Sections.Contains(Prefix + name, StringComparer.OrdinalIgnoreCase);
            if (!known && table.Find("sssd", "domains") is { } list)
            {
                problems.Add(new FileProblem(
                    list.File,
                    list.Line,
                    $"the domain {Printable.Escape(name, 64)} has no section: add [domain/{Printable.Escape(name, 64)}]"));
            }

            var provider = Value(table, name, "autofs_provider") ?? Value(table, name, "id_provider") ?? "none";
            provider = provider.ToLowerInvariant();
            if (provider is "ldap" or "ipa" or "ad")
            {
                domains.Add(Domain(table, name, provider, paths, problems));
            }
        }

        return domains.ToImmutable();
    }

    private static SssdDomainSettings Domain(
        SssdConfigurationTable table, string name, string provider, HostPaths paths, ImmutableArray<FileProblem>.Builder problems)
    {
        string? Get(string key) => Value(table, name, key);
        var password = Password(table, name, out var passwordProblem);
        if (passwordProblem is not null)
        {
            problems.Add(passwordProblem);
        }

        var useLdaps = provider == "ad" && Flag(table, name, "ad_use_ldaps") == true;
        var ownDomain = provider == "ldap" ? null : Get($"{provider}_domain") ?? name;
        var startTls = Flag(table, name, "ldap_id_use_start_tls");
        var settings = new SssdDomainSettings
        {
            Name = name,
            Provider = provider,
            Uris = Uris(provider, Get, useLdaps),
            SearchBases = SearchBases(table, name, provider, problems),
            Schema = Schema(table, name, provider, problems),
            MasterMap = Get("ldap_autofs_map_master_name") ?? "auto.master",
            CacheLifetime = CacheLifetime(Get),
            BindDn = Get("ldap_default_bind_dn"),
            BindPassword = password,
            BindProblem = passwordProblem?.Reason,
            StartTls = startTls ?? SssdDefaults.StartTls(paths, provider),
            IsStartTlsDefault = startTls is null,
            TlsCaCertificate = Get("ldap_tls_cacert"),
            TlsCaDirectory = Get("ldap_tls_cacertdir"),
            TlsRequireCertificate = Get("ldap_tls_reqcert")?.ToLowerInvariant() ?? "hard", // sssd's default, whatever ldap.conf says.
            TlsCertificate = Get("ldap_tls_cert"),
            TlsKey = Get("ldap_tls_key"),
            TlsCipherSuite = Get("ldap_tls_cipher_suite"),
            SaslMechanism = Get("ldap_sasl_mech")?.ToUpperInvariant() ?? UsualMechanism(provider),
            SaslAuthId = Get("ldap_sasl_authid"),
            SaslCanonicalize = Flag(table, name, "ldap_sasl_canonicalize") ?? false,
            SaslMinSsf = Number(Get("ldap_sasl_minssf")),
            SaslMaxSsf = Number(Get("ldap_sasl_maxssf")),
            Realm = Get("krb5_realm") ?? ownDomain?.ToUpperInvariant(),
            Keytab = Get("ldap_krb5_keytab") ?? Get("krb5_keytab") ?? paths.Keytab,
            UseLdaps = useLdaps,
            DiscoveryDomain = Get("dns_discovery_domain") ?? ownDomain,
            PageSize = Flag(table, name, "ldap_disable_paging") == true ? 0 : Positive(Get("ldap_page_size"), 1000),
            ConnectionLifetime = TimeSpan.FromSeconds(Positive(Get("ldap_connection_expire_timeout"), 900)),
        };
        return provider == "ldap" ? settings : WithoutPassword(settings);
    }

    /// <summary>The providers ipa and ad do not bind with a password, even if one is there.</summary>
    private static SssdDomainSettings WithoutPassword(SssdDomainSettings settings) =>
        settings with { BindDn = null, BindPassword = null, BindProblem = null };

    private static TimeSpan CacheLifetime(Func<string, string?> get)
    {
        var seconds = Number(get("entry_cache_autofs_timeout") ?? get("entry_cache_timeout")) ?? 5400;
        return TimeSpan.FromSeconds(Math.Max(0, seconds));
    }

    private static string? UsualMechanism(string provider) => provider switch
    {
        "ipa" => "GSSAPI",
        "ad" => "GSS-SPNEGO",
        _ => null,
    };

    /// <summary>
    /// The servers in order. <c>_srv_</c> stands for those that DNS names; it is also what sssd does when none is configured.
    /// </summary>
    private static ImmutableArray<string> Uris(string provider, Func<string, string?> get, bool useLdaps)
    {
        var scheme = useLdaps ? "ldaps" : "ldap";
        var (main, backup) = provider == "ldap" ? ("ldap_uri", "ldap_backup_uri") : ($"{provider}_server", $"{provider}_backup_server");
        var servers = SssdConfigurationTable.List(get(main) ?? "_srv_").AddRange(SssdConfigurationTable.List(get(backup)));
        return [.. servers.Select(s => s == "_srv_" || s.Contains("://", StringComparison.Ordinal) ? s : $"{scheme}://{s}")];
    }

    private static ImmutableArray<SearchBase> SearchBases(
        SssdConfigurationTable table, string name, string provider, ImmutableArray<FileProblem>.Builder problems)
    {
        var entry = Find(table, name, "ldap_autofs_search_base");
        if (entry is null && provider == "ipa")
        {
            var location = Value(table, name, "ipa_automount_location") ?? "default";
            var realm = Value(table, name, "krb5_realm") ?? Value(table, name, "ipa_domain") ?? name;
            var suffix = string.Join(',', realm.ToLowerInvariant().Split('.').Select(part => $"dc={part}"));
            return [new SearchBase($"cn={location},cn=automount,{suffix}")];
        }

        entry ??= Find(table, name, "ldap_search_base");
        if (entry is null)
        {
            return []; // The root DSE names it.
        }

        if (SssdConfigurationSearchBase.Parse(entry.Value) is { } bases)
        {
            return bases;
        }

        problems.Add(new FileProblem(
            entry.File, entry.Line, $"{entry.Key} must be written base[?scope?[filter]] with scope base, onelevel or subtree"));
        return [];
    }

    private static AutofsSchema Schema(
        SssdConfigurationTable table, string name, string provider, ImmutableArray<FileProblem>.Builder problems)
    {
        var entry = provider == "ldap" ? Find(table, name, "ldap_schema") : null;
        var schema = entry?.Value.ToLowerInvariant() ?? (provider == "ipa" ? "ipa" : "rfc2307");
        if (schema is not ("rfc2307" or "rfc2307bis" or "ipa" or "ad"))
        {
            problems.Add(new FileProblem(
                entry!.File, entry.Line, "ldap_schema must be rfc2307, rfc2307bis, IPA or AD: sssd does not start with anything else"));
        }

        var defaults = schema is "rfc2307bis" or "ipa" or "ad" ? AutofsSchema.Rfc2307Bis : AutofsSchema.Rfc2307;
        string Or(string key, string value) => Value(table, name, key) ?? value;
        return new AutofsSchema(
            Or("ldap_autofs_map_object_class", defaults.MapClass),
            Or("ldap_autofs_map_name", defaults.MapName),
            Or("ldap_autofs_entry_object_class", defaults.EntryClass),
            Or("ldap_autofs_entry_key", defaults.EntryKey),
            Or("ldap_autofs_entry_value", defaults.EntryValue));
    }

    private static Secret? Password(SssdConfigurationTable table, string name, out FileProblem? problem)
    {
        problem = null;
        var token = Find(table, name, "ldap_default_authtok");
        var type = Find(table, name, "ldap_default_authtok_type");
        if (token is null || type is null || type.Value.Equals("password", StringComparison.OrdinalIgnoreCase))
        {
            return token is null ? null : new Secret(token.Value);
        }

        var reason = $"this agent cannot use a password of type {Printable.Escape(type.Value, 64)}, so it cannot bind as sssd does: "
            + $"use the type password";
        problem = new FileProblem(type.File, type.Line, reason);
        return null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Positive(string? text, int otherwise) => Number(text) is > 0 and var number ? number : otherwise;

    private static IniEntry? Find(SssdConfigurationTable table, string name, string key) => table.Find(Prefix + name, key);

    private static string? Value(SssdConfigurationTable table, string name, string key) => Find(table, name, key)?.Value;

    private static bool? Flag(SssdConfigurationTable table, string name, string key) => Value(table, name, key)?.ToLowerInvariant() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => null,
    };
}
