using System.Net.Sockets;
using System.Text;
using AutomountAgent.Interop;

namespace AutomountAgent.Collect.Programs;

/// <summary>What a program map answered for a key.</summary>
/// <param name="Line">The entry that automount reads: the first line, continued lines joined; empty for none.</param>
/// <param name="Status">Its exit status, 128 and the signal when one ended it; null when it was killed because it took too long.</param>
/// <param name="Errors">The beginning of what it printed to standard error.</param>
/// <param name="HasMore">It printed more than that line, which automount ignores.</param>
internal sealed record ProgramAnswer(string Line, int? Status, string Errors, bool HasMore)
{
    /// <summary>automount mounts what it printed: an exit status other than 0, or nothing printed, is a key that does not exist.</summary>
    public bool IsEntry => Status == 0 && Line.Length > 0;
}

/// <summary>
/// Runs a program map once, as automount does (autofs(5), program maps): the key is its only argument, standard input is empty, the
/// first line counts, and the exit status decides. Nothing in the agent runs one unless somebody asks for it on the command line.
/// </summary>
/// <param name="maxTime">After so long it is killed, with all that it has started.</param>
internal sealed class ProgramMap(TimeSpan maxTime)
{
    /// <summary>More output is read and dropped. automount takes 16384 bytes for an entry.</summary>
    private const int MaxOutput = 1 << 17;

    private const int MaxErrors = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs it.</summary>
    /// <param name="path">Path of the program.</param>
    /// <param name="key">The key.</param>
    /// <param name="environment">Its environment, as <c>name=value</c>.</param>
    /// <param name="cancel">Kills it as well.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    public async Task<ProgramAnswer> RunAsync(string path, string key, IEnumerable<string> environment, CancellationToken cancel)
    {
        var (output, errors) = LibCProcess.SpawnWithErrors([path, key], environment, out var pid);
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
            var (line, hasMore) = ProgramOutput.FirstLine(text);
            return new ProgramAnswer(line, status, await said.ConfigureAwait(false), hasMore);
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
