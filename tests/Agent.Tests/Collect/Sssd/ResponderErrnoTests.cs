using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Sssd;

public class ResponderErrnoTests
{
    [Theory]
    [InlineData(0, true, SssdMapOutcome.Read, ResponderOutcome.Answers)]
    [InlineData(2, true, SssdMapOutcome.Missing, ResponderOutcome.Answers)] // ENOENT
    [InlineData(2, false, SssdMapOutcome.NotRead, ResponderOutcome.NotRunning)] // ENOENT without a socket
    [InlineData(112, true, SssdMapOutcome.Offline, ResponderOutcome.Answers)] // EHOSTDOWN
    [InlineData(111, true, SssdMapOutcome.NotRead, ResponderOutcome.NotRunning)] // ECONNREFUSED
    [InlineData(62, true, SssdMapOutcome.NotRead, ResponderOutcome.Hung)] // ETIME
    [InlineData(110, true, SssdMapOutcome.NotRead, ResponderOutcome.Hung)] // ETIMEDOUT
    [InlineData(22, true, SssdMapOutcome.NotRead, ResponderOutcome.NotAsked)] // EINVAL
    [InlineData(27, true, SssdMapOutcome.NotRead, ResponderOutcome.Answers)] // EFBIG
    [InlineData(14, true, SssdMapOutcome.NotRead, ResponderOutcome.Failed)] // EFAULT
    [InlineData(32, true, SssdMapOutcome.NotRead, ResponderOutcome.Failed)] // EPIPE
    [InlineData(1432158212, true, SssdMapOutcome.NotRead, ResponderOutcome.Failed)] // a code of sssd's own
    internal void EachErrnoHasItsMeaning(int errno, bool socketExists, SssdMapOutcome map, ResponderOutcome responder) =>
        Assert.Equal(new ResponderErrno(map, responder), ResponderErrno.Classify(errno, socketExists));
}
