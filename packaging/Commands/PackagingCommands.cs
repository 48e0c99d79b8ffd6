using System.CommandLine;
using AutomountPackaging.Check;
using AutomountPackaging.Emit;

namespace AutomountPackaging.Commands;

/// <summary>The command line of the program.</summary>
internal static class PackagingCommands
{
    /// <summary>The program with all its commands, in the order of the help and of the manual page.</summary>
    public static RootCommand Root() =>
        new("Writes and checks the manifests that put the automount agent on the nodes of an OpenShift cluster.")
        {
            EmitCommand.Create(new Emitter((files, target) => PackagingCheck.Run(files, target))),
            CheckCommand.Create(),
            SecretsCommand.Create(),
        };
}
