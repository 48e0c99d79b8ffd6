using System.CommandLine;

namespace AutomountAgent.Commands;

/// <summary>The command line of the agent.</summary>
internal static class AgentCommands
{
    /// <summary>The program with all its commands, in the order of the help and of the manual page.</summary>
    public static RootCommand Root() =>
        new("Watches the chain LDAP, sssd, automount, map, NFS server, mount, pod, and names the first broken link.")
        {
            RunCommand.Create(),
            StatusCommand.Create(),
            ConditionCommand.Create(),
            HistoryCommand.Create(),
            CheckCommand.Create(),
            CheckConfigCommand.Create(),
            ExplainCommand.Create(),
            TriggerCommand.Create(),
            ReportCommand.Create(),
            ValidateCommand.Create(),
            WaitReadyCommand.Create(),
            FindingsCommand.Create(),
        };
}
