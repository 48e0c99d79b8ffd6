using Xunit;

namespace PackagingTests;

public class VersionTests
{
    [Fact]
    public void ItPrintsItsVersion()
    {
        var (status, output) = Run("--version");

        Assert.Equal(0, status);
        Assert.Matches(@"^\d+\.\d+\.\d+$", output.Trim());
    }

    [Fact]
    public void AnythingElseIsWrongUsage() => Assert.Equal(64, Run("emit").Status);

    private static (int Status, string Output) Run(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "automount-packaging.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        return (process.ExitCode, output);
    }
}
