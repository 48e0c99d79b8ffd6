using AutomountPackaging.Commands;
using Manual;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>Completion for shells, from the parser (UPDATE_GOLDEN=1 writes it).</summary>
public class CompletionTests
{
    private static readonly CompletionScripts Scripts = new("automount-packaging", PackagingCommands.Root());

    [Fact]
    public void BashIsThatOfTheParser() => Check("bash/automount-packaging", Scripts.Bash());

    [Fact]
    public void ZshIsThatOfTheParser() => Check("zsh/_automount-packaging", Scripts.Zsh());

    [Fact]
    public void FishIsThatOfTheParser() => Check("fish/automount-packaging.fish", Scripts.Fish());

    private static void Check(string file, string expected)
    {
        var path = Path.Combine(Repository.Root, "systemd/completions", file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }
}
