using Xunit;

namespace PackagingTests;

/// <summary>Files of the repository; generated ones are compared, and with UPDATE_GOLDEN=1 written instead.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder with the CRDs of OpenShift.</summary>
    public static string Crds => Path.Combine(Root, "tests/Packaging.Tests/Crds");

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
