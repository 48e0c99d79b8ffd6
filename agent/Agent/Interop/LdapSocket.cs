using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>
/// The TCP connection of one LDAP session. libldap works on a descriptor of its own for it, so any thread may cut the connection at any
/// time, and a call of libldap that waits for the server then ends: in a TLS handshake it has no other deadline.
/// </summary>
internal sealed class LdapSocket : IDisposable
{
    private readonly Socket socket;

    private LdapSocket(Socket socket) => this.socket = socket;

    /// <summary>Connects. It blocks, for the time-out at most.</summary>
    /// <param name="address">Address of the server.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="LdapError">There is no connection.</exception>
    public static LdapSocket Connect(IPAddress address, int port, TimeSpan timeout)
    {
        // Never awaited: the runtime would go on polling the connection for libldap's traffic.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Start(socket, new(address, port));
            if (!socket.Poll(timeout, SelectMode.SelectWrite))
            {
                throw new LdapError(LdapError.Timeout, $"{address}: no connection within {timeout.TotalSeconds:0.###} s");
            }

            var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            return error == SocketError.Success ? new(socket) : throw new SocketException((int)error);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new LdapError(LdapError.ServerDown, $"{address}: {e.Message}");
        }
        catch (LdapError)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A new blocking descriptor for libldap, which closes it: where the socket does not block, libldap waits for TLS in a busy loop.
    /// </summary>
    /// <exception cref="LdapError">There is no descriptor left.</exception>
    public int Share()
    {
        var descriptor = LibC.DuplicateBlocking((int)socket.Handle);
        return descriptor >= 0
            ? descriptor
            : throw new LdapError(LdapError.LocalError, $"no descriptor for it: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Ends the connection for both sides: whoever reads from it gets what has come, then the end.</summary>
    public void Cut()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private static void Start(Socket socket, IPEndPoint server)
    {
        try
        {
            socket.Connect(server);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way.
        }
    }
}
