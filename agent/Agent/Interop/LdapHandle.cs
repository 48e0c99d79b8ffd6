using System.Runtime.InteropServices;
using System.Text;

namespace AutomountAgent.Interop;

/// <summary>Takes one entry of an answer. It is valid during the call only.</summary>
internal delegate void LdapEntryHandler(LdapEntry entry);

/// <summary>
/// One <c>LDAP *</c>. Every call blocks, and all are made by one thread. Waiting for an answer ends with the time-out; a TLS handshake, or
/// the rest of a message, has no deadline in libldap but the end of the connection (<see cref="LdapSocket.Cut"/>).
/// </summary>
internal sealed unsafe class LdapHandle : IDisposable
{
    private const string PageControl = "1.2.840.113556.1.4.319"; // RFC 2696

    /// <summary>
    /// Bytes of one message: an entry, in practice. automount takes 16 KiB of one at most; libldap alone would take 4 GiB.
    /// </summary>
    public const int MaxMessage = 16 * 1024 * 1024;

    /// <summary>Characters of what a server says about an error: it may send as much as a message has.</summary>
    private const int MaxSaid = 500;

    private const int RangeError = 34; // ERANGE: liblber's answer to a message that is too large.
    private const int EnoughBytes = 4096;
    private const uint GatherMicroseconds = 250;

    private readonly TimeSpan timeout;
    private readonly LdapEntry current = new();
    private nint ld;
    private nint buffer; // Of the connection, once it reads ahead.
    private int descriptor;

    /// <summary>Makes a handle. Nothing is sent yet.</summary>
    /// <param name="uri">The server.</param>
    /// <param name="socket">The connection to it; null where libldap connects by itself, with the first request.</param>
    /// <param name="timeout">For the first message of every answer, and for connecting.</param>
    /// <exception cref="DllNotFoundException">There is no libldap.</exception>
    /// <exception cref="LdapError">libldap does not understand the URI.</exception>
    public LdapHandle(string uri, LdapSocket? socket, TimeSpan timeout)
    {
        this.timeout = timeout;
        var code = socket is null
            ? LibLdap.Initialize(out ld, uri)
            : LibLdap.InitializeOn(socket.Share(), LibLdap.ProtocolTcp, uri, out ld);
        Check(code, $"{uri} cannot be used");
        Set(LibLdap.OptProtocolVersion, 3);
        LibLdap.SetOption(Handle, LibLdap.OptReferrals, null); // A referral leads to a server that sssd.conf does not name.
        var limit = new LibLdap.TimeValue(timeout);
        LibLdap.SetOption(Handle, LibLdap.OptTimeout, &limit);

        // With a limit here libldap negotiates TLS over a socket that does not block, in a busy loop.
        var network = socket is null ? limit : LibLdap.TimeValue.Endless;
        LibLdap.SetOption(Handle, LibLdap.OptNetworkTimeout, &network);
        BoundMessages();
    }

    /// <summary>libldap ends the process where it is given none.</summary>
    private nint Handle => ld != 0 ? ld : throw new LdapError(LdapError.ServerDown, "the connection is closed");

    /// <summary>Sets a number.</summary>
    public void Set(int option, int value) => Check(LibLdap.SetOption(Handle, option, &value), "an option cannot be set");

    /// <summary>Sets a number of the size of a pointer.</summary>
    public void SetLong(int option, nint value) => Check(LibLdap.SetOption(Handle, option, &value), "an option cannot be set");

    /// <summary>Sets a text, unless it is null: then ldap.conf(5) counts.</summary>
    public void Set(int option, string? value)
    {
        if (value is not null)
        {
            var pointer = Marshal.StringToCoTaskMemUTF8(value);
            var code = LibLdap.SetOption(Handle, option, (void*)pointer); // libldap copies it.
            Marshal.FreeCoTaskMem(pointer);
            Check(code, "an option cannot be set");
        }
    }

    /// <summary>Switches an option that is on or off.</summary>
    public void Switch(int option, bool on) => LibLdap.SetOption(Handle, option, on ? (void*)1 : null);

    /// <summary>Makes the TLS context of the connection from the options set before.</summary>
    /// <returns>False when one of the files cannot be used.</returns>
    public bool NewTlsContext()
    {
        var isServer = 0;
        return LibLdap.SetOption(Handle, LibLdap.OptTlsNewContext, &isServer) == 0;
    }

    /// <summary>Negotiates TLS on a connection that was given to the constructor, for ldaps.</summary>
    public void InstallTls() => Check(LibLdap.InstallTls(Handle), "TLS failed");

    /// <summary>Asks the server to speak TLS from here on (RFC 4511, 4.14).</summary>
    public void StartTls() => Check(LibLdap.StartTls(Handle, 0, 0), "StartTLS failed");

