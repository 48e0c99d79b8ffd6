using System.Collections.Concurrent;
using System.Collections.Immutable;
using AgentTests.Bus;
using AgentTests.Collect.Autofs;
using AgentTests.Support;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Ldif;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Derive;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using Tmds.DBus.Protocol;
using Xunit;

namespace AgentTests.Collect.Sssd;

public class SssdCollectorTests
{
    private static readonly SssdConfiguration Configuration = new(
        ["nss", "autofs"],
        [new SssdDomainSettings { Name = "d", Provider = "ldap", Schema = AutofsSchema.Rfc2307Bis, MasterMap = "auto.site" }],
        [],
        null);

    private readonly ConcurrentQueue<string> asked = new();
    private ImmutableArray<MapContent> inLdap = [];
    private bool isLdapKnown = true;

    [Fact]
    public async Task WithoutABusTheMapsAreStillRead()
    {
        using var bus = new SystemBus("unix:path=/nonexistent/bus");

        var view = await CollectAsync(bus);

        Assert.Null(view.Unit);
        Assert.Contains("/nonexistent/bus", view.BusProblem);
        Assert.Equal(view.BusProblem, view.InfoPipeProblem);
        Assert.Equal(ResponderOutcome.Answers, view.Responder);
        Assert.Same(Configuration, view.Configuration);
    }

    [Fact]
    public async Task AMasterMapIsNeverAskedFor()
    {
        using var bus = new SystemBus("unix:path=/nonexistent/bus");
        var automount = new AutomountSnapshot(null, null, [], "auto.other", null, []);
        var state = NodeState.Empty with { Automount = new(default, default, automount, null) };

        await CollectAsync(bus, state, "auto.home", "auto.master", "auto_master", "auto.site", "auto.other", "auto.home");

        Assert.Equal(["auto.home"], asked);
    }

    [Theory]
    [InlineData("inactive", 0)]
    [InlineData("failed", 0)]
    [InlineData("active", 1)]
    public async Task TheInfoPipeIsAskedOnlyWhileSssdIsActive(string state, int domains)
    {
        using var daemon = new PrivateBus();
        using var systemd = FakeSystemd.Start(daemon, new() { ["ActiveState"] = state });
        using var service = new FakeService(daemon, "org.freedesktop.sssd.infopipe", call => call.Member switch
        {
            "ListDomains" => new[] { new ObjectPath("/d") },
            "Get" => new FakeVariant("d"),
            _ => true,
        });
        using var bus = new SystemBus(daemon.Address);

        var view = await CollectAsync(bus);

        Assert.Equal(state, view.Unit?.ActiveState);
        Assert.Equal(domains == 0, view.InfoPipeProblem is not null);
        Assert.Equal(domains, view.Domains.Length);
    }

    [Fact]
    public async Task AMapWithADuplicateKeyIsNotListedButLookedUpByItsOtherKeys()
    {
        using var bus = new SystemBus("unix:path=/nonexistent/bus");
        inLdap = [Some.Map("auto.home", ("k", "h:/a"), ("k", "h:/b"), ("other", "h:/c")), Some.Map("auto.data", ("k", "h:/a"))];

        var view = await CollectAsync(bus, null, "auto.home", "auto.data");

        Assert.Equal(["auto.home other", "auto.data"], asked);
        Assert.Equal((SssdMapOutcome.NotListed, "k"), (view.Maps[0].Outcome, view.Maps[0].DuplicateKey));
        Assert.Equal(("other", "h:/c"), (view.Maps[0].Lookup!.Key, view.Maps[0].Lookup!.Value));
        Assert.Empty(view.Maps[0].Disagreements);
        Assert.Equal(SssdMapOutcome.Read, view.Maps[1].Outcome);
    }

    [Fact]
    public async Task UntilLdapIsKnownNothingIsListed()
    {
        using var bus = new SystemBus("unix:path=/nonexistent/bus");
        isLdapKnown = false;

        var view = await CollectAsync(bus, null, "auto.home");

        Assert.Empty(asked);
        Assert.Equal((SssdMapOutcome.NotListed, null), (Assert.Single(view.Maps).Outcome, view.Maps[0].DuplicateKey));
    }

    private async Task<SssdSnapshot> CollectAsync(SystemBus bus, NodeState? state = null, params string[] names)
    {
        using var maps = new MapReader(
            HostPaths.Host,
            name =>
            {
                asked.Enqueue(name);
                return new SssAutofsAnswer(0, []);
            },
            (name, key) =>
            {
                asked.Enqueue($"{name} {key}");
                return new SssAutofsLookup(0, "h:/c", true);
            },
            TimeProvider.System);
        var observer = new SssdCollector(
            new Settings(), HostPaths.Host, () => Configuration, _ => names.Length > 0
                ? names
                : ["auto.home"], new UnitReader(bus, TimeProvider.System), new InfoPipe(bus), maps, TimeProvider.System);
        var known = new DomainDirectory("d", "", "auto.site", [], DirectoryOutcome.Answered, "", inLdap, null);
        state = (state ?? NodeState.Empty) with { Directory = Some.Seen(new DirectorySnapshot(isLdapKnown ? [known] : [])) };
        return await observer.CollectAsync(state, TestContext.Current.CancellationToken);
    }
}
