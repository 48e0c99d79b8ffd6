using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Files;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Hosting;

/// <summary>Reads agent.conf(5) and its snippets. Thin: what the files mean is decided in <see cref="SettingsMerge"/>.</summary>
internal static class SettingsReader
{
    /// <summary>
    /// Reads the vendor's snippets, then agent.conf, then the administrator's snippets, each folder by name; later files win. A snippet of
    /// the administrator takes the place of the vendor's of the same name, also when it is empty or a link to /dev/null. What is missing is
    /// left out.
    /// </summary>
    /// <param name="paths">Where the files are.</param>
    /// <param name="configFile">The one file to read instead of all these (<c>--config</c>), which must exist; null for none.</param>
    /// <returns>The settings, null when there is any problem; and every problem of every file.</returns>
    public static (Settings? Settings, ImmutableArray<FileProblem> Problems) Read(HostPaths paths, string? configFile)
    {
        var unread = ImmutableArray.CreateBuilder<FileProblem>();
        var files = new List<IniFile>();
        foreach (var path in configFile is null ? Files(paths, unread) : [configFile])
        {
            try
            {
                files.Add(IniFile.Parse(GuardedFile.ReadText(path, GuardedFile.MaxConfigurationBytes), path));
            }
            catch (Exception e) when (configFile is null && e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Zero configuration: a file that is not there asks for nothing.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                unread.Add(new FileProblem(path, 0, $"cannot be read: {e.Message}"));
            }
        }

        var (settings, problems) = SettingsMerge.Merge(files);
        return unread.Count == 0 ? (settings, problems) : (null, [.. unread, .. problems]);
    }

    /// <summary>The files that there are, in the order in which they are read.</summary>
    /// <param name="paths">Where the files are.</param>
    public static IReadOnlyList<string> Existing(HostPaths paths) =>
        [.. Files(paths, ImmutableArray.CreateBuilder<FileProblem>()).Where(File.Exists)];

    private static List<string> Files(HostPaths paths, ImmutableArray<FileProblem>.Builder unread)
    {
        var local = Snippets(paths.AgentConfDirectory, unread);
        var masked = local.Select(Path.GetFileName).ToHashSet();
        return [.. Snippets(paths.VendorConfDirectory, unread).Where(
            p => !masked.Contains(Path.GetFileName(p))), paths.AgentConf, .. local];
    }

    /// <summary>The *.conf files of a folder by name. Hidden ones are left out: editors leave them behind.</summary>
    private static List<string> Snippets(string directory, ImmutableArray<FileProblem>.Builder unread)
    {
        try
        {
            return
            [
                .. Directory.GetFileSystemEntries(directory, "*.conf")
                    .Where(p => !Path.GetFileName(p).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unread.Add(new FileProblem(directory, 0, $"cannot be listed: {e.Message}"));
            return [];
        }
    }
}
