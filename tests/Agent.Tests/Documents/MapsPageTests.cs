using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using AgentTests.Output;
using Xunit;

namespace AgentTests.Documents;

/// <summary>The examples of docs/maps.md are what the program prints (UPDATE_GOLDEN=1 writes it).</summary>
[SupportedOSPlatform("linux")]
public sealed partial class MapsPageTests : IDisposable
{
    private const string Page = "docs/maps.md";

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("maps-page-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public void EveryExampleIsWhatIsPrinted()
    {
        var text = File.ReadAllText(Path.Combine(Golden.Root, Page));
        foreach (Match file in Files().Matches(text))
        {
            Write(file.Groups["name"].Value, file.Groups["content"].Value, file.Groups["mode"].Success);
        }

        Assert.True(Runs().Count(text) >= 4);
        Golden.Check(Page, Runs().Replace(text, block => $"{block.Groups["begin"].Value}{Run(block.Groups["lines"].Value)}```"));
    }

    private void Write(string name, string content, bool isProgram)
    {
        var path = Path.Combine(folder, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isProgram ? UnixFileMode.UserExecute : 0));
    }

    /// <summary>The commands of a block, each with what it prints.</summary>
    private string Run(string lines)
    {
        var text = new StringBuilder();
        foreach (var command in lines.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)))
        {
            text.Append($"{command}\n{Shell(command[2..])}");
        }

        return text.ToString();
    }

    private string Shell(string command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "automount-agent.dll");
        var function = $"automount-agent() {{ dotnet '{program}' \"$@\" --config /dev/null 2>&1; }}\n";
        var start = new ProcessStartInfo("bash", ["-c", function + command]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd();
    }

    [GeneratedRegex(@"<!-- file (?<name>\S+)(?<mode> executable)? -->\n```\n(?<content>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Files();

    [GeneratedRegex(@"(?<begin><!-- run -->\n```console\n)(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Runs();
}
