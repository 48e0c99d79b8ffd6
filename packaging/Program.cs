using System.CommandLine;
using System.Reflection;
using AutomountPackaging.Commands;

if (args is ["--version"])
{
    Console.WriteLine(Assembly.GetExecutingAssembly().GetName().Version!.ToString(3));
    return 0;
}

var root = new RootCommand("Puts the agent on the nodes of an OpenShift cluster, and checks manifests that do.") { CheckCommand.Create() };
var arguments = root.Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
    {
        Console.Error.WriteLine($"automount-packaging: {error.Message}");
    }

    Console.Error.WriteLine("automount-packaging: automount-packaging --help lists the commands and their options");
    return 64;
}

return await arguments.InvokeAsync();
