using AgentTests.Bus;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using Tmds.DBus.Protocol;
using Xunit;

namespace AgentTests.Collect.Sssd;

public class InfoPipeTests
{
    private const string Name = "org.freedesktop.sssd.infopipe";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task NameAndBeliefOfEachDomainAreRead()
    {
        var answer = await ReadAsync(call => (call.Path[^1], call.Member, string.Join(' ', call.Arguments)) switch
        {
            (_, "ListDomains", _) => new[] { new ObjectPath("/Domains/a"), new ObjectPath("/Domains/b") },
            ('a', "Get", $"{Name}.Domains name") => new FakeVariant("example.com"),
            ('b', "Get", _) => new FakeError("org.freedesktop.DBus.Error.UnknownProperty", "Unknown property"),
            ('a', "IsOnline", _) => true,
            ('b', "IsOnline", _) => false,
            _ => new FakeError("test.Unexpected", $"{call}"),
        });

        Assert.Equal([new SssdDomain("example.com", true), new SssdDomain("b", false)], answer);
    }

    [Fact]
    public async Task ADomainThatDoesNotTellIsNotTold()
    {
        var answer = await ReadAsync(call => call.Member switch
        {
            "ListDomains" => new[] { new ObjectPath("/d") },
            "Get" => new FakeVariant("files"),
            _ => new FakeError("sbus.Error.NotFound", "No such file or directory"),
        });

        Assert.Equal(new SssdDomain("files", null), Assert.Single(answer));
    }

    [Fact]
    public async Task WhoMayNotAskIsTold()
    {
        var e = await Assert.ThrowsAsync<BusException>(
            () => ReadAsync(_ => new FakeError("org.freedesktop.DBus.Error.AuthFailed", "Permission denied")));

        Assert.Equal(BusErrorKind.AccessDenied, e.Kind);
        Assert.Contains("ListDomains of org.freedesktop.sssd.infopipe: Permission denied", e.Message);
    }

    [Fact]
    public async Task ADomainWhosePathIsNoneIsABadReply()
    {
        var e = await Assert.ThrowsAsync<BusException>(() => ReadAsync(_ => new[] { "/d" }));

        Assert.Equal(BusErrorKind.BadReply, e.Kind);
        Assert.Contains("'as', not 'ao'", e.Message);
    }

    [Fact]
    public async Task AResponderThatHangsIsAskedOnce()
    {
        var asked = 0;

        var e = await Assert.ThrowsAsync<BusException>(() => ReadAsync(
            call =>
            {
                if (call.Member == "ListDomains")
                {
                    return new[] { new ObjectPath("/a"), new ObjectPath("/b") };
                }

                Interlocked.Increment(ref asked);
                return null;
            },
            TimeSpan.FromSeconds(1)));

        Assert.Equal((BusErrorKind.NoReply, 1), (e.Kind, asked));
    }

    private static async Task<IReadOnlyList<SssdDomain>> ReadAsync(Func<FakeCall, object?> handle, TimeSpan? deadline = null)
    {
        using var daemon = new PrivateBus();
        using var service = new FakeService(daemon, Name, handle);
        using var bus = new SystemBus(daemon.Address);
        return await new InfoPipe(bus).ReadAsync(deadline ?? Long, TestContext.Current.CancellationToken);
    }
}
