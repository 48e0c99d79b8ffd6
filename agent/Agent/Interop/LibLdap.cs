using System.Reflection;
using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>
/// OpenLDAP's libldap, the library that sssd uses: declarations only (ldap(3), lber-types(3)). <see cref="LdapHandle"/> is what to use.
/// </summary>
internal static unsafe partial class LibLdap
{
    public const int OptDescriptor = 0x0001;
    public const int OptReferrals = 0x0008;
    public const int OptProtocolVersion = 0x0011;
    public const int OptDiagnosticMessage = 0x0032;
    public const int OptTimeout = 0x5002;
    public const int OptNetworkTimeout = 0x5005;
    public const int OptSocketBuffer = 0x5008;
    public const int OptTlsCaCertificateFile = 0x6002;
    public const int OptTlsCaCertificateDirectory = 0x6003;
    public const int OptTlsCertificateFile = 0x6004;
    public const int OptTlsKeyFile = 0x6005;
    public const int OptTlsRequireCertificate = 0x6006;
    public const int OptTlsCipherSuite = 0x6008;
    public const int OptTlsNewContext = 0x600F;
    public const int OptSaslMinSsf = 0x6107;
    public const int OptSaslMaxSsf = 0x6108;
    public const int OptSaslNoCanonicalName = 0x610B;

    public const int MessageOne = 0;
    public const int MessageEntry = 0x64;
    public const int MessageDone = 0x65;

    public const int SaslQuiet = 2;

    public const int LevelProvider = 10; // Right above the socket, below TLS and SASL.
    public const int BufferSetNonBlocking = 4;
    public const int BufferHasData = 8;
    public const int BufferSetMaxIncoming = 14;

    public const int ProtocolTcp = 1;

    private const string Library = "libldap";

    // The name depends on the distribution. Of 2.4 the copy that may be used by several threads.
    private static readonly string[] Names =
    [
        "libldap.so.2", "libldap-2.6.so.0", "libldap-2.5.so.0", "libldap_r-2.4.so.2", "libldap-2.4.so.2"
    ];

    static LibLdap() => NativeLibrary.SetDllImportResolver(typeof(LibLdap).Assembly, Resolve);

    /// <summary>Address of <c>ber_sockbuf_io_readahead</c> in liblber; 0 where it is not exported.</summary>
    public static nint ReadAheadLayer { get; } =
        Load() is not 0 and var library && NativeLibrary.TryGetExport(library, "ber_sockbuf_io_readahead", out var layer) ? layer : 0;

