using System.Diagnostics;
using Xunit;

namespace PackagingTests.Emit.Support;

internal sealed record ToolResult(int Status, string Output, string Errors);

/// <summary>Runs programs.</summary>
internal static class Tool
{
    /// <summary>Runs automount-packaging itself.</summary>
    public static ToolResult Packaging(params string[] arguments) =>
        Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "automount-packaging.dll"), .. arguments]);

    /// <summary>Runs a program of the system; skips the test, and says why, where it is not installed.</summary>
    public static ToolResult RunOrSkip(string program, string folder, params string[] arguments)
    {
        SkipUnlessInstalled(program, program == "promtool" ? "prometheus" : program);
        return Run(program, arguments, folder);
    }

    /// <summary>Skips the test, and says why, where a program is not installed.</summary>
    public static void SkipUnlessInstalled(string program, string package)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, program)));
        Assert.SkipUnless(found, $"{program} is not installed: apt-get install {package}");
    }

    public static ToolResult Run(string program, IEnumerable<string> arguments, string? folder = null, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), $"{program} does not end");
        return new ToolResult(process.ExitCode, output, errors.Result);
    }
}
