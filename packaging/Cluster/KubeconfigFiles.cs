using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Files;

namespace AutomountPackaging.Cluster;

/// <summary>Reads the kubeconfig files that are in force, and files of tokens and certificates.</summary>
internal static class KubeconfigFiles
{
    // A kubeconfig of many clusters has some hundred kilobytes.
    private const int MaxSize = 1 << 20;

    /// <summary>The file that is named, those of <c>KUBECONFIG</c>, or <c>~/.kube/config</c>.</summary>
    /// <param name="named">A path; null for none.</param>
    /// <exception cref="ClusterException">One of them cannot be read, or there is none.</exception>
    public static Kubeconfig Read(string? named)
    {
        if (named is not null)
        {
            return new([Parse(named)], Text);
        }

        var list = (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        const Environment.SpecialFolderOption AsItIs = Environment.SpecialFolderOption.DoNotVerify;
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, AsItIs), ".kube", "config");
        string[] paths = list.Length > 0 ? list : [home];
        var there = paths.Where(File.Exists).ToList();
        return there.Count > 0
            ? new([.. there.Select(Parse)], Text)
            : throw new ClusterException(
                $"{string.Join(", ", paths)}: there is no kubeconfig: log in with oc login, or name it: --kubeconfig FILE");
    }

    /// <summary>The text of a small file.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public static string Text(string path)
    {
        try
        {
            var bytes = RegularFile.Read(path, MaxSize + 1);
            return bytes.Length <= MaxSize
                ? Encoding.UTF8.GetString(bytes)
                : throw new ClusterException($"{path}: it is larger than {MaxSize >> 20} MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClusterException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static KubeconfigFile Parse(string path)
    {
        try
        {
            return new(path, YamlReader.Read(path, Text(path)).FirstOrDefault());
        }
        catch (UnreadableException e)
        {
            // The parser may quote what it read, and that may be a token.
            throw new ClusterException($"{path}:{e.Place.Line}: it is not a kubeconfig: it cannot be read as YAML", e);
        }
    }
}
