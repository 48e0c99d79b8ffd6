using Automount.Configuration;
using Automount.Text;
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
}
