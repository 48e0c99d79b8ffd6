using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Interop;

public class JournalTests
{
    [Fact]
    public void AnEntryWithAnyTextInItIsTaken() =>
        Assert.True(Journal.Send(
            [("MESSAGE", "two\nlines \0 and ü"), ("PRIORITY", "7"), ("SYSLOG_IDENTIFIER", "automount-agent-test"), ("EMPTY", "")]));

    [Fact]
    public void AnEntryWithoutFieldsIsRefused() => Assert.False(Journal.Send([]));
}
