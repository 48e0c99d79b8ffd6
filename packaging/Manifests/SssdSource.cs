namespace AutomountPackaging.Manifests;

/// <summary>
/// Where a MachineConfig brings files of sssd without managing them: sssd changes owner and mode of everything below /etc/sssd from 2.10
/// on, and the machine-config daemon calls a node degraded whose files are not as it wrote them. So a MachineConfig writes them here, where
/// nobody changes them, and <see cref="Script"/> of the image copies them before each start of sssd.
/// </summary>
internal static class SssdSource
{
    /// <summary>The folder of the copies' originals; its layout is that of /etc/sssd.</summary>
    public const string Folder = "/etc/automount-agent/sssd";

    /// <summary>What copies them.</summary>
    public const string Script = "/usr/libexec/automount-sssd-conf";

    /// <summary>Where the copy of a file goes; any other path stays as it is.</summary>
    public static string Target(string path)
    {
        const string Snippets = $"{Folder}/conf.d/";
        if (path.StartsWith(Snippets, StringComparison.Ordinal))
        {
            return $"/etc/sssd/conf.d/automount-{path[Snippets.Length..]}";
        }

        return path == $"{Folder}/sssd.conf" ? "/etc/sssd/sssd.conf" : path;
    }
}
