using System.DirectoryServices.Protocols;
using System.Net;
using AutomountAgent.Native;
using AutomountAgent.Observe.Sssd;

namespace AutomountAgent.Observe.Directory;

/// <summary>What a session was doing when it failed; the same error code means another thing in each.</summary>
internal enum LdapStage
{
    /// <summary>Nothing yet.</summary>
    Start,

    /// <summary>StartTLS.</summary>
    Tls,

    /// <summary>Bind; with ldaps also the TLS handshake.</summary>
    Bind,

    /// <summary>Search.</summary>
    Search,
}

/// <summary>One connection to an LDAP server, made and used like sssd's. Its calls block: use it on a <see cref="CallThread"/> only.</summary>
/// <param name="uri">The server.</param>
/// <param name="domain">Credentials and TLS settings.</param>
/// <param name="timeout">For each call.</param>
/// <param name="budget">For all calls together.</param>
/// <param name="time">Clock of the budget.</param>
internal sealed class LdapSession(LdapUri uri, SssdDomainSettings domain, TimeSpan timeout, TimeSpan budget, TimeProvider time) : IDisposable
{
    /// <summary>Below the size limit of a server that nobody tuned (OpenLDAP: 500), so that paging gets around it.</summary>
    private const int PageSize = 500;

    /// <summary>More than this is not taken from one server, in characters: real maps are a hundred times smaller.</summary>
    private const long MaxText = 64 * 1024 * 1024;

    private readonly long start = time.GetTimestamp();
    private LdapConnection? connection;
    private long text;

    /// <summary>What the session is doing.</summary>
    public LdapStage Stage { get; private set; }

    /// <summary>How long it has been at it.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>Connects, sets up TLS and binds.</summary>
    /// <exception cref="DirectoryException">libldap or the server said no; <see cref="Stage"/> says to what.</exception>
    public void Open()
    {
        var host = uri.Host.Contains(':') ? $"[{uri.Host}]" : uri.Host;
        LibLdap.SetTimeout(timeout);
        LibLdap.SetServer($"{(uri.IsTls ? "ldaps" : "ldap")}://{host}:{uri.Port}");
        if (uri.IsTls || domain.StartTls)
        {
            Stage = LdapStage.Tls;
            if (!LibLdap.SetTls(domain.TlsCaCertificate, domain.TlsCaDirectory, domain.TlsRequireCertificate))
            {
                throw new TlsOperationException("the CA certificates cannot be read: check ldap_tls_cacert and ldap_tls_cacertdir");
            }
        }

        connection = new LdapConnection(new LdapDirectoryIdentifier(host, uri.Port, fullyQualifiedDnsHostName: false, connectionless: false))
        {
            AuthType = domain.BindDn is null ? AuthType.Anonymous : AuthType.Basic,
            AutoBind = false,
            Timeout = timeout,
        };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
        connection.SessionOptions.SecureSocketLayer = uri.IsTls;
        if (domain.StartTls && !uri.IsTls)
        {
            connection.SessionOptions.StartTransportLayerSecurity(null);
        }

        Stage = LdapStage.Bind;
        if (domain.BindDn is null)
        {
            connection.Bind();
        }
        else
        {
            connection.Bind(new NetworkCredential(domain.BindDn, domain.BindPassword?.Reveal() ?? ""));
        }

        Stage = LdapStage.Search;
    }

    /// <summary>Searches page by page.</summary>
    /// <exception cref="DirectoryException">libldap or the server said no.</exception>
    /// <exception cref="TimeoutException">The budget is spent; a server that hands out pages for ever ends here.</exception>
    public IEnumerable<SearchResultEntry> Search(string baseDn, string scope, string filter, params string[] attributes)
    {
        var page = new PageResultRequestControl(PageSize) { IsCritical = false };
        var request = new SearchRequest(baseDn, filter, Scope(scope), attributes);
        request.Controls.Add(page);
        do
        {
            if (Elapsed > budget)
            {
                throw new TimeoutException($"the maps were not read within {budget.TotalSeconds:0.###} s");
            }

            var response = (SearchResponse)connection!.SendRequest(request, timeout);
            foreach (SearchResultEntry entry in response.Entries)
            {
                yield return entry;
            }

            page.Cookie = response.Controls.OfType<PageResultResponseControl>().FirstOrDefault()?.Cookie ?? [];
        }
        while (page.Cookie.Length > 0);
    }

    /// <summary>Counts text that is going to be kept.</summary>
    /// <exception cref="DirectoryException">It is more than any real directory holds.</exception>
    public void Count(int characters)
    {
        text += characters;
        if (text > MaxText)
        {
            throw new DirectoryException($"the maps are larger than {MaxText / 1024 / 1024} MiB and were not read");
        }
    }

    /// <summary>Unbinds.</summary>
    public void Dispose() => connection?.Dispose();

    private static SearchScope Scope(string scope) => scope switch
    {
        "base" => SearchScope.Base,
        "onelevel" => SearchScope.OneLevel,
        _ => SearchScope.Subtree,
    };
}
