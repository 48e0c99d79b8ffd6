using Xunit;

namespace PackagingTests;

/// <summary>Files of the repository; generated ones are compared, and with UPDATE_GOLDEN=1 written instead.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder with the CRDs of OpenShift; null where they are not.</summary>
    public static string? Crds { get; } = FindCrds();

    public static string Fixture(string name) => Path.Combine(Root, "tests/Packaging.Tests/Fixtures", name);

    public static void Golden(string file, string actual)
    {
        var path = Path.Combine(Root, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }

    private static string? FindCrds()
    {
        if (Environment.GetEnvironmentVariable("AUTOMOUNT_CRDS") is { Length: > 0 } named)
        {
            return named;
        }

        var usual = Path.GetFullPath(Path.Combine(Root, "../shared/crds"));
        return Directory.Exists(usual) ? usual : null;
    }

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