    [LibraryImport(Library, EntryPoint = "ldap_initialize", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Initialize(out nint handle, string uri);

    /// <summary>As <see cref="Initialize"/>, over a connection that is there already: of openldap.h, and what sssd uses.</summary>
    [LibraryImport(Library, EntryPoint = "ldap_init_fd", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InitializeOn(int descriptor, int protocol, string uri, out nint handle);

    [LibraryImport(Library, EntryPoint = "ldap_install_tls")]
    public static partial int InstallTls(nint handle);

    [LibraryImport(Library, EntryPoint = "ldap_unbind_ext_s")]
    public static partial int Unbind(nint handle, nint serverControls, nint clientControls);

    [LibraryImport(Library, EntryPoint = "ldap_set_option")]
    public static partial int SetOption(nint handle, int option, void* value);

    [LibraryImport(Library, EntryPoint = "ldap_get_option")]
    public static partial int GetOption(nint handle, int option, void* value);

    [LibraryImport(Library, EntryPoint = "ldap_err2string")]
    public static partial nint ErrorText(int code);

    [LibraryImport(Library, EntryPoint = "ldap_memfree")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "ldap_start_tls_s")]
    public static partial int StartTls(nint handle, nint serverControls, nint clientControls);

    [LibraryImport(Library, EntryPoint = "ldap_sasl_bind_s", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Bind(
        nint handle, string dn, string? mechanism, Bytes* credential, nint serverControls, nint clientControls, nint answer);

    [LibraryImport(Library, EntryPoint = "ldap_sasl_interactive_bind_s", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InteractiveBind(
        nint handle,
        nint dn,
        string mechanism,
        nint serverControls,
        nint clientControls,
        uint flags,
        delegate* unmanaged<nint,
        uint,
        nint,
        SaslQuestion*,
        int> ask,
        nint defaults);

    [LibraryImport(Library, EntryPoint = "ldap_search_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Search(
        nint handle,
        string baseDn,
        int scope,
        string filter,
        nint* attributes,
        int typesOnly,
        nint* serverControls,
        nint clientControls,
        TimeValue* timeout,
        int sizeLimit,
        out int message);

    [LibraryImport(Library, EntryPoint = "ldap_result", SetLastError = true)]
    public static partial int Result(nint handle, int message, int all, TimeValue* timeout, out nint result);

    [LibraryImport(Library, EntryPoint = "ldap_msgfree")]
    public static partial int FreeMessage(nint message);

    [LibraryImport(Library, EntryPoint = "ldap_abandon_ext")]
    public static partial int Abandon(nint handle, int message, nint serverControls, nint clientControls);

    [LibraryImport(Library, EntryPoint = "ldap_get_dn_ber")]
    public static partial int GetDn(nint handle, nint entry, out nint reader, out Bytes dn);

    [LibraryImport(Library, EntryPoint = "ldap_get_attribute_ber")]
    public static partial int GetAttribute(nint handle, nint entry, nint reader, out Bytes name, out Bytes* values);

    [LibraryImport(Library, EntryPoint = "ber_sockbuf_add_io")]
    public static partial int AddLayer(nint socketBuffer, nint layer, int level, nint argument);

    [LibraryImport(Library, EntryPoint = "ber_sockbuf_ctrl")]
    public static partial int ControlBuffer(nint socketBuffer, int option, nint argument);

    [LibraryImport(Library, EntryPoint = "ber_free")]
    public static partial void FreeReader(nint reader, int freeBuffer);

    [LibraryImport(Library, EntryPoint = "ldap_parse_result")]
    public static partial int ParseResult(
        nint handle, nint result, out int code, nint matchedDn, out void* text, nint referrals, out nint controls, int free);

    [LibraryImport(Library, EntryPoint = "ldap_create_page_control")]
    public static partial int CreatePageControl(nint handle, int size, Bytes* cookie, byte isCritical, out nint control);

    [LibraryImport(Library, EntryPoint = "ldap_control_find", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FindControl(string oid, nint controls, nint next);

    [LibraryImport(Library, EntryPoint = "ldap_parse_pageresponse_control")]
    public static partial int ParsePageControl(nint handle, nint control, out int estimate, out Bytes cookie);

    [LibraryImport(Library, EntryPoint = "ldap_control_free")]
    public static partial void FreeControl(nint control);

    [LibraryImport(Library, EntryPoint = "ldap_controls_free")]
    public static partial void FreeControls(nint controls);

    /// <summary>
    /// The servers of a DNS domain by its SRV records (RFC 2782), best first. It blocks for as long as resolv.conf(5) allows.
    /// </summary>
    /// <param name="domain">The DNS domain.</param>
    /// <param name="servers">Each as <c>HOST:PORT</c>; empty when there is none.</param>
    /// <returns>An error code of libldap (<see cref="LdapError"/>).</returns>
    public static int ServersOf(string domain, out string[] servers)
    {
        var code = DomainToHosts(domain, out var hosts);
        servers = Marshal.PtrToStringUTF8((nint)hosts)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        Free(hosts);
        return code;
    }

    [LibraryImport(Library, EntryPoint = "ldap_domain2hostlist", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DomainToHosts(string domain, out void* hosts);

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) => library == Library ? Load() : 0;

    private static nint Load() =>
        Names.Select(name => NativeLibrary.TryLoad(name, out var handle) ? handle : 0).FirstOrDefault(handle => handle != 0);

    /// <summary><c>struct berval</c>.</summary>
    public struct Bytes
    {
        public nint Length;
        public byte* Start;

        public readonly ReadOnlySpan<byte> Span => new(Start, (int)Length);
    }

    /// <summary><c>struct timeval</c>.</summary>
    public struct TimeValue(TimeSpan span)
    {
        /// <summary>Without an end, whatever ldap.conf(5) says.</summary>
        public static TimeValue Endless => new() { Seconds = -1 };

        public long Seconds = (long)span.TotalSeconds;
        public long Microseconds = span.Milliseconds * 1000;
    }

    /// <summary><c>sasl_interact_t</c> (sasl/sasl.h): a question, and place for the answer.</summary>
    public struct SaslQuestion(ulong id, byte* challenge, byte* prompt, byte* proposal)
    {
        public readonly ulong Id = id;
        public readonly byte* Challenge = challenge;
        public readonly byte* Prompt = prompt;
        public readonly byte* Proposal = proposal;
        public byte* Result;
        public uint Length;
    }
}
