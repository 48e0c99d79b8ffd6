namespace Automount.Findings;

/// <content>The kinds of the link <c>directory</c>.</content>
public static partial class FindingCatalog
{
    /// <summary>LDAP server name does not resolve.</summary>
    public static readonly FindingKind DirectoryUnresolvable = new(
        "directory/unresolvable",
        Link.Directory,
        Severity.Error,
        new Guid("955de96b-c8c6-52e3-941e-3676051cf4cf"),
        "LDAP server name does not resolve",
        "The name of every LDAP server of the domain fails to resolve. sssd serves what it has cached and nothing else; a node with an empty cache has no maps at all.",
        "Check DNS and ldap_uri: getent hosts NAME; sssctl domain-status DOMAIN.");

    /// <summary>LDAP server refuses connections.</summary>
    public static readonly FindingKind DirectoryRefused = new(
        "directory/refused",
        Link.Directory,
        Severity.Error,
        new Guid("e9992e59-b881-5c1e-bd14-e8f8227d437f"),
        "LDAP server refuses connections",
        "Nothing listens on the LDAP port of any server of the domain. Cached maps go on working until they are needed afresh; new keys and changes are not seen.",
        "Start the LDAP server, or correct ldap_uri in sssd.conf: ldapsearch -x -H URI -b BASE -s base.");

    /// <summary>LDAP server cannot be reached.</summary>
    public static readonly FindingKind DirectoryUnreachable = new(
        "directory/unreachable",
        Link.Directory,
        Severity.Error,
        new Guid("35418312-7f51-5954-9de4-37d9b10e8d15"),
        "LDAP server cannot be reached",
        "No TCP connection to any LDAP server of the domain within the deadline: a firewall, a route, or a dead host.",
        "Check the route and the firewall to the LDAP port: nc -vz HOST 389.");

    /// <summary>LDAP server accepts connections but does not answer.</summary>
    public static readonly FindingKind DirectoryNoAnswer = new(
        "directory/no-answer",
        Link.Directory,
        Severity.Error,
        new Guid("7d2072bc-d50a-5601-bf43-b5e85a59661b"),
        "LDAP server accepts connections but does not answer",
        "TCP connects, LDAP says nothing: a stopped or overloaded server. sssd blocks on it before it goes offline, and every first lookup waits.",
        "Look at the LDAP server's own log and load; another server in ldap_uri would take over.");

    /// <summary>TLS to the LDAP server fails.</summary>
    public static readonly FindingKind DirectoryTlsFailed = new(
        "directory/tls-failed",
        Link.Directory,
        Severity.Error,
        new Guid("49d4e54b-3954-5713-b532-a4ba532b036b"),
        "TLS to the LDAP server fails",
        "The LDAP server is alive, but TLS cannot be set up: an expired certificate, an unknown CA, or StartTLS refused. sssd treats the server as down.",
        "Check certificate and CA: openssl s_client -connect HOST:636, and ldap_tls_cacert in sssd.conf.");

    /// <summary>No Kerberos ticket for the LDAP server.</summary>
    public static readonly FindingKind DirectoryKerberosFailed = new(
        "directory/kerberos-failed",
        Link.Directory,
        Severity.Error,
        new Guid("33b6ba2e-a458-4326-8e50-fab9d122a376"),
        "No Kerberos ticket for the LDAP server",
        "sssd binds with the host's own key, and there is no ticket for it: the keytab is missing or old, the KDC does not answer, the clocks differ, or the server's name has no principal. sssd goes offline although the LDAP server is well.",
        "Get a ticket by hand: klist -kt; kinit -k; then chronyc tracking for the clock. Fetch a new keytab with ipa-getkeytab, adcli update or net ads keytab.");

