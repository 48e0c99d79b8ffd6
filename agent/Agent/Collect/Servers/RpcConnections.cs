using System.Net;
using System.Net.Sockets;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// The TCP connections to NFS servers that are kept between two calls, at most one for each endpoint. A connection is here only while no
/// call is on it and every call on it was answered, so no late reply can be taken for another one. Thread-safe.
/// </summary>
/// <remarks>
/// A server has no use for a connection on which nothing is asked: newer kernels close those that never named a file when there are more
/// than 64 of them (include/linux/sunrpc/svc_xprt.h, XPT_MAX_TMP_CONN), older ones any when there are more than 20 for each thread.
/// So what was not used for <see cref="MaxIdle"/> is closed here, long before the server does (six minutes: net/sunrpc/svc_xprt.c).
/// </remarks>
/// <param name="time">Clock.</param>
internal sealed class RpcConnections(TimeProvider time) : IDisposable
{
    /// <summary>How many connections are kept in all; who has more endpoints opens the others anew each time.</summary>
    public const int MaxKept = 64;

    /// <summary>Twice the longest time between two calls to a server that answers.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(2);

    private readonly Dictionary<IPEndPoint, (Socket Socket, long Since)> kept = [];
    private bool isDisposed;

    /// <summary>How many are kept now.</summary>
    public int Count
    {
        get
        {
            lock (kept)
            {
                return kept.Count;
            }
        }
    }

    /// <summary>Hands out the connection to an endpoint, for one call; null when there is none. It belongs to the caller then.</summary>
    public Socket? Take(IPEndPoint endpoint)
    {
        lock (kept)
        {
            CloseIdle();
            return kept.Remove(endpoint, out var found) ? found.Socket : null;
        }
    }

    /// <summary>Takes a connection on which every call was answered; closes it when there is one already, or no room.</summary>
    public void Keep(IPEndPoint endpoint, Socket socket)
    {
        lock (kept)
        {
            CloseIdle();
            if (isDisposed || kept.Count >= MaxKept || !kept.TryAdd(endpoint, (socket, time.GetTimestamp())))
            {
                socket.Dispose();
            }
        }
    }

    /// <summary>Closes what was not used for long: servers that are not watched any more, or need not be asked.</summary>
    public void CloseIdle()
    {
        lock (kept)
        {
            foreach (var (endpoint, (socket, since)) in kept)
            {
                if (time.GetElapsedTime(since) >= MaxIdle)
                {
                    kept.Remove(endpoint);
                    socket.Dispose();
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (kept)
        {
            isDisposed = true;
            foreach (var (socket, _) in kept.Values)
            {
                socket.Dispose();
            }

            kept.Clear();
        }
    }
}
