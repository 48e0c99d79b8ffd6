using System.Diagnostics;
using Xunit;

namespace AgentTests.Commands;

/// <summary>The program with a standard output that cannot be written.</summary>
[Trait("suite", "hostile")]
public class StandardOutputTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("run --help")]
    [InlineData("findings")]
    [InlineData("findings server/hung")]
    [InlineData("findings --output json")]
    [InlineData("validate --map-file $map")]
    [InlineData("validate --map-file $map --output json")]
    [InlineData("validate --map-file $map --output sarif")]
    public void AFullDeviceAndAClosedPipeAreOneLineAndStatusTwo(string command)
    {
        const string Full = "automount-agent: standard output cannot be written: No space left on device";
        const string Closed = "automount-agent: standard output cannot be written: Broken pipe";

        Assert.Equal($"{Full}\n2\n", Shell($"$agent {command} 2>&1 >/dev/full; echo $?"));
        Assert.Equal($"{Closed}\n2\n", Shell($"exec 3>&1; {{ sleep 0.2; $agent {command} 2>&3; echo $? >&3; }} | true"));
    }

    private static string Shell(string script)
    {
        var map = Path.GetTempFileName();
        var agent = Path.Combine(AppContext.BaseDirectory, "automount-agent");
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardOutput = true,
            Environment = { ["agent"] = agent, ["map"] = map },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        File.Delete(map);
        return output;
    }
}
