using AgentTests.Support;
using AutomountAgent.Collect.Pods;
using AutomountAgent.Model;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Pods;

public class RuntimeMessageTests
{
    private const string Uid = "0f1e2d3c-aaaa-bbbb-cccc-0123456789ab";

    [Theory]
    [InlineData(
        $"time=\"x\" level=info msg=\"Creation of container k8s_app_web-1_shop_{Uid}_0 not yet finished. "
            + "Currently at stage container volume configuration. Waiting up to 5m59s for it to finish\"",
        "shop/web-1", "app", "container volume configuration", "CRI-O")]
    [InlineData(
        $"msg=\"Creation of sandbox k8s_web-1_shop_{Uid}_0 not yet finished. Currently at stage sandbox storage creation. Waiting\"",
        "shop/web-1", "", "sandbox storage creation", "CRI-O")]
    [InlineData($"error reserving ctr name k8s_app_web-1_shop_{Uid}_3 for id 77d1: name is reserved", "shop/web-1", "app", "", "CRI-O")]
    [InlineData(
        $"level=error error=\"failed to reserve container name \\\"app_web-1_shop_{Uid}_0\\\": "
            + "name \\\"app_web-1\\\" is reserved for \\\"3a\\\"\"",
        "shop/web-1", "app", "", "containerd")]
    [InlineData($"failed to reserve sandbox name \"web-1_shop_{Uid}_1\": name is reserved", "shop/web-1", "", "", "containerd")]
    [InlineData($"Creation of container k8s_app_web-1_shop_{Uid}_0 not yet finished. Waiting up to 5m59s for it to finish",
        "shop/web-1", "app", "", "CRI-O")]
    [InlineData($"failed to reserve container name \"app_web-1_shop_{Uid}_0\"; check if another CreateContainer request is in progress",
        "shop/web-1", "app", "", "containerd")]
    public void WhatIsNotMadeIsNamed(string message, string pod, string container, string stage, string runtime) =>
        Assert.Equal(new StuckPod(pod, container, Some.Time, stage, runtime), RuntimeMessage.Parse(message, Some.Time));

    [Theory]
    [InlineData("")]
    [InlineData("Creation of container ")]
    [InlineData("failed to reserve container name \"")]
    [InlineData("failed to reserve container name \"a_b\"")]
    [InlineData("failed to reserve container name \"app_web\u001b[31m_shop_x_0\"")]
    [InlineData("error reserving ctr name k8s_App_web_shop_x_0 for id")]
    [InlineData("CreateContainer within sandbox \"3a\" for container name:\"app\"")]
    [Trait("suite", "hostile")]
    public void OtherMessagesAreNot(string message) => Assert.Null(RuntimeMessage.Parse(message, Some.Time));

    [Fact]
    public async Task AContainerIsStuckUntilTheRuntimeHasNotSaidSoForLong()
    {
        var clock = new FakeTimeProvider();
        var (said, from) = (true, new List<DateTimeOffset>());
        using var journal = new RuntimeJournal(Read, clock, () => TimeSpan.FromHours(1));

        Assert.Equal("shop/web-1", Assert.Single((await journal.ReadAsync(TestContext.Current.CancellationToken)).Stuck).Pod);
        said = false;
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Single((await journal.ReadAsync(TestContext.Current.CancellationToken)).Stuck);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty((await journal.ReadAsync(TestContext.Current.CancellationToken)).Stuck);

        // The journal has the node's clock.
        Assert.Equal(from[0] + RuntimeJournal.Memory, from[1]);
        Assert.Equal(TimeSpan.FromHours(1) - RuntimeJournal.Memory, from[0] - new FakeTimeProvider().Start);

        int Read(IReadOnlyList<string> units, DateTimeOffset since, int max, Action<DateTimeOffset, string> take)
        {
            from.Add(since);
            if (said)
            {
                take(clock.GetUtcNow() + TimeSpan.FromHours(1), $"failed to reserve container name \"app_web-1_shop_{Uid}_0\": reserved");
            }

            return 0;
        }
    }

    [Fact]
    public async Task AJournalThatCannotBeReadIsSaid()
    {
        using var journal = new RuntimeJournal((_, _, _, _) => -13, TimeProvider.System, () => TimeSpan.Zero);

        Assert.Equal("the journal cannot be read (errno 13)", (await journal.ReadAsync(TestContext.Current.CancellationToken)).Problem);
    }

    /// <summary>
    /// An entry of the journal need not have a message: what the runtime said after so many entries is read all the same.
    /// </summary>
    [Fact]
    public async Task WhatOneReadLeavesIsReadNextTime()
    {
        var clock = new FakeTimeProvider();
        var from = new List<DateTimeOffset>();
        var at = clock.Start - TimeSpan.FromMinutes(3);
        using var journal = new RuntimeJournal(Read, clock, () => TimeSpan.Zero);

        await journal.ReadAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(1));
        await journal.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(at, from[1]);

        int Read(IReadOnlyList<string> units, DateTimeOffset since, int max, Action<DateTimeOffset, string> take)
        {
            from.Add(since);
            take(at, "started");
            return 1;
        }
    }

    /// <summary>As far as it is not too old to matter.</summary>
    [Fact]
    public async Task WhatCouldNotBeReadIsReadNextTime()
    {
        var clock = new FakeTimeProvider();
        var from = new List<DateTimeOffset>();
        using var journal = new RuntimeJournal(Read, clock, () => TimeSpan.Zero);

        await journal.ReadAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(1));
        await journal.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(clock.GetUtcNow() - RuntimeJournal.Memory, from[1]);

        int Read(IReadOnlyList<string> units, DateTimeOffset since, int max, Action<DateTimeOffset, string> take)
        {
            from.Add(since);
            return -24;
        }
    }
}
