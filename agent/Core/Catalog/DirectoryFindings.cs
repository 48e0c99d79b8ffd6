using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>directory</c>: the LDAP servers, and what they hold.</summary>
public static class DirectoryFindings
{
    private static readonly KindList Kinds = new(Link.Directory);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind Unresolvable { get; } = Kinds.Error(
        "directory/unresolvable",
        "LDAP server name does not resolve",
        "The name of every LDAP server of the domain fails to resolve. sssd serves what it has cached and nothing else; a node with "
            + "an empty cache has no maps at all.",
        "Check DNS and ldap_uri: getent hosts NAME; sssctl domain-status DOMAIN.");

    public static FindingKind Refused { get; } = Kinds.Error(
        "directory/refused",
        "LDAP server refuses connections",
        "Nothing listens on the LDAP port of any server of the domain. Cached maps go on working until they are needed afresh; new "
            + "keys and changes are not seen.",
        "Start the LDAP server, or correct ldap_uri in sssd.conf: ldapsearch -x -H URI -b BASE -s base.");

    public static FindingKind Unreachable { get; } = Kinds.Error(
        "directory/unreachable",
        "LDAP server cannot be reached",
        "No TCP connection to any LDAP server of the domain within the deadline: a firewall, a route, or a dead host.",
        "Check the route and the firewall to the LDAP port: nc -vz HOST 389.");

    public static FindingKind NoAnswer { get; } = Kinds.Error(
        "directory/no-answer",
        "LDAP server accepts connections but does not answer",
        "TCP connects, LDAP says nothing: a stopped or overloaded server. sssd blocks on it before it goes offline, and every first "
            + "lookup waits.",
        "Look at the LDAP server's own log and load; another server in ldap_uri would take over.");

    public static FindingKind TlsFailed { get; } = Kinds.Error(
        "directory/tls-failed",
        "TLS to the LDAP server fails",
        "The LDAP server is alive, but TLS cannot be set up: an expired certificate, an unknown CA, or StartTLS refused. sssd treats "
            + "the server as down.",
        "Check certificate and CA: openssl s_client -connect HOST:636, and ldap_tls_cacert in sssd.conf. sssd 2.10 and newer ask for "
            + "StartTLS by default: for a server without TLS set ldap_id_use_start_tls = false.");

    public static FindingKind KerberosFailed { get; } = Kinds.Error(
        "directory/kerberos-failed",
        "No Kerberos ticket for the LDAP server",
        "sssd binds with the host's own key, and there is no ticket for it: the keytab is missing or old, the KDC does not answer, "
            + "the clocks differ, or the server's name has no principal. sssd goes offline although the LDAP server is well.",
        "Get a ticket by hand: klist -kt; kinit -k; then chronyc tracking for the clock. Fetch a new keytab with ipa-getkeytab, "
            + "adcli update or net ads keytab.");

    public static FindingKind BadCredentials { get; } = Kinds.Error(
        "directory/bad-credentials",
        "LDAP server refuses the bind",
        "The bind DN or the password of sssd.conf is not accepted. sssd goes offline although the server is well.",
        "Correct ldap_default_bind_dn and ldap_default_authtok, then: systemctl restart sssd.");

    public static FindingKind BaseMissing { get; } = Kinds.Error(
        "directory/base-missing",
        "LDAP search base does not exist",
        "The search base for automount maps is not in the directory, so there are no maps below it.",
        "Correct ldap_autofs_search_base or ldap_search_base in sssd.conf, then: systemctl restart sssd; systemctl reload autofs.");

    public static FindingKind MapMissing { get; } = Kinds.Error(
        "directory/map-missing",
        "LDAP has no master map",
        "The search base exists, but no object there has the configured class and map name. Wrong schema settings look exactly like "
            + "this; so does an ACL that hides the map.",
        "Compare ldap_autofs_map_object_class, ldap_autofs_map_name and ldap_autofs_map_master_name with the tree: ldapsearch -x -b "
            + "BASE '(objectClass=automountMap)'.");

    public static FindingKind MapTwice { get; } = Kinds.Error(
        "directory/map-twice",
        "A map is there twice in one search base",
        "Two objects of one search base have the same map name. sssd cannot list such a map: automount gets an error for it, and "
            + "keys are found in the first object only.",
        "Delete one of the two objects, or narrow ldap_autofs_search_base in sssd.conf to one of them.");

    public static FindingKind SizeLimit { get; } = Kinds.Error(
        "directory/size-limit",
        "LDAP server cuts the maps short",
        "The server returned fewer entries than there are (sizeLimitExceeded, adminLimitExceeded) in spite of paged results. Keys "
            + "beyond the limit do not exist for anyone.",
        "Raise the size limit for the bind DN on the server (OpenLDAP: olcSizeLimit, olcLimits).");

    public static FindingKind TooLarge { get; } = Kinds.Error(
        "directory/too-large",
        "LDAP server hands out more than the agent reads",
        "Entries, or the bytes of one answer, are more than any real site has: a search base that is not that of the maps, a value that "
            + "is not a map entry, or a broken server. The agent stops there, so the maps are not compared. The message says which bound "
            + "was met.",
        "Look at what is below the search base: ldapsearch -x -H URI -b BASE, and narrow ldap_autofs_search_base in sssd.conf.");

    public static FindingKind PageRefused { get; } = Kinds.Warning(
        "directory/page-refused",
        "LDAP server refuses pages of sssd's size",
        "The server answers the paged search that sssd sends (ldap_page_size) with an error and no entry. The agent has read the maps "
            + "with smaller pages, or without; sssd does not try that, and takes a map for empty.",
        "Set ldap_page_size in sssd.conf to a size that the server takes, or ldap_disable_paging = true; or raise the limit on the server "
            + "(OpenLDAP: olcLimits with size.pr and size.prtotal).");

    public static FindingKind Failed { get; } = Kinds.Error(
        "directory/failed",
        "LDAP read fails",
        "The directory could not be read, for the reason in the message.",
        "Repeat the query by hand: ldapsearch -x -H URI -b BASE.");

    public static FindingKind ServerDown { get; } = Kinds.Warning(
        "directory/server-down",
        "One of several LDAP servers is down",
        "Another server of the domain answers, so maps are still read; there is one server less to fail over to.",
        "Repair the server, or take it out of ldap_uri.");
}
