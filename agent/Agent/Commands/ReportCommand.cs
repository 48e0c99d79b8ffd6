using System.CommandLine;
using System.Net;
using Automount.Configuration;
using Automount.Files;
using Automount.Text;
using AutomountAgent.Bundle;
using AutomountAgent.Hosting;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent report</c>: a support bundle, without secrets and without touching a mount.</summary>
internal static class ReportCommand
{
    /// <summary>Parts are read at the same time, so a bundle takes so long at most, and what packing takes.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private static readonly Option<string?> Output = Options.Text(
        "--output", "FILE", "write it here, - for standard output (default a new file in /var/tmp)");

    public static Command Create()
    {
        var command = new Command("report", "collect a support bundle (.tar.gz) without secrets; touches no mount") { Output };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var (paths, time) = (HostPaths.Host, TimeProvider.System);
        var (node, now) = (Dns.GetHostName(), time.GetUtcNow());
        var name = $"automount-agent-report-{FileName(node)}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";

        // A configuration that is refused is a reason to make a report, not to make none.
        using var daemon = new RunningDaemon(SettingsReader.Read(paths, null).Settings ?? new Settings());
        var status = new BundlePart("status.json", "the running daemon", async end => await StatusAsync(daemon, end));
        var parts = new NodeParts(paths, new JournalText(JournalReader.ReadNewest), Deadline, time).All.Prepend(status);
        var results = await new BundleReader(Deadline, time).ReadAsync(parts, cancel);
        var bytes = new BundleArchive(name, now).Bytes(results, node, AgentInfo.Current.Version);
        return Write(arguments.GetValue(Output) ?? paths.At($"var/tmp/{name}.tar.gz"), bytes, results);
    }

    private static async Task<string> StatusAsync(RunningDaemon daemon, CancellationToken cancel)
    {
        var answer = await daemon.StatusAsync(cancel);
        return answer.Document ?? throw new IOException(answer.Why);
    }

    private static int Write(string output, byte[] bytes, BundleResult[] results)
    {
        if (output == "-")
        {
            StandardOutput.WriteDocument(bytes);
        }
        else
        {
            try
            {
                PrivateFile.Write(output, bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"automount-agent: report: {Printable.Escape(output, 1024)}: {e.Message}");
                return ExitStatus.Unknown;
            }

            Console.WriteLine(output);
        }

        foreach (var missing in results.Where(result => result.Problem is not null))
        {
            Console.Error.WriteLine($"automount-agent: report: without {missing.Part.Name}: {missing.Problem}");
        }

        return ExitStatus.Ok;
    }

    private static string FileName(string node) => string.Concat(node.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'));
}
