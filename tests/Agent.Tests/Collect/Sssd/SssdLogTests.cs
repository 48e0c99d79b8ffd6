using AutomountAgent.Collect.Sssd;
using Xunit;

namespace AgentTests.Collect.Sssd;

public sealed class SssdLogTests
{
    private const string Failure = "Could not start TLS encryption. unsupported extended operation";

    [Fact]
    public void TheLastFailureIsTaken() => Assert.Equal(Failure, SssdLog.FailureIn($"""
        (2026-11-30 10:00:00): [be[example]] [sdap_connect_done] (0x0080): [RID#7] something earlier
        (2026-11-30 10:00:01): [be[example]] [sdap_connect_done] (0x0020): [RID#7] {Failure}
           *  (2026-11-30 10:00:01): [be[example]] [sdap_connect_done] (0x0040): of a back trace
        (2026-11-30 10:00:02): [be[example]] [server_setup] (0x3f7c0): Starting with debug level = 0x0070
        """));

    [Theory]
    [InlineData("")]
    [InlineData("no log of sssd\n(\n")]
    public void WhereThereIsNoneItIsNull(string log) => Assert.Null(SssdLog.FailureIn(log));

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("/dev/null")]
    [InlineData("/tmp")]
    public void WhatIsNoFileIsNotRead(string file) => Assert.Null(SssdLog.LastFailure(file));
}
