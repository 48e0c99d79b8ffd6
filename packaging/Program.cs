using AutomountPackaging.Commands;

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

return arguments.Invoke();
