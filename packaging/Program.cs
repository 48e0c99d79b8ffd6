using System.CommandLine;
using Automount.Files;
using AutomountPackaging.Commands;

StandardOutput.Install();
var arguments = PackagingCommands.Root().Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
    {
        Console.Error.WriteLine($"automount-packaging: {error.Message}");
    }

    Console.Error.WriteLine("automount-packaging: automount-packaging --help lists the commands and their options");
    return ExitStatus.Usage;
}

try
{
    return arguments.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (StandardOutputException e)
{
    Messages.Say($"standard output cannot be written: {e.Message}");
    return ExitStatus.Unknown;
}
