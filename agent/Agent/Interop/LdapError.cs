namespace AutomountAgent.Interop;

/// <summary>libldap or a server said no.</summary>
/// <param name="code">The code of ldap_error(3): libldap's own are negative, results of a server (RFC 4511) positive.</param>
/// <param name="message">What it means, with what the server said about it.</param>
internal sealed class LdapError(int code, string message) : Exception(message)
{
    public const int ServerDown = -1;
    public const int LocalError = -2;
    public const int Timeout = -5;
    public const int AuthUnknown = -6;
    public const int ParameterError = -9;
    public const int NotSupported = -12;
    public const int ConnectError = -11;

    /// <summary>Not of libldap: there is more than this agent takes from a server.</summary>
    public const int TooLarge = -1000;

    public const int Success = 0;
    public const int SizeLimitExceeded = 4;
    public const int AdminLimitExceeded = 11;
    public const int UnavailableCriticalExtension = 12;
    public const int NoSuchObject = 32;
    public const int UnwillingToPerform = 53;

    /// <summary>The code.</summary>
    public int Code => code;
}
