using AgentTests.Native;
using AutomountAgent.Native;
using AutomountAgent.Observe.Automount;
using Xunit;

namespace AgentTests.Automount;

public class UnitReaderTests
{
    private static readonly Dictionary<string, object?> Nothing = [];

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
                ["SubState"] = "running",
                ["InvocationID"] = new byte[] { 0xab, 0x01 },
                ["ActiveEnterTimestamp"] = 1_700_000_001_000_000UL,
                ["InactiveExitTimestamp"] = 1_700_000_000_000_000UL,
                ["ActiveExitTimestamp"] = 0UL,
                ["StateChangeTimestamp"] = 1_700_000_999_000_000UL,
                ["ConditionResult"] = true,
                ["ConditionTimestamp"] = 1_700_000_000_000_000UL,
            },
            new() { ["Result"] = "success", ["MainPID"] = 42u, ["ExecMainStartTimestamp"] = 1_700_000_000_500_000UL });
        using var bus = new SystemBus(daemon.Address);

        var unit = await new UnitReader(bus).ReadAsync("autofs.service", TestContext.Current.CancellationToken);

        Assert.Equal(
            new UnitState(
                "autofs.service", "loaded", "active", "running", "success", 42, "ab01",
                DateTimeOffset.FromUnixTimeSeconds(1_700_000_001), DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500), true),
            unit);
    }

    [Theory]
    [InlineData(false, 1_700_000_000_000_000UL, false)]
    [InlineData(false, 0UL, true)] // systemd says false before it ever looked.
    [InlineData(true, 1_700_000_000_000_000UL, true)]
    public void AConditionFailedOnlyIfItWasLookedAt(bool result, ulong at, bool met)
    {
        var unit = new Dictionary<string, object?> { ["ConditionResult"] = result, ["ConditionTimestamp"] = at };

        Assert.Equal(met, UnitReader.ToState("sssd.service", unit, Nothing).ConditionMet);
    }

    [Fact]
    public void MissingAndOddPropertiesAreEmpty()
    {
        var odd = new Dictionary<string, object?>
        {
            ["LoadState"] = 5u,
            ["InvocationID"] = "x",
            ["ActiveEnterTimestamp"] = ulong.MaxValue,
            ["SubState"] = null,
        };

        var unit = UnitReader.ToState("u", odd, Nothing);

        Assert.Equal(new UnitState("u", "", "", "", "", 0, "", null, null, true), unit);
    }
}
