using System.Net;

namespace AutomountAgent.Model;

/// <summary>Hosts that are written as an IP address, in brackets or without.</summary>
internal static class HostAddress
{
    /// <summary>The address that a host is written as, or null when it is a name.</summary>
    public static IPAddress? Parse(string host) =>
        IPAddress.TryParse(host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host, out var address) ? address : null;
}
