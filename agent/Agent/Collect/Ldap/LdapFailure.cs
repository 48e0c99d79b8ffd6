using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>Turns what libldap and servers report into an outcome that has one cure.</summary>
internal static class LdapFailure
{
    /// <summary>Whether an exception is one of those that <see cref="Of"/> understands.</summary>
    public static bool IsExpected(Exception e) => e is LdapError or TimeoutException or DllNotFoundException or EntryPointNotFoundException;

    /// <summary>The outcome and a sentence about it.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="session">The session in which it was.</param>
    /// <param name="isSlow">Whether the time for an answer was used up.</param>
    public static (DirectoryOutcome Outcome, string Detail) Of(Exception error, LdapSession session, bool isSlow) => error switch
    {
        _ when session.Late is { } late => (DirectoryOutcome.NoAnswer, late),
        DllNotFoundException or EntryPointNotFoundException when session.Stage == LdapStage.Kerberos =>
            (DirectoryOutcome.KerberosFailed, "MIT's GSSAPI library is not installed"),
        DllNotFoundException or EntryPointNotFoundException => (DirectoryOutcome.Failed, "OpenLDAP's libldap is not installed"),
        LdapError { Code: LdapError.Timeout } => (DirectoryOutcome.NoAnswer, session.Overdue()),
        LdapError e => (OfCode(e.Code, session.Stage, session.Uri, isSlow), e.Message),
        _ => (DirectoryOutcome.NoAnswer, error.Message),
    };

    /// <summary>A server that refuses a bind does it with 48, 49 or 53, or asks for more security with 8 or 13 (RFC 4511, 4.1.9).</summary>
    private static DirectoryOutcome OfCode(int code, LdapStage stage, LdapUri uri, bool isSlow) => code switch
    {
        LdapError.SizeLimitExceeded or LdapError.AdminLimitExceeded => DirectoryOutcome.SizeLimit,
        LdapError.TooLarge => DirectoryOutcome.TooLarge,
        LdapError.NoSuchObject when stage == LdapStage.Search => DirectoryOutcome.BaseMissing,
        _ when stage == LdapStage.Kerberos => DirectoryOutcome.KerberosFailed,
        _ when isSlow => DirectoryOutcome.NoAnswer,
        _ when stage == LdapStage.Tls => DirectoryOutcome.TlsFailed,
        LdapError.ServerDown or LdapError.ConnectError when uri.IsLocal && stage == LdapStage.Bind => DirectoryOutcome.Refused,
        LdapError.ServerDown or LdapError.ConnectError when uri.IsTls && stage == LdapStage.Bind => DirectoryOutcome.TlsFailed,
        LdapError.ServerDown or LdapError.ConnectError => DirectoryOutcome.NoAnswer,
        _ when stage == LdapStage.Sasl && code is LdapError.LocalError or LdapError.AuthUnknown => DirectoryOutcome.KerberosFailed,
        > 0 when stage is LdapStage.Bind or LdapStage.Sasl => DirectoryOutcome.BadCredentials,
        _ => DirectoryOutcome.Failed,
    };
}
