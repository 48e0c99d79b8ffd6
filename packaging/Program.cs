using System.CommandLine;
using Automount.CommandLine;
using Automount.Files;
using AutomountPackaging.Commands;

StandardOutput.Install();
var arguments = PackagingCommands.Root().Parse(PackagingCommands.Meant(Environment.GetCommandLineArgs()[0], args));
if (arguments.Errors.Count > 0)
{
    foreach (var line in UsageErrors.Of("automount-packaging", arguments))
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
    Messages.Say($"standard output cannot be written: {e.Message}");
    return ExitStatus.Unknown;
}
