using System.Diagnostics;
using Xunit;

namespace AgentTests.Output;

/// <summary>tests/sum-results decides whether a change lands, so it is tested like any other code.</summary>
public sealed class SumResultsTests : IDisposable
{
    private const string Well = "   A.Tests  Total: 12, Errors: 0, Failed: 0, Skipped: 2, Not Run: 1, Time: 1.0s\nexit status: 0\n";
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("sum").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public void SeveralLogsAreOneLine() => Assert.Equal((0, "18 passed, 0 failed, 4 skipped\n"), Sum(Well, Well));

    [Fact]
    public void ColoursDoNotMatter() => Assert.Equal(
        (0, "2 passed, 0 failed, 0 skipped\n"),
        Sum("\u001b[1m  A  Total: \u001b[32m2\u001b[0m, Errors: 0, Failed: \u001b[31m0\u001b[0m, Skipped: 0, Not Run: 0\nexit status: 0\n"));

    [Fact]
    public void FailuresAndErrorsFail() => Assert.Equal(
        (1, "10 passed, 3 failed, 2 skipped\n"),
        Sum(Well, "  B  Total: 3, Errors: 1, Failed: 2, Skipped: 0, Not Run: 0, Time: 1s\nexit status: 1\n"));

    [Fact]
    public void WhatFailedIsSaidBeforeTheLine() => Assert.Equal(
        (1, "    B.Tests.Second [FAIL]\n            Assert.True() Failure\n            Expected: True\n10 passed, 1 failed, 2 skipped\n"),
        Sum(
            Well,
            "    B.Tests.Second [FAIL]\n      Assert.True() Failure\n      Expected: True\n      Actual:   False\n  B  Total: 2, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 1s\nexit status: 1\n"));

    [Fact]
    public void AFailureWithoutAMessageIsSaidOnce() => Assert.Equal(
        (1, "    one [FAIL]\n    two [FAIL]\n9 passed, 2 failed, 2 skipped\n"),
        Sum(Well, "    one [FAIL]\n    two [FAIL]\n  images  Total: 2, Errors: 0, Failed: 2, Skipped: 0, Not Run: 0\nexit status: 1\n"));

    [Theory]
    [InlineData("Segmentation fault\nexit status: 139\n")]
    [InlineData("exit status: 0\n")]
    [InlineData("  B  Total: 0, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0\nexit status: 0\n")]
    public void ARunnerThatRanNothingHasFailed(string log) => Assert.Equal((1, "9 passed, 1 failed, 2 skipped\n"), Sum(Well, log));

    [Fact]
    public void ARunnerThatDiedAfterItsSummaryHasFailed() => Assert.Equal(1, Sum(Well.Replace("status: 0", "status: 134")).Status);

    private (int Status, string Line) Sum(params string[] logs)
    {
        var files = logs.Select((log, i) =>
        {
            var file = Path.Combine(folder, $"{i}.log");
            File.WriteAllText(file, log);
            return file;
        });
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(Golden.Root, "tests/sum-results"), files) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, line);
    }
}
