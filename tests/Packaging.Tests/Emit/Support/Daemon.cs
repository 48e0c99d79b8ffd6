using System.Diagnostics;
using System.Text;

namespace PackagingTests.Emit.Support;

/// <summary>A program that runs until it is disposed of, and what it has said.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder log = new();

    public Daemon(string program, string folder, params IEnumerable<string> arguments)
    {
        process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void Add(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }
}