    /// <summary>Binds with name and password; both empty is anonymous.</summary>
    public void BindSimple(string dn, string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        fixed (byte* start = bytes)
        {
            var credential = new LibLdap.Bytes { Length = bytes.Length, Start = start };
            Check(LibLdap.Bind(Handle, dn, null, &credential, 0, 0, 0), "the bind failed");
        }

        Array.Clear(bytes);
    }

    /// <summary>
    /// Binds by what the connection has proved already: a client certificate, or who we are on a Unix socket (SASL EXTERNAL, RFC 4422).
    /// </summary>
    public void BindExternal()
    {
        var nothing = new LibLdap.Bytes { Start = Empty }; // Empty, not absent: without it the server would ask for more.
        Check(LibLdap.Bind(Handle, "", "EXTERNAL", &nothing, 0, 0, 0), "the bind failed");
    }

    /// <summary>Binds with the Kerberos ticket of this thread (<see cref="GssCredential.Use"/>).</summary>
    /// <param name="mechanism">GSSAPI or GSS-SPNEGO.</param>
    public void BindGss(string mechanism) =>
        Check(LibLdap.InteractiveBind(Handle, 0, mechanism, 0, 0, LibLdap.SaslQuiet, &AnswerSasl, 0), "the bind failed");

    /// <summary>
    /// Reads ahead from here on: whatever the socket has, up to 16 KiB in one call. By itself libldap reads the head of each message, then
    /// the
    /// rest of it, and polls before: three system calls per entry, which cost more than all that is done with it. To be called once, on an
    /// open connection.
    /// </summary>
    public void ReadAhead()
    {
        BoundMessages();
        nint found = 0;
        var socket = -1;
        if (LibLdap.ReadAheadLayer == 0
            || LibLdap.GetOption(Handle, LibLdap.OptSocketBuffer, &found) != LdapError.Success
            || LibLdap.GetOption(Handle, LibLdap.OptDescriptor, &socket) != LdapError.Success)
        {
            return;
        }

        // libldap does not poll while there is something in the buffer, be it half a message: the read that follows must not wait for the
        // rest.
        if (LibLdap.ControlBuffer(found, LibLdap.BufferSetNonBlocking, found) == 1
            && LibLdap.AddLayer(found, LibLdap.ReadAheadLayer, LibLdap.LevelProvider, 0) == LdapError.Success)
        {
            (buffer, descriptor) = (found, socket);
        }
    }

