using System.Diagnostics;
using AgentTests.Output;
using AutomountAgent.Commands;
using Manual;
using Xunit;

namespace AgentTests.Documents;

/// <summary>Completion for shells, from the parser (UPDATE_GOLDEN=1 writes it).</summary>
public class CompletionTests
{
    private const string Folder = "systemd/completions";

    private static readonly CompletionScripts Scripts = new("automount-agent", AgentCommands.Root());

    [Fact]
    public void BashIsThatOfTheParser() => Golden.Check($"{Folder}/bash/automount-agent", Scripts.Bash());

    [Fact]
    public void ZshIsThatOfTheParser() => Golden.Check($"{Folder}/zsh/_automount-agent", Scripts.Zsh());

    [Fact]
    public void FishIsThatOfTheParser() => Golden.Check($"{Folder}/fish/automount-agent.fish", Scripts.Fish());

    /// <summary>In a shell: what is offered for the word behind the last blank.</summary>
    [Theory]
    [InlineData("chec", "check check-config")]
    [InlineData("validate --map", "--map-file --map")]
    [InlineData("validate --output s", "sarif")]
    [InlineData("validate -o g", "github gcc")]
    [InlineData("status --wat", "--watch")]
    [InlineData("validate --schema a", "ad")]
    [InlineData("findings server/h", "server/hung")]
    [InlineData("nonsense -", "")]
    public void BashOffersWhatTheParserTakes(string line, string offered)
    {
        var words = line.Split(' ');
        var call = $"COMP_WORDS=(automount-agent {line}); COMP_CWORD={words.Length}\n_automount_agent\necho \"${{COMPREPLY[*]}}\"";
        var script = $"{Scripts.Bash()}\n{call}";
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        Assert.Equal(offered, process.StandardOutput.ReadToEnd().Trim());
    }
}
