using AutomountPackaging.Commands;
using Manual;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>automount-packaging(8) says of the command line what the parser takes (UPDATE_GOLDEN=1 writes it).</summary>
public class CommandManualTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "systemd/man/automount-packaging.8");

    [Fact]
    public void TheSynopsisIsThatOfTheParser() =>
        Check("SYNOPSIS", CommandManual.Synopsis("automount-packaging", PackagingCommands.Root()));

    [Fact]
    public void TheCommandsAreThoseOfTheParser() => Check("COMMANDS", CommandManual.Commands(PackagingCommands.Root()));

    private static void Check(string part, string expected)
    {
        var text = File.ReadAllText(Page);
        var from = text.IndexOf($".\\\" BEGIN {part}\n", StringComparison.Ordinal) + $".\\\" BEGIN {part}\n".Length;
        var to = text.IndexOf($".\\\" END {part}\n", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Page, text[..from] + expected + text[to..]);
            return;
        }

        Assert.Equal(expected, text[from..to]);
    }
}
