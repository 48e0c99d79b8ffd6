using Automount.Configuration;
using Automount.Text;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Hosting;
using AutomountAgent.Model;

namespace AutomountAgent.Commands;

/// <summary>What commands need before they can begin.</summary>
internal static class Setup
{
    /// <summary>Reads the configuration; null after every problem was written to standard error.</summary>
    public static Settings? ReadSettings(string? configFile)
    {
        var (settings, problems) = SettingsReader.Read(HostPaths.Host, configFile);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"automount-agent: configuration: {Printable.Escape(problem.ToString(), 1024)}");
        }

        return settings;
    }

    /// <summary>
    /// Whether this process has the mounts of the node: a debug pod, or a unit with <c>PrivateMounts=</c>, has a table of its own, in which
    /// automount mounts nothing. Where it has not, standard error says what to do. Who may not see the namespace of process 1 goes on.
    /// </summary>
    public static bool SeesMountsOfNode(string command)
    {
        var files = new ProcessFiles(HostPaths.Host);
        var own = files.MountNamespace(Environment.ProcessId);
        if (own is null || (files.MountNamespace(1) ?? own) == own)
        {
            return true;
        }

        Console.Error.WriteLine(
            $"automount-agent: {command}: the mounts here are not those of the node (mount_namespaces(7)): "
                + $"nsenter --target 1 --mount -- automount-agent {command}");
        return false;
    }
}
