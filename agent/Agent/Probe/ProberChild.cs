using System.Collections;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using AutomountAgent.Interop;

namespace AutomountAgent.Probe;

/// <summary>One running prober process and the socket to it. Several requests may be under way in it concurrently.</summary>
internal sealed class ProberChild : IDisposable
{
    private readonly Socket socket;
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ProbeAnswer?>> waiting = new();
    private readonly byte[] buffer = new byte[ProberProtocol.MaximumLine];
    private int length;
    private long lastId;
    private volatile bool ended;

    private ProberChild(Socket socket, int pid) => (this.socket, Pid) = (socket, pid);

    /// <summary>Its process id.</summary>
    internal int Pid { get; }

    /// <summary>True when the agent ended it, because another request overran: what was under way in it may be asked again.</summary>
    internal bool WasKilled { get; set; }

    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static ProberChild Start(IReadOnlyList<string> command)
    {
        var socket = LibCProcess.Spawn(command, Environment(), out var pid);
        return new(socket, pid);
    }

    /// <summary>Waits until it says that it is ready. False when it ends instead. To be called once, before any request.</summary>
    internal async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        if (await ReadLineAsync(cancel) != ProberProtocol.Ready)
        {
            return false;
        }

        _ = Task.Run(ReadAnswersAsync, CancellationToken.None);
        return true;
    }

    /// <summary>Sends a request and waits for the answer; null when the child ends, or talks nonsense.</summary>
    internal async Task<ProbeAnswer?> AskAsync(ProberRequest request, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (!ended && await SendAsync(ProberProtocol.FormatRequest(id, request), cancel))
            {
                return await answer.Task.WaitAsync(cancel);
            }

            return null;
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Closes the socket, on which the child ends by itself if it can.</summary>
    public void Dispose() => socket.Dispose();

    private async Task<bool> SendAsync(string line, CancellationToken cancel)
    {
        await sending.WaitAsync(cancel);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(line), cancel);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task ReadAnswersAsync()
    {
        while (await ReadLineAsync(CancellationToken.None) is { } line
            && ProberProtocol.TryReadAnswer(Encoding.ASCII.GetBytes(line), out var id, out var answer))
        {
            if (waiting.TryGetValue(id, out var asked))
            {
                asked.TrySetResult(answer);
            }
        }

        ended = true;
        foreach (var asked in waiting.Values)
        {
            asked.TrySetResult(null);
        }
    }

    /// <summary>The next line without its newline; null at the end.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf((byte)'\n')) < 0)
        {
            var count = 0;
            try
            {
                count = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Reset: the child ended with a request unread. Disposed: it was killed.
            }

            if (count == 0)
            {
                return null;
            }

            length += count;
        }

        var line = Encoding.ASCII.GetString(buffer, 0, end);
        buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
        length -= end + 1;
        return line;
    }

    /// <summary>This process's environment without the variables that systemd sets for the agent's main process alone.</summary>
    private static IEnumerable<string> Environment()
    {
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name != "NOTIFY_SOCKET" && !name.StartsWith("WATCHDOG_", StringComparison.Ordinal))
            {
                yield return $"{name}={variable.Value}";
            }
        }
    }
}
