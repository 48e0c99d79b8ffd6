using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using Xunit;

namespace AgentTests.Commands;

/// <summary>The program itself: <c>validate</c> with <c>--key</c>, <c>--run-program</c>, <c>--diff</c> and formats for others.</summary>
[SupportedOSPlatform("linux")]
public sealed class ValidateQuestionTests : IDisposable
{
    private const string Ldif = """
        dn: automountMapName=auto.master,dc=example,dc=com
        objectClass: automountMap
        automountMapName: auto.master

        dn: automountKey=/data,automountMapName=auto.master,dc=example,dc=com
        objectClass: automount
        automountKey: /data
        automountInformation: auto.data

        dn: automountMapName=auto.data,dc=example,dc=com
        objectClass: automountMap
        automountMapName: auto.data

        dn: automountKey=tools,automountMapName=auto.data,dc=example,dc=com
        objectClass: automount
        automountKey: tools
        automountInformation: -fstype=nfs4 nfs1:/exports/tools

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("questions-").FullName;

    public ValidateQuestionTests()
    {
        Write("auto.master", "/data auto.data\n/run program:/etc/auto.prog -DSITE=north\n");
        Write("auto.data", "tools -fstype=nfs4 nfs1:/exports/tools\nbad nfs1 /exports/bad\n");
        Write("maps.ldif", Ldif);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, "tools of auto.data: mounted at /data/tools", "--key", "tools")]
    [InlineData(0, "tools of auto.data: mounted at /data/tools", "--key", "/data/tools")]
    [InlineData(1, "bad of auto.data: automount refuses the entry", "--key", "bad")]
    [InlineData(2, "near it: tools", "--key", "tolls")]
    [InlineData(2, "/run uses /etc/auto.prog, which is not looked into", "--key", "tolls")]
    [InlineData(1, "no map that was looked into has the key tolls", "--key", "tolls", "--map", "auto.data")]
    [InlineData(2, "there is no map auto.nowhere", "--key", "tools", "--map", "auto.nowhere")]
    public void TheStatusSaysWhetherAKeyIsMounted(int status, string said, params string[] arguments)
    {
        var (ended, output) = Run(["--map-file", "auto.master", "auto.data", .. arguments]);

        Assert.Equal(status, ended);
        Assert.Contains(said, output);
    }

    [Fact]
    public void AKeyOfLdifHasItsLine()
    {
        var (status, output) = Run("--ldif", "maps.ldif", "--key", "tools", "-o", "json");
        using var json = JsonDocument.Parse(output);
        var entry = json.RootElement.GetProperty("answers")[0].GetProperty("entry");

        Assert.Equal((0, 17), (status, entry.GetProperty("line").GetInt32()));
        Assert.EndsWith("maps.ldif", entry.GetProperty("file").GetString());
    }

    [Theory]
    [InlineData(0, "no change in meaning\n", "auto.data", "auto.data")]
    [InlineData(1, "removed: tools of more: nfs1:/exports/tools", "auto.data", "more")]
    [InlineData(1, "gone error: ", "folder", "maps.ldif")]
    [InlineData(2, "there is no file nowhere", "auto.data", "nowhere")]
    [InlineData(2, "there is no automount map in empty", "auto.data", "empty")]
    public void TheStatusSaysWhetherAnythingChanges(int status, string said, string before, string now)
    {
        Write("more", "bad nfs1 /exports/bad\n");
        Write("folder/auto.master", "/data auto.data\n");
        Write("folder/auto.data", "tools -fstype=nfs4 nfs1:/exports/tools\nbad nfs1 /exports/bad\n");
        Directory.CreateDirectory(Path.Combine(folder, "empty"));

        var (ended, output) = Run("--diff", before, now);

        Assert.Equal(status, ended);
        Assert.Contains(said, output);
    }

    [Fact]
    public void AProgramRunsWithTheVariablesOfItsEntry()
    {
        Program("etc/auto.prog", "echo \"-fstype=nfs4 nfs1:/$SITE/$1\"");

        var (status, output) = Run("--map-file", "auto.master", "auto.data", "--run-program", "etc/auto.prog", "--key", "k");

        Assert.Equal(0, status);
        Assert.Contains("k of /etc/auto.prog: mounted at /run/k\n", output);
        Assert.Contains("mount: nfs1:/north/k at /run/k, type nfs4", output);
    }

    [Theory]
    [InlineData(1, "ended with status 3: automount mounts nothing", "echo h:/a; exit 3")]
    [InlineData(1, "printed nothing: for automount the key does not exist", "true")]
    [InlineData(1, "automount refuses the entry", "echo nfs1 /a")]
    [InlineData(0, "auto.prog says: a hint", "echo a hint >&2; echo -fstype=nfs4 nfs1:/a")]
    public void WhatAProgramAnswersIsJudged(int status, string said, string script)
    {
        Program("auto.prog", script);

        var (ended, output) = Run("--run-program", "auto.prog", "--key", "k");

        Assert.Equal(status, ended);
        Assert.Contains(said, output);
    }

    [Fact]
    public void WhatIsNoProgramIsNotRun()
    {
        Assert.Equal(2, Run("--run-program", "nowhere", "--key", "k").Status);
        Assert.Contains("is not executable", Run("--run-program", "auto.data", "--key", "k").Output);
    }

    /// <summary>Only --run-program does.</summary>
    [Fact]
    public void NothingElseRunsAProgram()
    {
        Program("auto.prog", $"touch {folder}/was-run");

        Run("--map-file", "auto.master", "auto.prog");
        Run("--map-file", "auto.master", "auto.prog", "--key", "k");
        Run("--diff", "auto.prog", "auto.prog");

        Assert.False(File.Exists(Path.Combine(folder, "was-run")));
    }

    [Fact]
    public void EditorsAndWorkflowsGetOneLineForEachFinding()
    {
        var gcc = Run("--map-file", "auto.master", "auto.data", "-o", "gcc");
        var github = Run("--map-file", "auto.master", "auto.data", "-o", "github");

        Assert.Equal((1, 1), (gcc.Status, github.Status));
        Assert.Contains(gcc.Output.Split('\n'), l => l.StartsWith("auto.data:2:10: error: ") && l.EndsWith(" [map/bad-entry]"));
        Assert.Contains(github.Output.Split('\n'), l => l.StartsWith("::error file=auto.data,line=2,col=10,title=map/bad-entry::"));
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private void Program(string name, string script)
    {
        Write(name, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Status, and both outputs together.</summary>
    private (int Status, string Output) Run(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "automount-agent.dll");
        var start = new ProcessStartInfo(
            "bash", ["-c", "exec dotnet \"$0\" validate \"$@\" --config /dev/null 2>&1", program, .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        return (process.ExitCode, output);
    }
}
