using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Text;

namespace AutomountAgent.Model;

/// <summary>What sssd.conf and its snippets say about automount (sssd.conf(5), sssd-ldap(5)).</summary>
/// <param name="Services">The <c>services</c> list of <c>[sssd]</c>.</param>
/// <param name="Domains">The enabled domains that have an automount provider, in order.</param>
/// <param name="Problems">What could not be read or understood: file, line and reason. Empty when all is well.</param>
/// <param name="ChangedAt">The newest modification time of the files; null when there is none.</param>
internal sealed record SssdConfiguration(
    ImmutableArray<string> Services,
    ImmutableArray<SssdDomainSettings> Domains,
    ImmutableArray<FileProblem> Problems,
    DateTimeOffset? ChangedAt)
{
    /// <summary><c>override_homedir</c> of each domain, else of <c>[nss]</c> (sssd.conf(5)); without those that have none.</summary>
    public ImmutableArray<string> HomeTemplates { get; init; } = [];

    /// <summary>That there is neither sssd.conf nor a snippet, which is a fault only where sssd is used; null when there is one.</summary>
    public FileProblem? Missing { get; init; }

    /// <summary>The enabled domains with <c>autofs_provider = none</c>, and where that stands.</summary>
    public ImmutableArray<FileProblem> WithoutProvider { get; init; } = [];

    /// <summary>
    /// Every name that a master map may have here. None is ever read through sssd: asked for it, sssd drops every map that it has cached
    /// (sssd: autofssrv_cmd.c, sdap_autofs.c).
    /// </summary>
    /// <param name="ofAutomount">The name that automount uses; null when it is not known.</param>
    public IEnumerable<string> MasterNames(string? ofAutomount) =>
        Domains.Select(domain => domain.MasterMap).Append(ofAutomount).OfType<string>().Concat(MasterMap.UsualNames);
}

/// <summary>The automount settings of one sssd domain, schema defaults applied.</summary>
internal sealed record SssdDomainSettings
{
    /// <summary>Name of the domain: the text after <c>domain/</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>autofs_provider</c>, by default the <c>id_provider</c>: <c>ldap</c>, <c>ipa</c>, <c>ad</c>, <c>none</c> …</summary>
    public required string Provider { get; init; }

    /// <summary><c>ldap_uri</c>, then <c>ldap_backup_uri</c>.</summary>
    public ImmutableArray<string> Uris { get; init; } = [];

    /// <summary>The search bases for automount maps, in order; the first that holds the map wins.</summary>
    public ImmutableArray<SearchBase> SearchBases { get; init; } = [];

    /// <summary>Object classes and attribute names of maps and entries.</summary>
    public required AutofsSchema Schema { get; init; }

    /// <summary>
    /// True when nobody says which schema it is: then the directory is looked at, and <see cref="Schema"/> counts only if that tells
    /// nothing.
    /// </summary>
    public bool GuessSchema { get; init; }

    /// <summary><c>ldap_autofs_map_master_name</c>, by default <c>auto.master</c>.</summary>
    public string MasterMap { get; init; } = "auto.master";

    /// <summary>How long sssd keeps maps: <c>entry_cache_autofs_timeout</c>, else <c>entry_cache_timeout</c>, by default 5400 s.</summary>
    public TimeSpan CacheLifetime { get; init; } = TimeSpan.FromSeconds(5400);

    /// <summary><c>ldap_default_bind_dn</c>; null means anonymous.</summary>
    public string? BindDn { get; init; }

    /// <summary><c>ldap_default_authtok</c>, a password in clear. It never leaves the LDAP client.</summary>
    public Secret? BindPassword { get; init; }

    /// <summary>Why this agent cannot bind as sssd does, for example an obfuscated password; null when it can.</summary>
    public string? BindProblem { get; init; }

    /// <summary>
    /// <c>ldap_id_use_start_tls</c>, else the default of the installed sssd. Null when that is not known: then StartTLS is tried, and only
    /// where sssd is online although the server has none, it must be going without.
    /// </summary>
    public bool? StartTls { get; init; } = false;

    /// <summary>Whether <see cref="StartTls"/> is a default: sssd.conf does not set it.</summary>
    public bool IsStartTlsDefault { get; init; }

    /// <summary><c>ldap_tls_cacert</c>; null means what ldap.conf says.</summary>
    public string? TlsCaCertificate { get; init; }

    /// <summary><c>ldap_tls_cacertdir</c>; null means what ldap.conf says.</summary>
    public string? TlsCaDirectory { get; init; }

    /// <summary><c>ldap_tls_reqcert</c>: never, allow, try, demand, hard; the reader fills in sssd's default, <c>hard</c>.</summary>
    public string? TlsRequireCertificate { get; init; }

    /// <summary><c>ldap_tls_cert</c>, the client's own certificate; null means none, or what ldap.conf says.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary><c>ldap_tls_key</c>, the key to it.</summary>
    public string? TlsKey { get; init; }

    /// <summary><c>ldap_tls_cipher_suite</c>; null means what ldap.conf says.</summary>
    public string? TlsCipherSuite { get; init; }

    /// <summary><c>ldap_sasl_mech</c>, in capitals; null means a simple bind.</summary>
    public string? SaslMechanism { get; init; }

    /// <summary><c>ldap_sasl_authid</c>: whose key is taken from the keytab; null means sssd's own choice.</summary>
    public string? SaslAuthId { get; init; }

    /// <summary><c>ldap_sasl_canonicalize</c>: whether the name of the server is looked up backwards for its principal.</summary>
    public bool SaslCanonicalize { get; init; }

    /// <summary><c>ldap_sasl_minssf</c>; null means what ldap.conf says.</summary>
    public int? SaslMinSsf { get; init; }

    /// <summary><c>ldap_sasl_maxssf</c>; null means what ldap.conf says.</summary>
    public int? SaslMaxSsf { get; init; }

    /// <summary>
    /// <c>krb5_realm</c>, of the providers ipa and ad by default the domain in capitals; null means the one of krb5.conf.
    /// </summary>
    public string? Realm { get; init; }

    /// <summary><c>ldap_krb5_keytab</c>, by default the system's keytab; null means none.</summary>
    public string? Keytab { get; init; }

    /// <summary>The DNS domain that names the servers where <c>_srv_</c> stands; null means that of this host.</summary>
    public string? DiscoveryDomain { get; init; }

    /// <summary><c>ad_use_ldaps</c>: servers that DNS names are asked with ldaps.</summary>
    public bool UseLdaps { get; init; }

    /// <summary><c>ldap_page_size</c>; 0 with <c>ldap_disable_paging</c>.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary><c>ldap_connection_expire_timeout</c>: how long one connection is used.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>One search base: <c>base[?scope?[filter]]</c> (sssd-ldap(5), ldap_search_base).</summary>
/// <param name="Dn">The base DN.</param>
/// <param name="Scope">base, onelevel or subtree.</param>
/// <param name="Filter">An additional filter; null means none.</param>
internal sealed record SearchBase(string Dn, string Scope = "subtree", string? Filter = null);
