using System.CommandLine;
using AutomountPackaging.Check;
using AutomountPackaging.Commands;
using AutomountPackaging.Emit;
using AutomountPackaging.Files;

StandardOutput.Install();
var root = new RootCommand("Writes and checks the manifests that put the automount agent on the nodes of an OpenShift cluster.")
{
    EmitCommand.Create(new Emitter((files, target) => PackagingCheck.Run(files, target))),
    CheckCommand.Create(),
    SecretsCommand.Create(),
};
var arguments = root.Parse(args);
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
catch (OutputException e)
{
    Messages.Say($"standard output cannot be written: {e.Message}");
    return ExitStatus.Unknown;
}
