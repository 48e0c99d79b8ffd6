using AgentTests.Bus;
using AutomountAgent.Bus;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Model;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Autofs;

public class UnitReaderTests
{
    private static readonly BusProperties Nothing = new(new Dictionary<string, object>());

    [Fact]
    public async Task TheStateOfAUnitIsReadFromSystemd()
    {
        using var daemon = new PrivateBus();
        using var systemd = FakeSystemd.Start(
            daemon,
            new()
            {
                ["LoadState"] = "loaded",
                ["ActiveState"] = "active",
                ["StateChangeTimestampMonotonic"] = 9_500_000UL,
                ["InvocationID"] = new byte[] { 0xab, 0x01 },
                ["ConditionResult"] = true,
                ["ConditionTimestampMonotonic"] = 4_000_000UL,
            },
            new()
            {
                ["Result"] = "success",
                ["MainPID"] = 42u,
                ["ExecMainStartTimestamp"] = 1_700_000_000_500_000UL,
                ["ExecMainStartTimestampMonotonic"] = 5_500_000UL,
            });
        using var bus = new SystemBus(daemon.Address);

        // The clock has been set since, and says that the node was started on the first of January.
        var node = new FakeTimeProvider();
        var sinceBoot = TimeSpan.FromTicks(node.GetTimestamp());
        var boot = node.GetUtcNow() - sinceBoot;
        var unit = await new UnitReader(bus, node).ReadAsync("autofs.service", TestContext.Current.CancellationToken);

        Assert.Equal(
            new UnitState(
                "autofs.service", "loaded", "active", "success", 42, boot.AddSeconds(5.5), true)
            {
                StateAge = sinceBoot - TimeSpan.FromSeconds(9.5),
                ProcessAge = sinceBoot - TimeSpan.FromSeconds(5.5),
            },
            unit);
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("reloading", true)]
    [InlineData("refreshing", true)] // systemd 258 and newer.
    [InlineData("deactivating", false)]
    public void AUnitThatReloadsRuns(string state, bool runs) =>
        Assert.Equal(runs, new UnitState("autofs.service", "loaded", state, "success", 42, null, true).IsRunning);

    [Theory]
    [InlineData("activating", true)]
    [InlineData("deactivating", true)]
    [InlineData("active", false)]
    [InlineData("reloading", false)]
    [InlineData("failed", false)]
    public async Task AServiceIsInTransitionWhileItStartsAndStops(string state, bool expected)
    {
        using var daemon = new PrivateBus();
        using var systemd = FakeSystemd.Start(daemon, new() { ["ActiveState"] = state }, []);
        using var bus = new SystemBus(daemon.Address);

        var reader = new UnitReader(bus, new FakeTimeProvider());

        Assert.Equal(expected, await reader.IsInTransitionAsync("autofs.service", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatItSaidLastStandsTwiceWhileSystemdIsSilentAndNotWhenThereIsNoBus()
    {
        var says = "org.freedesktop.DBus.Error.NoReply";
        using var daemon = new PrivateBus();
        using var systemd = new FakeService(daemon, UnitReader.Systemd, call => new FakeError(says, "no time"));
        using var bus = new SystemBus(daemon.Address);
        var reader = new UnitReader(bus, new FakeTimeProvider());
        var last = new UnitState("autofs.service", "loaded", "active", "success", 42, null, true);
        Task<UnitState> Read(UnitState? before = null) => reader.ReadAsync("autofs.service", before, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<BusException>(() => Read());
        Assert.Same(last, await Read(last));
        Assert.Same(last, await Read(last));
        await Assert.ThrowsAsync<BusException>(() => Read(last));

        says = "org.freedesktop.DBus.Error.ServiceUnknown";
        reader = new UnitReader(bus, new FakeTimeProvider());
        await Assert.ThrowsAsync<BusException>(() => Read(last));
    }

    [Theory]
    [InlineData(false, 4_000_000UL, false)]
    [InlineData(false, 0UL, true)] // systemd says false before it ever looked.
    [InlineData(true, 4_000_000UL, true)]
    public void AConditionFailedOnlyIfItWasLookedAt(bool result, ulong at, bool met)
    {
        var unit = new BusProperties(new Dictionary<string, object> { ["ConditionResult"] = result, ["ConditionTimestampMonotonic"] = at });

        Assert.Equal(met, UnitReader.ToState("sssd.service", unit, Nothing, default).ConditionMet);
    }

    [Fact]
    public void MissingAndOddPropertiesAreEmpty()
    {
        var odd = new BusProperties(new Dictionary<string, object> { ["LoadState"] = 5u, ["ConditionResult"] = "no" });
        var service = new BusProperties(new Dictionary<string, object>
        {
            ["ExecMainStartTimestampMonotonic"] = ulong.MaxValue,
            ["MainPID"] = "1",
        });

        var unit = UnitReader.ToState("u", odd, service, default);

        Assert.Equal(new UnitState("u", "", "", "", 0, null, true), unit);
    }
}
