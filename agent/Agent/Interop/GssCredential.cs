using System.Runtime.InteropServices;
using System.Text;

namespace AutomountAgent.Interop;

/// <summary>
/// A Kerberos ticket that MIT's library fetches with a keytab and keeps in memory, under a name of our own: no credential cache of anybody
/// is read or written, and no environment variable is set, which would not be safe with several threads. Fetching asks the KDC and may
/// block for as long as krb5.conf allows.
/// </summary>
internal sealed unsafe partial class GssCredential : SafeHandle
{
    private const string Library = "libgssapi_krb5.so.2";
    private const int Initiate = 1;

    private readonly string cache;

    private GssCredential(nint handle, string cache)
        : base(0, ownsHandle: true)
    {
        this.cache = cache;
        SetHandle(handle);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// Makes it the ticket of this thread: whoever asks GSSAPI for none in particular gets it. libldap cannot be told one before it has
    /// connected.
    /// </summary>
    public void Use()
    {
        using var texts = new Texts();
        if (CacheName(out var minor, texts.Add(cache), 0) >> 16 != 0)
        {
            throw new LdapError(LdapError.LocalError, $"the ticket cannot be used (code {minor})");
        }
    }

    /// <summary>Gets a ticket: the one in memory while it is valid, else a new one.</summary>
    /// <param name="principal">Who we are.</param>
    /// <param name="keytab">The keytab, as a name that libkrb5 understands.</param>
    /// <exception cref="LdapError">There is none, with the reason that the library gives.</exception>
    /// <exception cref="DllNotFoundException">MIT's GSSAPI library is not installed.</exception>
    public static GssCredential Acquire(string principal, string keytab)
    {
        // 1.2.840.113554.1.2.2 is Kerberos 5, and .1 below it the form of its names (RFC 1964).
        ReadOnlySpan<byte> oid = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x01];
        using var texts = new Texts();
        var cache = $"MEMORY:automount-agent:{principal}:{keytab}";
        nint name = 0;
        try
        {
            fixed (byte* oidStart = oid)
            {
                var nameForm = new Oid { Length = 10, Start = oidStart };
                var mechanism = new Oid { Length = 9, Start = oidStart };
                var mechanisms = new OidSet { Count = 1, Start = &mechanism };
                var text = new Buffer { Length = Encoding.UTF8.GetByteCount(principal), Start = texts.Add(principal) };
                Check(ImportName(out var minor, &text, &nameForm, out name), minor, &mechanism, principal);

                var pairs = stackalloc Pair[2]
                {
                    new Pair { Key = texts.Add("client_keytab"), Value = texts.Add(keytab) },
                    new Pair { Key = texts.Add("ccache"), Value = texts.Add(cache) },
                };
                var store = new Store { Count = 2, Pairs = pairs };
                var status = AcquireFrom(out minor, name, 0, &mechanisms, Initiate, &store, out var credential, 0, 0);
                Check(status, minor, &mechanism, principal);
                return new GssCredential(credential, cache);
            }
        }
        finally
        {
            _ = ReleaseName(out _, ref name);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => ReleaseCredential(out _, ref handle) == 0;

    private static void Check(uint status, uint minor, Oid* mechanism, string principal)
    {
        // The upper half holds errors, the lower half supplementary bits.
        if (status >> 16 != 0)
        {
            throw new LdapError(LdapError.LocalError, $"no Kerberos ticket for {principal}: {Describe(minor, mechanism)}");
        }
    }

    private static string Describe(uint minor, Oid* mechanism)
    {
        const int OfMechanism = 2;
        uint more = 0;
        var text = default(Buffer);
        if (DisplayStatus(out _, minor, OfMechanism, mechanism, ref more, ref text) >> 16 != 0)
        {
            return $"code {minor}";
        }

        var result = Encoding.UTF8.GetString(text.Start, (int)text.Length);
        _ = ReleaseBuffer(out _, ref text);
        return result;
    }

    [LibraryImport(Library, EntryPoint = "gss_import_name")]
    private static partial uint ImportName(out uint minor, Buffer* text, Oid* form, out nint name);

    [LibraryImport(Library, EntryPoint = "gss_acquire_cred_from")]
    private static partial uint AcquireFrom(
        out uint minor,
        nint name,
        uint seconds,
        OidSet* mechanisms,
        int usage,
        Store* store,
        out nint credential,
        nint actual,
        nint lifetime);

    [LibraryImport(Library, EntryPoint = "gss_krb5_ccache_name")]
    private static partial uint CacheName(out uint minor, byte* name, nint before);

    [LibraryImport(Library, EntryPoint = "gss_display_status")]
    private static partial uint DisplayStatus(out uint minor, uint status, int kind, Oid* mechanism, ref uint more, ref Buffer text);

    [LibraryImport(Library, EntryPoint = "gss_release_name")]
    private static partial uint ReleaseName(out uint minor, ref nint name);

    [LibraryImport(Library, EntryPoint = "gss_release_cred")]
    private static partial uint ReleaseCredential(out uint minor, ref nint credential);

    [LibraryImport(Library, EntryPoint = "gss_release_buffer")]
    private static partial uint ReleaseBuffer(out uint minor, ref Buffer buffer);

    private struct Buffer
    {
        public nint Length;
        public byte* Start;
    }

    private struct Oid
    {
        public uint Length;
        public byte* Start;
    }

    private struct OidSet
    {
        public nint Count;
        public Oid* Start;
    }

    private struct Pair
    {
        public byte* Key;
        public byte* Value;
    }

    private struct Store
    {
        public uint Count;
        public Pair* Pairs;
    }

    /// <summary>Texts that live until a call is over.</summary>
    private sealed class Texts : IDisposable
    {
        private readonly List<nint> pointers = [];

        public byte* Add(string text)
        {
            pointers.Add(Marshal.StringToCoTaskMemUTF8(text));
            return (byte*)pointers[^1];
        }

        public void Dispose() => pointers.ForEach(Marshal.FreeCoTaskMem);
    }
}
