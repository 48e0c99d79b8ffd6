using AgentTests.Interop;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Sssd;

public class InfoPipeTests
{
    private const string Name = "org.freedesktop.sssd.infopipe";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task NameBeliefAndServerOfEachDomainAreRead()
    {
        var answer = await ReadAsync(call => (call.Path[^1], call.Member, call.Argument) switch
        {
            (_, "ListDomains", _) => new[] { new ObjectPath("/Domains/a"), new ObjectPath("/Domains/b") },
            ('a', "GetAll", $"{Name}.Domains") => new Dictionary<string, object> { ["name"] = "example.com", ["min_id"] = 1u },
            ('b', "GetAll", $"{Name}.Domains") => new Dictionary<string, object>(),
            ('a', "IsOnline", _) => true,
            ('b', "IsOnline", _) => false,
            ('a', "ListServices", _) => new[] { "LDAP_CHPASS", "LDAP" },
            ('a', "ActiveServer", "LDAP") => "ldap://one",
            ('b', "ListServices", _) => Array.Empty<string>(),
            _ => new FakeError("test.Unexpected", $"{call}"),
        });

        Assert.Equal([new SssdDomain("example.com", true, "ldap://one"), new SssdDomain("b", false, "")], answer);
    }

    [Fact]
    public async Task ADomainThatDoesNotTellIsNotTold()
    {
        var answer = await ReadAsync(call => call.Member switch
        {
            "ListDomains" => new[] { new ObjectPath("/d") },
            "GetAll" => new Dictionary<string, object> { ["name"] = "files" },
            _ => new FakeError("sbus.Error.NotFound", "No such file or directory"),
        });

        Assert.Equal(new SssdDomain("files", null, ""), Assert.Single(answer));
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
