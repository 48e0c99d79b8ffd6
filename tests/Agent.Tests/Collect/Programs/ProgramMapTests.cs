using System.Diagnostics;
using System.Runtime.Versioning;
using AutomountAgent.Collect.Programs;
using Xunit;

namespace AgentTests.Collect.Programs;

/// <summary>A program map is run as automount runs it (autofs: modules/lookup_program.c).</summary>
[SupportedOSPlatform("linux")]
public sealed class ProgramMapTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("program-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a h:/a\n", "a h:/a", false)]
    [InlineData("  \n\t a h:/a", "a h:/a", false)]
    [InlineData("a h:/a\nb h:/b\n", "a h:/a", true)]
    [InlineData("a h:/a\n\n \n", "a h:/a", false)]
    [InlineData("/ h:/a \\\n/b h:/b\n", "/ h:/a  /b h:/b", false)]
    [InlineData("h:/with\\ blank\n", "h:/with\\ blank", false)]
    [InlineData("h:/a\0b\n", "h:/a", false)]
    [InlineData("", "", false)]
    [InlineData("\\", "", false)]
    public void TheFirstLineCounts(string printed, string line, bool hasMore) =>
        Assert.Equal((line, hasMore), ProgramOutput.FirstLine(printed));

    [Fact]
    public async Task TheKeyIsItsArgumentAndItsInputIsEmpty()
    {
        const string Script = "read line || line=nothing; echo \"$#:$1:$line:$AUTOFS_UID:$ARCH:$SITE\"; echo hint >&2";

        var answer = await Run(Script, "two words", "SITE=north");

        Assert.True(answer.IsEntry);
        Assert.Matches("^1:two words:nothing:[0-9]+:[^:]+:north$", answer.Line);
        Assert.Equal("hint\n", answer.Errors);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("echo h:/a; exit 3", 3)]
    [InlineData("echo h:/a; kill -TERM $$", 143)]
    public async Task TheStatusDecides(string script, int status)
    {
        var answer = await Run(script, "k");

        Assert.Equal((false, status), (answer.IsEntry, answer.Status));
    }

    /// <summary>Its children as well, which would hold its output open.</summary>
    [Fact]
    [Trait("suite", "hostile")]
    public async Task OneThatHangsIsKilledWithAllThatItStarted()
    {
        var started = Stopwatch.StartNew();

        var answer = await Run($"sleep 60 & echo $! >{folder}/child; echo h:/a; wait", "k", maxTime: TimeSpan.FromSeconds(1));

        Assert.Null(answer.Status);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"took {started.Elapsed}");
        var child = File.ReadAllText(Path.Combine(folder, "child")).Trim();
        Assert.True(await IsGone(child), $"process {child} is still there");
    }

    [Fact]
    [Trait("suite", "hostile")]
    public async Task EndlessOutputIsNotKept()
    {
        const string Script = "head -c 50000000 /dev/zero | tr '\\0' x; head -c 5000000 /dev/zero | tr '\\0' y >&2";

        var answer = await Run(Script, "k", maxTime: TimeSpan.FromSeconds(60));

        Assert.Equal(0, answer.Status);
        Assert.InRange(answer.Line.Length, 16385, 1 << 20);
        Assert.InRange(answer.Errors.Length, 1, 4096);
    }

    private static async Task<bool> IsGone(string pid)
    {
        for (var i = 0; i < 100; i++)
        {
            var stat = $"/proc/{pid}/stat";
            if (!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z "))
            {
                return true;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return false;
    }

    private async Task<ProgramAnswer> Run(string script, string key, string? variable = null, TimeSpan? maxTime = null)
    {
        var path = Path.Combine(folder, "auto.program");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var defined = new Dictionary<string, string>();
        if (variable?.Split('=') is [var name, var value])
        {
            defined[name] = value;
        }

        var program = new ProgramMap(maxTime ?? TimeSpan.FromSeconds(20));
        return await program.RunAsync(path, key, ProgramEnvironment.Of(defined), TestContext.Current.CancellationToken);
    }
}
