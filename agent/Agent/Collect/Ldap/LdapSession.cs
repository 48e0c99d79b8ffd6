using System.Net;
using Automount.Text;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>What a session was doing when it failed; the same error code means another thing in each.</summary>
internal enum LdapStage
{
    /// <summary>Nothing yet.</summary>
    Start,

    /// <summary>Getting a Kerberos ticket.</summary>
    Kerberos,

    /// <summary>StartTLS.</summary>
    Tls,

    /// <summary>Bind; with ldaps also the TLS handshake.</summary>
    Bind,

    /// <summary>Bind with a Kerberos ticket.</summary>
    Sasl,

    /// <summary>Search.</summary>
    Search,
}

/// <summary>
/// One connection to an LDAP server, made and used like sssd's. Its calls block: use it on a <see cref="CallThread"/> only.
/// </summary>
/// <param name="uri">The server.</param>
/// <param name="address">An address of it that takes connections; null for a Unix socket.</param>
/// <param name="domain">Credentials and TLS settings.</param>
/// <param name="timeout">For opening it, and for the first message of each answer.</param>
/// <param name="time">Clock of the deadlines.</param>
internal sealed class LdapSession(
    LdapUri uri, IPAddress? address, SssdDomainSettings domain, TimeSpan timeout, TimeProvider time) : IDisposable
{
    /// <summary>Smaller pages cost more than they are worth.</summary>
    private const int MinPage = 10;

    private readonly long openedAt = time.GetTimestamp();
    private volatile LdapSocket? socket;
    private volatile string? late;
    private int pageSize = domain.PageSize;
    private string? refusal;
    private LdapHandle? connection;
    private GssCredential? ticket;
    private bool isClosed;
    private volatile LdapStage stage;

    /// <summary>The server.</summary>
    public LdapUri Uri => uri;

    /// <summary>What the session is doing; readable from any thread.</summary>
    public LdapStage Stage => stage;

    /// <summary>How long ago it was made.</summary>
    public TimeSpan Age => time.GetElapsedTime(openedAt);

    /// <summary>Which deadline was met, in words; null when none was. The connection was cut then.</summary>
    public string? Late => late;

    /// <summary>
    /// Cuts the connection after a time: a call that waits for the server then ends, whatever it waits for. Not so one that waits for a
    /// KDC or a resolver, nor one over a Unix socket, which libldap opens by itself.
    /// </summary>
    /// <param name="limit">For all that is done until the returned object is disposed.</param>
    public IDisposable Limit(TimeSpan limit) => time.CreateTimer(_ => Cut(limit), null, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the connection, and with it the call that waits for the server. From any thread.</summary>
    public void Cut() => socket?.Cut();

    /// <summary>What has no answer yet, with the time that it had.</summary>
    /// <param name="limit">That time; null for that of the first message of an answer.</param>
    public string Overdue(TimeSpan? limit = null) => $"{Awaited(stage)} within {(limit ?? timeout).TotalSeconds:0.###} s";

    /// <summary>Gets a ticket where one is needed, connects, sets up TLS and binds.</summary>
    /// <exception cref="LdapError">libldap, libkrb5 or the server said no; <see cref="Stage"/> says to what.</exception>
    public void Open()
    {
        if (isClosed)
        {
            throw Closed();
        }

        var isKerberos = domain.SaslMechanism is "GSSAPI" or "GSS-SPNEGO";
        if (!isKerberos && domain.SaslMechanism is not (null or "EXTERNAL"))
        {
            throw new LdapError(
                LdapError.NotSupported,
                $"ldap_sasl_mech {Printable.Escape(domain.SaslMechanism!, 32)} is none that sssd supports: use GSSAPI or GSS-SPNEGO");
        }

        if (isKerberos)
        {
            stage = LdapStage.Kerberos;
            ticket = Ticket();
        }

        stage = LdapStage.Start;
        using var limit = Limit(timeout);
        socket = address is null ? null : LdapSocket.Connect(address, uri.Port, timeout);
        connection = new LdapHandle(uri.Server, socket, timeout);
        if (uri.IsTls || domain.StartTls != false)
        {
            stage = LdapStage.Tls;
            SetTls(connection);
        }

        if (uri.IsTls)
        {
            connection.InstallTls();
        }
        else if (domain.StartTls != false && !uri.IsLocal)
        {
            connection.StartTls();
        }

        stage = isKerberos ? LdapStage.Sasl : LdapStage.Bind;
        Bind(connection);
        connection.ReadAhead();
        stage = LdapStage.Search;
    }

    /// <summary>What the server said to the page size of sssd.conf, and what is done instead; null when it takes it.</summary>
    public string? PageProblem
    {
        get
        {
            var instead = pageSize > 0 ? $"for {pageSize}" : "without pages";
            return refusal is null ? null : $"it refuses pages of {domain.PageSize} entries ({refusal}), so it was asked {instead}";
        }
    }

    /// <summary>Searches, page by page. Where the server refuses the page size, with smaller ones, then without.</summary>
    /// <param name="baseDn">Where.</param>
    /// <param name="scope">base, onelevel or subtree.</param>
    /// <param name="filter">What.</param>
    /// <param name="attributes">Which attributes to bring.</param>
    /// <param name="deadline">Looked at before each page; may throw.</param>
    /// <param name="take">Takes each entry.</param>
    /// <exception cref="LdapError">libldap or the server said no.</exception>
    public void Search(string baseDn, string scope, string filter, ReadOnlySpan<string> attributes, Action deadline, LdapEntryHandler take)
    {
        var taken = false;
        LdapEntryHandler note = entry =>
        {
            taken = true;
            take(entry);
        };
        while (true)
        {
            try
            {
                Pages(baseDn, scope, filter, attributes, deadline, note);
                return;
            }
            catch (LdapError e) when (!taken && IsRefusal(e.Code) && pageSize > 0 && scope != "base")
            {
                refusal ??= e.Message;
                pageSize = pageSize >= 10 * MinPage ? pageSize / 10 : 0;
            }
        }
    }

    /// <summary>Whether a search finds anything at all.</summary>
    /// <exception cref="LdapError">libldap or the server said no.</exception>
    public bool Any(string baseDn, string filter)
    {
        var found = false;
        try
        {
            Connection.Search(baseDn, 2, filter, ["1.1"], null, 1, _ => found = true); // 1.1: no attributes (RFC 4511, 4.5.1.8).
        }
        catch (LdapError e) when (e.Code == LdapError.SizeLimitExceeded)
        {
            found = true;
        }

        return found;
    }

    /// <summary>The newest modifyTimestamp of what a search finds; null when it finds nothing.</summary>
    /// <exception cref="LdapError">libldap or the server said no.</exception>
    public string? Newest(string baseDn, string filter)
    {
        string? newest = null;
        Connection.Search(baseDn, 2, filter, ["modifyTimestamp"], null, 0, entry =>
        {
            var time = entry.Count("modifyTimestamp") > 0 ? entry.Value("modifyTimestamp") : "";
            newest = string.CompareOrdinal(time, newest) > 0 ? time : newest ?? time;
        });
        return newest;
    }

    /// <summary>Reads one object.</summary>
    /// <exception cref="LdapError">libldap or the server said no.</exception>
    public void Read(string dn, ReadOnlySpan<string> attributes, LdapEntryHandler take) =>
        Connection.Search(dn, 0, "(objectclass=*)", attributes, null, 0, take);

    /// <summary>
    /// Unbinds, on the thread that used it. A call that comes after it is an error: it waited for the thread when its poll was cancelled.
    /// </summary>
    public void Dispose()
    {
        isClosed = true;
        connection?.Dispose();
        socket?.Dispose();
        ticket?.Dispose();
    }

    private LdapHandle Connection => connection ?? throw Closed();

    private static LdapError Closed() => new(LdapError.ServerDown, "the connection is closed");

    private void Cut(TimeSpan limit)
    {
        late ??= Overdue(limit);
        Cut();
    }

    private static string Awaited(LdapStage stage) => stage switch
    {
        LdapStage.Tls => "TLS was not negotiated",
        LdapStage.Bind or LdapStage.Sasl => "no answer to the bind",
        LdapStage.Search => "no complete answer to a search",
        _ => "no connection",
    };

    private void Pages(
        string baseDn, string scope, string filter, ReadOnlySpan<string> attributes, Action deadline, LdapEntryHandler take)
    {
        var page = pageSize > 0 && scope != "base" ? new LdapPage(pageSize) : null;
        do
        {
            deadline();
            Connection.Search(baseDn, Scope(scope), filter, attributes, page, 0, take);
        }
        while (page?.Cookie.Length > 0);
    }

    /// <summary>How servers refuse a page; slapd does it with 11.</summary>
    private static bool IsRefusal(int code) =>
        code is LdapError.AdminLimitExceeded or LdapError.UnavailableCriticalExtension or LdapError.UnwillingToPerform;

    private void SetTls(LdapHandle handle)
    {
        handle.Set(LibLdap.OptTlsCaCertificateFile, domain.TlsCaCertificate);
        handle.Set(LibLdap.OptTlsCaCertificateDirectory, domain.TlsCaDirectory);
        handle.Set(LibLdap.OptTlsCertificateFile, domain.TlsCertificate);
        handle.Set(LibLdap.OptTlsKeyFile, domain.TlsKey);
        handle.Set(LibLdap.OptTlsCipherSuite, domain.TlsCipherSuite);
        if (domain.TlsRequireCertificate is { } requirement)
        {
            handle.Set(
                LibLdap.OptTlsRequireCertificate, requirement switch { "never" => 0, "demand" => 2, "allow" => 3, "try" => 4, _ => 1 });
        }

        if (!handle.NewTlsContext())
        {
            throw new LdapError(
                LdapError.LocalError,
                "a certificate or key cannot be read: check ldap_tls_cacert, ldap_tls_cacertdir, ldap_tls_cert and ldap_tls_key");
        }
    }

    private void Bind(LdapHandle handle)
    {
        switch (domain.SaslMechanism)
        {
            case null when domain.BindDn is not null && string.IsNullOrEmpty(domain.BindPassword?.Reveal()):
                throw new LdapError(49, "ldap_default_bind_dn is set, but there is no password");
            case null:
                handle.BindSimple(domain.BindDn ?? "", domain.BindPassword?.Reveal() ?? "");
                break;
            case "EXTERNAL":
                handle.BindExternal();
                break;
            default:
                handle.Switch(LibLdap.OptSaslNoCanonicalName, !domain.SaslCanonicalize);
                SetStrength(handle, LibLdap.OptSaslMinSsf, domain.SaslMinSsf);
                SetStrength(handle, LibLdap.OptSaslMaxSsf, domain.SaslMaxSsf);
                ticket!.Use();
                handle.BindGss(domain.SaslMechanism);
                break;
        }
    }

    private static void SetStrength(LdapHandle handle, int option, int? value)
    {
        if (value is { } bits)
        {
            handle.SetLong(option, bits); // ber_len_t
        }
    }

    private GssCredential Ticket()
    {
        var keytab = domain.Keytab ?? throw new LdapError(LdapError.LocalError, "no keytab is configured");
        try
        {
            return Keytab.Choose(Keytab.Read(keytab), domain.SaslAuthId, domain.Realm, System.Net.Dns.GetHostName()) is { } principal
                ? GssCredential.Acquire(principal, keytab)
                : throw new LdapError(LdapError.LocalError, $"the keytab {keytab} holds no key");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LdapError(LdapError.LocalError, $"the keytab {keytab} cannot be read ({SssdConfigurationFile.Reason(e)})");
        }
    }

    private static int Scope(string scope) => scope switch
    {
        "base" => 0,
        "onelevel" => 1,
        _ => 2,
    };
}
