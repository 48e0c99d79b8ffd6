using System.Diagnostics;
using Xunit;

namespace AgentTests.Maps;

/// <summary>
/// What the real automount makes of files: <c>automount --dumpmaps</c> in a mount namespace of its own, where /etc/auto.master is a file of
/// the test. Nothing is mounted, and no daemon needs to run.
/// </summary>
internal static class AutomountDump
{
    private const string Binary = "/usr/sbin/automount";

    private static readonly string[] HostFiles = ["auto.master", "autofs.conf", "nsswitch.conf"];

    /// <summary>The lines that automount prints for a master map.</summary>
    public static string[] Of(string directory, string master)
    {
        Assert.SkipUnless(File.Exists(Binary) && HostFiles.All(f => File.Exists($"/etc/{f}")),
            "automount is not installed: apt-get install autofs");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a mount namespace needs root");
        File.WriteAllText(Path.Combine(directory, "auto.master"), master, System.Text.Encoding.Latin1);
        File.WriteAllText(Path.Combine(directory, "autofs.conf"),
            "[ autofs ]\nmaster_map_name = /etc/auto.master\nbrowse_mode = no\ntimeout = 300\n");
        File.WriteAllText(Path.Combine(directory, "nsswitch.conf"), "automount: files\n");
        var binds = HostFiles.Select(f => $"mount --bind '{directory}/{f}' /etc/{f}");
        using var process = Process.Start(new ProcessStartInfo("unshare")
        {
            ArgumentList = { "--mount", "--propagation", "private", "sh", "-c",
                string.Join(" && ", binds.Append($"exec timeout 20 {Binary} --dumpmaps")) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        Assert.SkipWhen(process.ExitCode != 0 && lines.Length < 4, $"a mount namespace cannot be had here: {errors.Result}");
        return lines;
    }

    /// <summary>The text below each <c>Mount point:</c>.</summary>
    public static Dictionary<string, List<string>> ByMountPoint(string[] lines)
    {
        const string Title = "Mount point: ";
        var points = new Dictionary<string, List<string>>();
        List<string> current = [];
        foreach (var line in lines)
        {
            if (line.StartsWith(Title, StringComparison.Ordinal))
            {
                points[line[Title.Length..]] = current = [];
            }
            else if (line.Trim().Length > 0)
            {
                current.Add(line);
            }
        }

        return points;
    }
}
