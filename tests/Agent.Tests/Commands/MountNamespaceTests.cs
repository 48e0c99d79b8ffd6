using System.Diagnostics;
using Xunit;

namespace AgentTests.Commands;

/// <summary>Commands that look at mounts, in a namespace of their own as a debug pod has one.</summary>
public class MountNamespaceTests
{
    [Theory]
    [InlineData("check")]
    [InlineData("trigger", "/home/alice")]
    [InlineData("explain", "--trigger", "/home/alice")]
    [InlineData("explain", "shop/web")]
    public async Task TheMountsOfAnotherNamespaceAreNotThoseOfTheNode(params string[] arguments)
    {
        Assert.SkipUnless(Environment.UserName == "root", "a mount namespace is made by root alone");
        var program = Path.Combine(AppContext.BaseDirectory, "automount-agent.dll");

        // Process 1 is a shell, whose namespace may be read wherever the tests run.
        string[] node = ["--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", "unshare --mount \"$@\"; exit $?", "sh"];
        using var process = Process.Start(new ProcessStartInfo("unshare", [.. node, "dotnet", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var cancel = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);

        Assert.Equal("", await output);
        Assert.EndsWith($"nsenter --target 1 --mount -- automount-agent {arguments[0]}\n", await errors);
        Assert.Equal(2, process.ExitCode);
    }
}
