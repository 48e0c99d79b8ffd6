using System.CommandLine;
using AutomountPackaging.Check;
using AutomountPackaging.Emit;

namespace AutomountPackaging.Commands;

/// <summary>The command line of the program.</summary>
internal static class PackagingCommands
{
    /// <summary>The program with all its commands, in the order of the help and of the manual page.</summary>
    public static RootCommand Root() =>
        new("Writes and checks the manifests that put the automount agent on the nodes of an OpenShift cluster, "
            + "and shows what the agents say.")
        {
            EmitCommand.Create(new Emitter((files, target) => PackagingCheck.Run(files, target))),
            CheckCommand.Create(),
            SecretsCommand.Create(),
            NodesCommand.Create(),
        };

    /// <summary>
    /// The arguments that count. Under the name of a plugin of oc or kubectl the program is its command <c>nodes</c>: <c>oc automount</c>
    /// runs the first <c>oc-automount</c> or <c>kubectl-automount</c> in the path.
    /// </summary>
    /// <param name="program">The name under which it was started.</param>
    /// <param name="arguments">The arguments.</param>
    public static string[] Meant(string program, string[] arguments) =>
        Path.GetFileName(program) is "oc-automount" or "kubectl-automount" ? [NodesCommand.Name, .. arguments] : arguments;
}
