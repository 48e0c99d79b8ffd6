using System.Diagnostics;

namespace NodeTests.Support;

/// <summary>What a command printed and how it ended.</summary>
public sealed record ShellResult(int Status, string Output, string Errors)
{
    public override string ToString() => $"exit {Status}\n{Output}{Errors}";
}

/// <summary>Runs commands on the node, as root, each with a deadline.</summary>
public static class Shell
{
    public static ShellResult Run(string command, int seconds = 60)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"no end within {seconds} s: {command}");
        }

        return new ShellResult(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs a command that must succeed.</summary>
    public static string Must(string command, int seconds = 60)
    {
        var result = Run(command, seconds);
        return result.Status == 0 ? result.Output : throw new InvalidOperationException($"{command}: {result}");
    }

    /// <summary>A command that repeats another one four times a second until it succeeds, and fails after some seconds.</summary>
    public static string Until(string command, int seconds) =>
        $"for i in $(seq {4 * seconds}); do {command} && break; [ $i -lt {4 * seconds} ] || exit 1; sleep 0.25; done";
}
