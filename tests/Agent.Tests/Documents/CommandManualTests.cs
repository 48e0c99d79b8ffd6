using AgentTests.Output;
using AutomountAgent.Commands;
using Manual;
using Xunit;

namespace AgentTests.Documents;

/// <summary>automount-agent(8) says of the command line what the parser takes (UPDATE_GOLDEN=1 writes it).</summary>
public class CommandManualTests
{
    private const string Page = "systemd/man/automount-agent.8";

    [Fact]
    public void TheSynopsisIsThatOfTheParser() => Golden.CheckBetween(
        Page, ".\\\" BEGIN SYNOPSIS", ".\\\" END SYNOPSIS", CommandManual.Synopsis("automount-agent", AgentCommands.Root()));

    [Fact]
    public void TheCommandsAreThoseOfTheParser() => Golden.CheckBetween(
        Page, ".\\\" BEGIN COMMANDS", ".\\\" END COMMANDS", CommandManual.Commands(AgentCommands.Root()));
}