    /// <summary>Searches one page.</summary>
    /// <param name="baseDn">Where.</param>
    /// <param name="scope">0 the object, 1 one level, 2 the subtree.</param>
    /// <param name="filter">What (RFC 4515).</param>
    /// <param name="attributes">Which attributes to bring.</param>
    /// <param name="page">How many entries, and where to go on; null for all in one answer.</param>
    /// <param name="sizeLimit">How many entries are enough; 0 means all.</param>
    /// <param name="take">Takes each entry as it comes.</param>
    /// <exception cref="LdapError">libldap or the server said no; entries may have come before.</exception>
    public void Search(
        string baseDn, int scope, string filter, ReadOnlySpan<string> attributes, LdapPage? page, int sizeLimit, LdapEntryHandler take)
    {
        var names = stackalloc nint[attributes.Length + 1];
        names[attributes.Length] = 0;
        var controls = stackalloc nint[2] { 0, 0 };
        var message = 0;
        try
        {
            for (var i = 0; i < attributes.Length; i++)
            {
                names[i] = Marshal.StringToCoTaskMemUTF8(attributes[i]);
            }

            controls[0] = page is null ? 0 : Control(page);
            Check(
                LibLdap.Search(Handle, baseDn, scope, filter, names, 0, controls, 0, null, sizeLimit, out message),
                "the search cannot be sent");
        }
        finally
        {
            for (var i = 0; i < attributes.Length; i++)
            {
                Marshal.FreeCoTaskMem(names[i]);
            }

            if (controls[0] != 0)
            {
                LibLdap.FreeControl(controls[0]);
            }
        }

        Receive(message, page, take);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ld != 0)
        {
            _ = LibLdap.Unbind(ld, 0, 0);
            ld = 0;
        }
    }

    /// <summary>libldap drops the connection where a message is larger. Nothing to do before there is a connection.</summary>
    private void BoundMessages()
    {
        nint found = 0;
        nint max = MaxMessage;
        if (LibLdap.GetOption(Handle, LibLdap.OptSocketBuffer, &found) == LdapError.Success && found != 0)
        {
            _ = LibLdap.ControlBuffer(found, LibLdap.BufferSetMaxIncoming, (nint)(&max));
        }
    }

    private nint Control(LdapPage page)
    {
        fixed (byte* start = page.Cookie)
        {
            var cookie = new LibLdap.Bytes { Length = page.Cookie.Length, Start = start };
            Check(
                LibLdap.CreatePageControl(Handle, page.Size, page.Cookie.Length > 0 ? &cookie : null, 0, out var control), "paging failed");
            return control;
        }
    }

    private void Receive(int message, LdapPage? page, LdapEntryHandler take)
    {
        var limit = new LibLdap.TimeValue(timeout);
        while (true)
        {
            var kind = LibLdap.Result(Handle, message, LibLdap.MessageOne, &limit, out var result);
            if (kind == 0)
            {
                _ = LibLdap.Abandon(Handle, message, 0, 0);
                throw new LdapError(LdapError.Timeout, $"no answer within {timeout.TotalSeconds:0.###} s");
            }

            if (kind < 0 && Marshal.GetLastPInvokeError() == RangeError)
            {
                throw new LdapError(LdapError.TooLarge, $"one answer is larger than {MaxMessage / 1024 / 1024} MiB");
            }

            Check(kind < 0 ? LdapError.ServerDown : 0, "the connection is lost");
            try
            {
                if (kind == LibLdap.MessageEntry)
                {
                    current.Take(Handle, result, take);
                    Gather();
                }
                else if (kind == LibLdap.MessageDone)
                {
                    Finish(result, page);
                    return;
                }
            }
            catch
            {
                _ = LibLdap.Abandon(Handle, message, 0, 0);
                throw;
            }
            finally
            {
                _ = LibLdap.FreeMessage(result);
            }
        }
    }

    /// <summary>
    /// Lets some entries gather when all that came are taken. This side is faster than a server: asleep in poll, it would be woken for
    /// every entry, which costs the server as much as finding it.
    /// </summary>
    private void Gather()
    {
        if (buffer != 0 && LibLdap.ControlBuffer(buffer, LibLdap.BufferHasData, 0) == 0 && LibC.Available(descriptor) < EnoughBytes)
        {
            _ = LibC.WaitMicroseconds(GatherMicroseconds);
        }
    }

    private void Finish(nint result, LdapPage? page)
    {
        Check(
            LibLdap.ParseResult(Handle, result, out var code, 0, out var text, 0, out var controls, 0), "the answer cannot be understood");
        var said = Marshal.PtrToStringUTF8((nint)text);
        LibLdap.Free(text);
        page?.Cookie = [];
        if (controls != 0)
        {
            if (page is not null && LibLdap.FindControl(PageControl, controls, 0) is not 0 and var control
                && LibLdap.ParsePageControl(Handle, control, out _, out var cookie) == 0)
            {
                page.Cookie = cookie.Span.ToArray();
                LibLdap.Free(cookie.Start);
            }

            LibLdap.FreeControls(controls);
        }

        if (code != LdapError.Success)
        {
            throw new LdapError(code, Describe(code, said));
        }
    }

    private void Check(int code, string what)
    {
        if (code == LdapError.Success)
        {
            return;
        }

        byte* text = null;
        if (ld != 0)
        {
            _ = LibLdap.GetOption(ld, LibLdap.OptDiagnosticMessage, &text);
        }

        var said = Marshal.PtrToStringUTF8((nint)text);
        LibLdap.Free(text);
        throw new LdapError(code, $"{what}: {Describe(code, said)}");
    }

    private static string Describe(int code, string? said)
    {
        var text = $"{Marshal.PtrToStringUTF8(LibLdap.ErrorText(code))} (code {code})";
        var cut = said?.Length > MaxSaid ? $"{said.AsSpan(0, MaxSaid)}…" : said;
        return string.IsNullOrWhiteSpace(cut) ? text : $"{text}: {cut}";
    }

    /// <summary>Cyrus SASL asks whom to act as; the answer is what it proposes, or nobody else.</summary>
    [UnmanagedCallersOnly]
    private static int AnswerSasl(nint handle, uint flags, nint defaults, LibLdap.SaslQuestion* question)
    {
        for (; question->Id != 0; question++)
        {
            question->Result = question->Proposal is null ? Empty : question->Proposal;
            question->Length = (uint)MemoryMarshal.CreateReadOnlySpanFromNullTerminated(question->Result).Length;
        }

        return LdapError.Success;
    }

    private static readonly byte* Empty = (byte*)Marshal.StringToCoTaskMemUTF8("");
}

/// <summary>Where a paged search is (RFC 2696).</summary>
/// <param name="size">Entries per page.</param>
internal sealed class LdapPage(int size)
{
    /// <summary>Entries per page.</summary>
    public int Size => size;

    /// <summary>What the server wants to be told with the next page; empty before the first and after the last one.</summary>
    public byte[] Cookie { get; set; } = [];
}
