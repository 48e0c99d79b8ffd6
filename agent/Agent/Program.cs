using System.CommandLine;
using Automount.CommandLine;
using Automount.Files;
using AutomountAgent.Commands;
using AutomountAgent.Probe;

// The child that touches paths is not for users, and must start fast: no command line parser on its way.
if (args is ["prober"])
{
    return ProberProgram.Run();
}

StandardOutput.Install();
var arguments = AgentCommands.Root().Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var line in UsageErrors.Of("automount-agent", arguments))
    {
        Console.Error.WriteLine(line);
    }

    return ExitStatus.Usage;
}

try
{
    return await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (StandardOutputException e)
{
    Console.Error.WriteLine($"automount-agent: standard output cannot be written: {e.Message}");
    return ExitStatus.Unknown;
}
catch (OperationCanceledException)
{
    return ExitStatus.Interrupted;
}
