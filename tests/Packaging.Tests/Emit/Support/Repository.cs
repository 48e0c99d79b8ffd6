namespace PackagingTests.Emit.Support;

/// <summary>Where things of the work tree are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder with the CRDs of OpenShift; null where they are not.</summary>
    public static string? Crds { get; } = Environment.GetEnvironmentVariable("AUTOMOUNT_CRDS") is { Length: > 0 } named ? named
        : Path.GetFullPath(Path.Combine(Root, "../shared/crds")) is var usual && Directory.Exists(usual) ? usual
        : null;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AutomountAgent.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run from the work tree");
        }

        return folder;
    }
}
