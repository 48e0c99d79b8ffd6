using System.Net;
using System.Net.Sockets;

namespace AutomountAgent.Collect.Exports;

/// <summary>
/// Source ports below 1024, which a server wants of a client unless an export says <c>insecure</c> (exports(5)). Binding one needs
/// CAP_NET_BIND_SERVICE.
/// </summary>
internal static class PrivilegedPort
{
    // Those of mount.nfs(8) and of the kernel's client (sunrpc.min_resvport, max_resvport): no well-known service lies between them.
    private const int Lowest = 665;
    private const int Highest = 1023;
    private const int MaxAttempts = 32;

    /// <summary>Binds a socket to such a port; false when this process may not, or none was free.</summary>
    public static bool TryBind(Socket socket)
    {
        var any = socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                socket.Bind(new IPEndPoint(any, Random.Shared.Next(Lowest, Highest + 1)));
                return true;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another is tried.
            }
            catch (SocketException)
            {
                return false;
            }
        }

        return false;
    }
}
