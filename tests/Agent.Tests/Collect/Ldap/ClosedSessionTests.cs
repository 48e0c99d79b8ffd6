using System.Net;
using System.Net.Sockets;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>
/// A poll that is cancelled while its call waits for the thread: the session is closed before the call begins. libldap ends the process
/// where it is given a connection that is closed.
/// </summary>
public sealed class ClosedSessionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public void AClosedConnectionIsAnError()
    {
        var handle = new LdapHandle("ldap://localhost:9", null, Timeout);
        handle.Dispose();

        AssertIsClosed(() => handle.Search("", 0, "(objectclass=*)", [], null, 0, _ => { }));
        AssertIsClosed(() => handle.BindSimple("", ""));
        AssertIsClosed(handle.BindExternal);
        AssertIsClosed(handle.StartTls);
        AssertIsClosed(handle.InstallTls);
        AssertIsClosed(handle.ReadAhead);
        AssertIsClosed(() => handle.Switch(LibLdap.OptReferrals, true));
        AssertIsClosed(() => handle.Set(LibLdap.OptProtocolVersion, 3));
        AssertIsClosed(() => handle.NewTlsContext());
    }

    [Fact]
    public void AClosedSessionDoesNotConnect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.True(LdapUri.TryParse($"ldap://{listener.LocalEndpoint}", out var uri));
        var session = Session(uri);
        session.Dispose();

        AssertIsClosed(session.Open);
        Assert.False(listener.Pending());
    }

    [Fact]
    public void ASessionThatIsNotOpenCannotBeUsed()
    {
        Assert.True(LdapUri.TryParse("ldap://localhost:9", out var uri));
        using var session = Session(uri);

        AssertIsClosed(() => session.Any("", "(objectclass=*)"));
        AssertIsClosed(() => session.Newest("", "(objectclass=*)"));
        AssertIsClosed(() => session.Read("", [], _ => { }));
        AssertIsClosed(() => session.Search("", "base", "(objectclass=*)", [], () => { }, _ => { }));
    }

    private static LdapSession Session(LdapUri uri) =>
        new(uri, IPAddress.Loopback, DirectoryRead.At(uri.Server, "dc=example,dc=com"), Timeout, TimeProvider.System);

    private static void AssertIsClosed(Action use) => Assert.Equal(LdapError.ServerDown, Assert.Throws<LdapError>(use).Code);
}
