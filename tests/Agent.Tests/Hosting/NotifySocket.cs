using System.Net.Sockets;
using System.Text;
using AgentTests.Support;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>The service manager's side of sd_notify(3): a datagram socket that keeps what it receives.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("notify-");
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] buffer = new byte[8192];

    public NotifySocket() => socket.Bind(new UnixDomainSocketEndPoint(Address));

    /// <summary>The value of NOTIFY_SOCKET.</summary>
    public string Address => Path.Combine(folder.FullName, "s");

    public void Dispose()
    {
        socket.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>The next message.</summary>
    public async Task<string> NextAsync()
    {
        var size = await socket.ReceiveAsync(buffer.AsMemory(), Patience.Minute);
        return Encoding.UTF8.GetString(buffer, 0, size);
    }

    /// <summary>All messages up to the first that starts like this.</summary>
    public async Task<List<string>> UntilAsync(string start)
    {
        var messages = new List<string>();
        do
        {
            messages.Add(await NextAsync());
        }
        while (!messages[^1].StartsWith(start, StringComparison.Ordinal));
        return messages;
    }

    /// <summary>Waits for a message that starts like this and is as wanted.</summary>
    public async Task UntilAsync(string start, Func<string, bool> isWanted)
    {
        string message;
        do
        {
            message = (await UntilAsync(start))[^1];
        }
        while (!isWanted(message));
    }

    /// <summary>The messages that wait to be read.</summary>
    public async Task<List<string>> ReceivedAsync()
    {
        var messages = new List<string>();
        while (HasMore)
        {
            messages.Add(await NextAsync());
        }

        return messages;
    }

    /// <summary>The next message that is neither a status nor a sign of life.</summary>
    public async Task<string> NextStateAsync()
    {
        while (true)
        {
            var message = await NextAsync();
            if (message != "WATCHDOG=1" && !message.StartsWith("STATUS=", StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    /// <summary>True when a message waits to be read.</summary>
    public bool HasMore => socket.Available > 0;

    /// <summary>Asserts that nothing more has been sent.</summary>
    public void AssertNothing() => Assert.False(HasMore);
}
