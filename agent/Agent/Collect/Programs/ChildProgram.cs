using System.Net.Sockets;
using System.Text;
using AutomountAgent.Interop;

namespace AutomountAgent.Collect.Programs;

/// <summary>What a program printed, and how it ended.</summary>
/// <param name="Output">What it printed to standard output; of much the beginning.</param>
/// <param name="Status">Its exit status, 128 and the signal when one ended it; null when it was killed because it took too long.</param>
/// <param name="Errors">The beginning of what it printed to standard error.</param>
internal sealed record ChildAnswer(string Output, int? Status, string Errors);

/// <summary>Runs a program once, with an empty standard input.</summary>
/// <param name="maxTime">After so long it is killed, with all that it has started.</param>
internal sealed class ChildProgram(TimeSpan maxTime)
{
    /// <summary>More output is read and dropped. automount takes 16384 bytes for an entry.</summary>
    private const int MaxOutput = 1 << 17;

    private const int MaxErrors = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs it.</summary>
    /// <param name="command">Path of the program, and its arguments.</param>
    /// <param name="environment">Its environment, as <c>name=value</c>.</param>
    /// <param name="cancel">Kills it as well.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    public async Task<ChildAnswer> RunAsync(IReadOnlyList<string> command, IEnumerable<string> environment, CancellationToken cancel)
    {
        var (output, errors) = LibCProcess.SpawnWithErrors(command, environment, out var pid);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(maxTime);
        using (output)
        using (errors)
        {
            output.Shutdown(SocketShutdown.Send);
            var printed = ReadAsync(output, MaxOutput, deadline.Token);
            var said = ReadAsync(errors, MaxErrors, deadline.Token);
            var text = await printed.ConfigureAwait(false);
            var status = await EndAsync(pid, deadline.Token).ConfigureAwait(false);
            LibCProcess.KillSession(pid);
            if (status is null)
            {
                await ReapAsync(pid).ConfigureAwait(false);
            }

            cancel.ThrowIfCancellationRequested();
            return new ChildAnswer(text, status, await said.ConfigureAwait(false));
        }
    }

    /// <summary>Reads to the end, and keeps as much as is allowed.</summary>
    private static async Task<string> ReadAsync(Socket socket, int max, CancellationToken deadline)
    {
        var kept = new byte[max];
        var rest = new byte[4096];
        var length = 0;
        try
        {
            for (var count = -1; count != 0; length = Math.Min(length + count, max))
            {
                var free = length < max ? kept.AsMemory(length) : rest;
                count = await socket.ReceiveAsync(free, deadline).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // It took too long, or ended with a reset: what came is what there is.
        }

        return Encoding.UTF8.GetString(kept, 0, length);
    }

    /// <summary>Waits for the end of a program that has closed its output; null when it takes too long.</summary>
    private static async Task<int?> EndAsync(int pid, CancellationToken deadline)
    {
        while (!deadline.IsCancellationRequested)
        {
            if (LibCProcess.TryReapStatus(pid) is { } status)
            {
                return status;
            }

            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>A killed program ends at once, unless it hangs in the kernel: then its end is not waited for.</summary>
    private static async Task ReapAsync(int pid)
    {
        for (var i = 0; i < 100 && !LibCProcess.TryReap(pid); i++)
        {
            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
