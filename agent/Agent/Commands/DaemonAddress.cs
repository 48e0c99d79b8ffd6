using System.Net;
using Automount.Configuration;

namespace AutomountAgent.Commands;

/// <summary>Where the running daemon listens.</summary>
internal static class DaemonAddress
{
    /// <summary>A daemon answers from memory; what takes longer does not answer.</summary>
    private static readonly TimeSpan MaxAnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>A client of the daemon's endpoint; null when the configuration says that it has none.</summary>
    public static HttpClient? Client(Settings settings) => settings.Listen is { } listen
        ? new HttpClient
        {
            BaseAddress = new UriBuilder("http", ConnectTo(listen.Address).ToString(), listen.Port).Uri,
            Timeout = MaxAnswerTime,
        }
        : null;

    /// <summary>The address to connect to: one that stands for all addresses of the node is none.</summary>
    private static IPAddress ConnectTo(IPAddress listen)
    {
        if (listen.Equals(IPAddress.Any))
        {
            return IPAddress.Loopback;
        }

        return listen.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listen;
    }
}