    /// <summary>LDAP server refuses the bind.</summary>
    public static readonly FindingKind DirectoryBadCredentials = new(
        "directory/bad-credentials",
        Link.Directory,
        Severity.Error,
        new Guid("dd08f2f4-f881-5188-b9ff-a6393c6e870e"),
        "LDAP server refuses the bind",
        "The bind DN or the password of sssd.conf is not accepted. sssd goes offline although the server is well.",
        "Correct ldap_default_bind_dn and ldap_default_authtok, then: systemctl restart sssd.");

    /// <summary>LDAP search base does not exist.</summary>
    public static readonly FindingKind DirectoryBaseMissing = new(
        "directory/base-missing",
        Link.Directory,
        Severity.Error,
        new Guid("4447223d-35c7-54d9-8809-bc011f457f24"),
        "LDAP search base does not exist",
        "The search base for automount maps is not in the directory, so there are no maps below it.",
        "Correct ldap_autofs_search_base or ldap_search_base in sssd.conf, then: systemctl restart sssd; systemctl reload autofs.");

    /// <summary>LDAP has no master map.</summary>
    public static readonly FindingKind DirectoryMapMissing = new(
        "directory/map-missing",
        Link.Directory,
        Severity.Error,
        new Guid("845d6a4a-fa9f-5b00-b85a-68a73dae702d"),
        "LDAP has no master map",
        "The search base exists, but no object there has the configured class and map name. Wrong schema settings look exactly like this; so does an ACL that hides the map.",
        "Compare ldap_autofs_map_object_class, ldap_autofs_map_name and ldap_autofs_map_master_name with the tree: ldapsearch -x -b BASE '(objectClass=automountMap)'.");

    /// <summary>A map is there twice in one search base.</summary>
    public static readonly FindingKind DirectoryMapTwice = new(
        "directory/map-twice",
        Link.Directory,
        Severity.Error,
        new Guid("1a43735a-5bbf-469a-a874-c79161db2e45"),
        "A map is there twice in one search base",
        "Two objects of one search base have the same map name. sssd cannot list such a map: automount gets an error for it, and keys are found in the first object only.",
        "Delete one of the two objects, or narrow ldap_autofs_search_base in sssd.conf to one of them.");

    /// <summary>LDAP server cuts the maps short.</summary>
    public static readonly FindingKind DirectorySizeLimit = new(
        "directory/size-limit",
        Link.Directory,
        Severity.Error,
        new Guid("c58dcc6a-4b70-5d76-89d3-2592402279cd"),
        "LDAP server cuts the maps short",
        "The server returned fewer entries than there are (sizeLimitExceeded, adminLimitExceeded) in spite of paged results. Keys beyond the limit do not exist for anyone.",
        "Raise the size limit for the bind DN on the server (OpenLDAP: olcSizeLimit, olcLimits).");

    /// <summary>LDAP read fails.</summary>
    public static readonly FindingKind DirectoryFailed = new(
        "directory/failed",
        Link.Directory,
        Severity.Error,
        new Guid("857ba9fc-a9a4-50bb-a71d-50a8683492b3"),
        "LDAP read fails",
        "The directory could not be read, for the reason in the message.",
        "Repeat the query by hand: ldapsearch -x -H URI -b BASE.");

    /// <summary>One of several LDAP servers is down.</summary>
    public static readonly FindingKind DirectoryServerDown = new(
        "directory/server-down",
        Link.Directory,
        Severity.Warning,
        new Guid("5d2ca90c-370b-521a-8086-f018430e7830"),
        "One of several LDAP servers is down",
        "Another server of the domain answers, so maps are still read; there is one server less to fail over to.",
        "Repair the server, or take it out of ldap_uri.");

    private static IReadOnlyList<FindingKind> DirectoryKinds =>
    [
        DirectoryUnresolvable,
        DirectoryRefused,
        DirectoryUnreachable,
        DirectoryNoAnswer,
        DirectoryTlsFailed,
        DirectoryKerberosFailed,
        DirectoryBadCredentials,
        DirectoryBaseMissing,
        DirectoryMapMissing,
        DirectoryMapTwice,
        DirectorySizeLimit,
        DirectoryFailed,
        DirectoryServerDown,
    ];
}
