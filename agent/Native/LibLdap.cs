using System.Runtime.InteropServices;

namespace AutomountAgent.Native;

/// <summary>
/// The library-wide options of OpenLDAP's libldap that System.DirectoryServices.Protocols has no property for (ldap_set_option(3)). Every
/// connection takes a copy of them when it is made, so set them and make the connection on one and the same thread.
/// </summary>
internal static unsafe class LibLdap
{
    private const int OptTimeout = 0x5002;
    private const int OptNetworkTimeout = 0x5005;
    private const int OptUri = 0x5006;
    private const int OptTlsCaCertificateFile = 0x6002;
    private const int OptTlsCaCertificateDirectory = 0x6003;
    private const int OptTlsRequireCertificate = 0x6006;
    private const int OptTlsNewContext = 0x600F;

    // Not LibraryImport: the name depends on the distribution. In the order in which System.DirectoryServices.Protocols tries them, so that
    // both use the same copy.
    private static readonly string[] Names = ["libldap.so.2", "libldap-2.6.so.0", "libldap-2.5.so.0", "libldap-2.4.so.2"];

    private static readonly nint Library = Names
        .Select(name => NativeLibrary.TryLoad(name, out var handle) ? handle : 0)
        .FirstOrDefault(handle => handle != 0);

    private static readonly string? ConfiguredCaFile = GetText(OptTlsCaCertificateFile);
    private static readonly string? ConfiguredCaDirectory = GetText(OptTlsCaCertificateDirectory);
    private static readonly int ConfiguredRequirement = GetNumber(OptTlsRequireCertificate);

    /// <summary>False when no libldap is installed; the other members then do nothing.</summary>
    private static bool IsAvailable => Library != 0;

    /// <summary>Bounds connecting and every synchronous call, bind and StartTLS included, which are unbounded by default.</summary>
    public static void SetTimeout(TimeSpan timeout)
    {
        var value = new TimeValue { Seconds = (long)timeout.TotalSeconds, Microseconds = timeout.Milliseconds * 1000 };
        Set(OptTimeout, &value);
        Set(OptNetworkTimeout, &value);
    }

    /// <summary>
    /// Sets the server of connections that are not told one. System.DirectoryServices.Protocols tells it too late for StartTLS, which would go to the
    /// server of ldap.conf (dotnet/runtime issue 56619).
    /// </summary>
    public static void SetServer(string uri) => SetText(OptUri, uri);

    /// <summary>
    /// Sets how the server's certificate is checked; null means what ldap.conf(5) says. Connections inherit the TLS context that is made here, not
    /// the names of the files, so a new context of the connection itself would forget them.
    /// </summary>
    /// <param name="caFile">File of CA certificates.</param>
    /// <param name="caDirectory">Folder of CA certificates.</param>
    /// <param name="requirement">never, allow, try, demand or hard (TLS_REQCERT in ldap.conf(5)); anything else counts as hard.</param>
    /// <returns>False when the CA files cannot be used.</returns>
    public static bool SetTls(string? caFile, string? caDirectory, string? requirement)
    {
        SetText(OptTlsCaCertificateFile, caFile ?? ConfiguredCaFile);
        SetText(OptTlsCaCertificateDirectory, caDirectory ?? ConfiguredCaDirectory);
        var number = requirement switch
        {
            null => ConfiguredRequirement,
            "never" => 0,
            "demand" => 2,
            "allow" => 3,
            "try" => 4,
            _ => 1,
        };
        Set(OptTlsRequireCertificate, &number);
        var isServer = 0;
        return Set(OptTlsNewContext, &isServer) == 0;
    }

    private static void SetText(int option, string? text)
    {
        var pointer = Marshal.StringToCoTaskMemUTF8(text);
        Set(option, (void*)pointer); // libldap copies it.
        Marshal.FreeCoTaskMem(pointer);
    }

    private static string? GetText(int option)
    {
        nint pointer = 0;
        Get(option, &pointer);
        var text = Marshal.PtrToStringUTF8(pointer);
        if (pointer != 0)
        {
            ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(Library, "ldap_memfree"))(pointer);
        }

        return text;
    }

    private static int GetNumber(int option)
    {
        var number = 0;
        Get(option, &number);
        return number;
    }

    private static int Set(int option, void* value) => IsAvailable
        ? ((delegate* unmanaged<nint, int, void*, int>)NativeLibrary.GetExport(Library, "ldap_set_option"))(0, option, value)
        : 0;

    private static void Get(int option, void* value)
    {
        if (IsAvailable)
        {
            _ = ((delegate* unmanaged<nint, int, void*, int>)NativeLibrary.GetExport(Library, "ldap_get_option"))(0, option, value);
        }
    }

    private struct TimeValue
    {
        public long Seconds;
        public long Microseconds;
    }
}
