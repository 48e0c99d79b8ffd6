using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>The samples beside docs/report.md: nothing here can run them, so they are at least what their languages take.</summary>
public class ReportSamplesTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "docs/report");

    [Fact]
    public void TheScriptOfMustGatherHasNoFault()
    {
        var result = Tool.RunOrSkip("shellcheck", Samples, ["--severity=style", "gather"]);

        Assert.True(result.Status == 0, result.Output);
        Assert.True((File.GetUnixFileMode(Path.Combine(Samples, "gather")) & UnixFileMode.UserExecute) != 0);
    }

    [Fact]
    public void ThePluginOfSosIsPython()
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(Samples, "automountagent.py"), folder["automountagent.py"]);

        var result = Tool.RunOrSkip("python3", folder.Path, ["-m", "py_compile", "automountagent.py"]);

        Assert.True(result.Status == 0, result.Output + result.Errors);
    }
}
