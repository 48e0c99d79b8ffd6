using System.Collections;
using System.Net.Sockets;
using System.Text;
using AutomountAgent.Native;

namespace AutomountAgent.Act;

/// <summary>One running prober process and the socket to it. Used by one caller at a time.</summary>
internal sealed class ProberChild : IDisposable
{
    private readonly Socket socket;
    private readonly byte[] buffer = new byte[ProberProtocol.MaximumLine];
    private int length;
    private long lastId;

    private ProberChild(Socket socket, int pid) => (this.socket, Pid) = (socket, pid);

    /// <summary>Its process id.</summary>
    internal int Pid { get; }

    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static ProberChild Start(IReadOnlyList<string> command)
    {
        var socket = LibCProcess.Spawn(command, Environment(), out var pid);
        return new(socket, pid);
    }

    /// <summary>Waits until it says that it is ready. False when it ends instead.</summary>
    internal async Task<bool> IsReadyAsync(CancellationToken cancel) => await ReadLineAsync(cancel) == ProberProtocol.Ready;

    /// <summary>Sends a request and waits for the answer; null when the child ends, or talks nonsense.</summary>
    internal async Task<ProbeAnswer?> AskAsync(string path, CancellationToken cancel)
    {
        var id = ++lastId;
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(ProberProtocol.FormatRequest(id, path)), cancel);
        }
        catch (SocketException)
        {
            return null;
        }

        return await ReadLineAsync(cancel) is { } line
            && ProberProtocol.TryReadAnswer(Encoding.ASCII.GetBytes(line), out var answered, out var answer)
            && answered == id
                ? answer
                : null;
    }

    /// <summary>Closes the socket, on which the child ends by itself if it can.</summary>
    public void Dispose() => socket.Dispose();

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
            catch (SocketException)
            {
                // Reset: the child ended with a request unread.
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

    /// <summary>
    /// This process's environment without what systemd meant for the agent alone, and without debugger sockets that a kill would leave in
    /// /tmp.
    /// </summary>
    private static IEnumerable<string> Environment()
    {
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name != "NOTIFY_SOCKET" && name != "DOTNET_EnableDiagnostics" && !name.StartsWith("WATCHDOG_", StringComparison.Ordinal))
            {
                yield return $"{name}={variable.Value}";
            }
        }

        yield return "DOTNET_EnableDiagnostics=0";
    }
}
