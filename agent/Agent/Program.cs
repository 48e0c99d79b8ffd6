using System.CommandLine;
using AutomountAgent.Commands;
using AutomountAgent.Probe;

// The child that touches paths is not for users, and must start fast: no command line parser on its way.
if (args is ["prober"])
{
    return ProberProgram.Run();
}

var root = new RootCommand("Watches the chain LDAP, sssd, automount, map, NFS server, mount, and names the first broken link.")
{
    RunCommand.Create(),
    StatusCommand.Create(),
    CheckCommand.Create(),
    ExplainCommand.Create(),
    TriggerCommand.Create(),
    ValidateCommand.Create(),
    WaitReadyCommand.Create(),
    FindingsCommand.Create(),
};
var arguments = root.Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
    {
        Console.Error.WriteLine($"automount-agent: {error.Message}");
    }

    Console.Error.WriteLine("automount-agent: automount-agent --help lists the commands and their options");
    return ExitStatus.Usage;
}

return await arguments.InvokeAsync();
