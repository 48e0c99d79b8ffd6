using System.Net;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Interop;
using AutomountAgent.Telemetry;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>Every session that is retired is closed, whatever the thread is doing at that moment.</summary>
public sealed class LdapThreadTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A poll that is cancelled, or whose deadline passes, just when its call returns: the thread gets no other call.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ASessionThatIsRetiredWhileItsCallReturnsIsClosed(bool isGivenUp)
    {
        for (var i = 0; i < 300; i++)
        {
            var session = Session();
            var isDone = false;
            var thread = new LdapThread(new Counters(), TimeProvider.System);
            var call = thread.RunAsync(() => Interlocked.Exchange(ref isDone, true), Long, Cancel);
            SpinWait.SpinUntil(() => Volatile.Read(ref isDone));

            thread.Retire(session);
            End(thread, isGivenUp);

            await call;
            Assert.True(SpinWait.SpinUntil(() => IsClosed(session), Long), $"the session of thread {i} is still open");
        }
    }

    private static void End(LdapThread thread, bool isGivenUp)
    {
        if (isGivenUp)
        {
            thread.GiveUp();
        }
        else
        {
            thread.Dispose();
        }
    }

    /// <summary>One that is open tries to connect, and is refused.</summary>
    private static bool IsClosed(LdapSession session) => Assert.Throws<LdapError>(session.Open).Message == "the connection is closed";

    private static LdapSession Session()
    {
        Assert.True(LdapUri.TryParse("ldap://localhost:9", out var uri));
        return new(uri, IPAddress.Loopback, DirectoryRead.At(uri.Server, "dc=example,dc=com"), Long, TimeProvider.System);
    }
}
