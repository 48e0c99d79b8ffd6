using System.DirectoryServices.Protocols;

namespace AutomountAgent.Observe.Directory;

/// <summary>Turns what libldap and servers report into an outcome that has one cure.</summary>
internal static class LdapFailure
{
    /// <summary>Whether an exception is one of those that <see cref="Of"/> understands.</summary>
    public static bool IsExpected(Exception e) => e is DirectoryException or TimeoutException or DllNotFoundException or TypeInitializationException;

    /// <summary>The outcome and a sentence about it.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="stage">What the session was doing.</param>
    /// <param name="isTls">Whether the connection begins with a TLS handshake.</param>
    /// <param name="isSlow">Whether the time for an answer was used up.</param>
    public static (DirectoryOutcome Outcome, string Detail) Of(Exception error, LdapStage stage, bool isTls, bool isSlow)
    {
        var detail = Detail(error);
        return error switch
        {
            DllNotFoundException or TypeInitializationException => (DirectoryOutcome.Failed, "OpenLDAP's libldap is not installed"),
            TimeoutException => (DirectoryOutcome.NoAnswer, detail),
            DirectoryOperationException e => (OfResult(e.Response?.ResultCode, stage), detail),
            LdapException e => (OfCode(e.ErrorCode, stage, isTls, isSlow), detail),
            _ => (stage == LdapStage.Tls ? DirectoryOutcome.TlsFailed : DirectoryOutcome.Failed, detail),
        };
    }

    private static DirectoryOutcome OfResult(ResultCode? code, LdapStage stage) => code switch
    {
        _ when stage == LdapStage.Tls => DirectoryOutcome.TlsFailed,
        ResultCode.NoSuchObject => DirectoryOutcome.BaseMissing,
        ResultCode.SizeLimitExceeded or ResultCode.AdminLimitExceeded => DirectoryOutcome.SizeLimit,
        _ when stage == LdapStage.Bind => DirectoryOutcome.BadCredentials,
        _ => DirectoryOutcome.Failed,
    };

    /// <summary>
    /// libldap's own codes are negative (ldap_error(3)): -1 server down, -5 timeout, -11 connect error; System.DirectoryServices.Protocols has
    /// names of its own for them (81, 85, 91). A server that refuses a bind does it with 48, 49 or 53, or asks for more security with 8 or 13.
    /// </summary>
    private static DirectoryOutcome OfCode(int code, LdapStage stage, bool isTls, bool isSlow) => code switch
    {
        -5 or 85 => DirectoryOutcome.NoAnswer,
        8 or 13 or 48 or 49 or 53 when stage == LdapStage.Bind => DirectoryOutcome.BadCredentials,
        32 => DirectoryOutcome.BaseMissing,
        _ when isSlow => DirectoryOutcome.NoAnswer,
        _ when stage == LdapStage.Tls => DirectoryOutcome.TlsFailed,
        -1 or 81 or -11 or 91 when isTls && stage == LdapStage.Bind => DirectoryOutcome.TlsFailed,
        -1 or 81 => DirectoryOutcome.NoAnswer,
        _ => DirectoryOutcome.Failed,
    };

    private static string Detail(Exception error)
    {
        var more = (error as LdapException)?.ServerErrorMessage ?? (error as DirectoryOperationException)?.Response?.ErrorMessage;
        var code = error switch
        {
            LdapException e => $" (code {e.ErrorCode})",
            DirectoryOperationException { Response: { } response } => $" ({response.ResultCode}, {(int)response.ResultCode})",
            _ => "",
        };
        return string.IsNullOrWhiteSpace(more) ? $"{error.Message}{code}" : $"{error.Message}{code}: {more}";
    }
}
